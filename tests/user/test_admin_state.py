"""Administrators see the use of each account, and numbers about the whole service."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.config import settings
from backend.models import OutboxEmail, StoredCount, UserSession
from backend.modules.user.background import JOBS
from backend.modules.user.overview.db import overview_db
from tests.book_demo.steps import MONDAY, NINE, TEN, booked, manage
from tests.conftest import Time
from tests.document.steps import TEXT, uploaded
from tests.support.accounts import API, Account, bearer, log_in, sign_up, verified
from tests.support.work import Work
from tests.two_fa.steps import guarded
from tests.user.steps import promote

ADMIN = API + "/users/admin"
[_COUNTING] = [job for job in JOBS if job.name == "account counts"]


@pytest.fixture
def admin(client: TestClient, db: Session) -> Account:
    """Return a verified administrator."""
    account = verified(client)
    promote(db, account)
    return account


def listed(client: TestClient, admin: Account, **params: str) -> dict[str, Any]:
    """Return the first page of accounts, by address."""
    reply = client.get(f"{ADMIN}/users", headers=admin.headers, params=params)
    assert reply.status_code == 200, reply.text
    return {user["email"]: user for user in reply.json()["items"]}


def overview(client: TestClient, admin: Account) -> dict[str, Any]:
    """Return the numbers."""
    reply = client.get(f"{ADMIN}/overview", headers=admin.headers)
    assert reply.status_code == 200, reply.text
    body: dict[str, Any] = reply.json()
    return body


def count_all(db: Session) -> int:
    """Run the job until it has nothing to do; return the number of its pieces."""
    pieces = 1
    while _COUNTING.run(db):
        pieces += 1
    return pieces


class TestList:
    """GET users/admin/users shows the use of each account."""

    def test_the_state_of_accounts_is_read_with_the_page_by_one_statement(
        self, client: TestClient, admin: Account, time: Time, work: Work
    ) -> None:
        on = guarded(client, time).account
        plain = verified(client)
        log_in(client, plain.email)
        uploaded(client, plain)

        with work.counted() as count:
            users = listed(client, admin)

        # The caller, and the page.
        assert len(count.statements) == 2
        states = {
            email: (user["two_fa_enabled"], user["sessions"], user["used_bytes"])
            for email, user in users.items()
        }
        assert states[plain.email] == (False, 2, len(TEXT))
        assert states[on.email] == (True, 1, 0)
        assert users[plain.email]["files"] == 1
        one = client.get(f"{ADMIN}/users/{on.user['id']}", headers=admin.headers)
        assert one.json() == users[on.email]

    @pytest.mark.parametrize("sort", ["newest", "oldest", "email"])
    def test_the_order_of_a_page_stays(
        self, client: TestClient, admin: Account, sort: str
    ) -> None:
        made = [admin.email] + [sign_up(client) for _ in range(3)]
        order = {"newest": made[::-1], "oldest": made, "email": sorted(made)}

        assert list(listed(client, admin, sort=sort, limit="3")) == order[sort][:3]

    def test_only_live_sessions_count_and_the_last_use_stays_after_the_last_logout(
        self, client: TestClient, db: Session, admin: Account, time: Time
    ) -> None:
        user, never = verified(client), sign_up(client)
        second = bearer(log_in(client, user.email)["access_token"])
        rows = db.exec(
            select(UserSession)
            .where(UserSession.user_id == user.user["id"])
            .order_by(col(UserSession.created_at))
        ).all()
        latest = rows[0].last_seen_at = clock.now() + timedelta(minutes=1)
        db.commit()

        client.post(f"{API}/users/logout", headers=user.headers)
        one = listed(client, admin)[user.email]
        client.post(f"{API}/users/logout", headers=second)
        users = listed(client, admin)

        assert (one["sessions"], users[user.email]["sessions"]) == (1, 0)
        seen = latest.isoformat().replace("+00:00", "Z")
        assert one["last_seen_at"] == users[user.email]["last_seen_at"] == seen
        assert users[never]["last_seen_at"] is None
        time.advance(minutes=settings.SESSION_IDLE_MINUTES + 1)
        fresh = Account(
            admin.email,
            admin.password,
            bearer(log_in(client, admin.email)["access_token"]),
            admin.user,
        )
        assert listed(client, fresh)[admin.email]["sessions"] == 1


class TestOverview:
    """GET users/admin/overview."""

    def test_accounts_are_counted_by_a_job_and_the_rest_at_once(
        self, client: TestClient, db: Session, time: Time
    ) -> None:
        time.travel_to(MONDAY)
        admin, on = verified(client), guarded(client, time)
        promote(db, admin)
        sign_up(client)
        disabled = verified(client)
        client.patch(
            f"{ADMIN}/users/{disabled.user['id']}",
            json={"is_active": False},
            headers=admin.headers,
        )
        uploaded(client, on.account)
        old = db.exec(
            select(UserSession).where(UserSession.user_id == disabled.user["id"])
        ).one()
        old.last_seen_at = MONDAY - timedelta(days=3)
        db.commit()
        booked(client, NINE)
        manage(client, booked(client, TEN).token, "cancel")
        before = overview(client, admin)
        dead = {"text": "t", "html": "h", "status": "dead"}
        db.add(
            OutboxEmail.model_validate(
                dead | {"recipient": "a@b.example", "subject": "s"}
            )
        )
        db.commit()

        pieces = count_all(db)
        after = overview(client, admin)

        assert before["accounts"] is None
        assert (before["upcoming_bookings"], before["dead_emails"]) == (1, 0)
        assert after["dead_emails"] == 1
        # The two reminders of the demo; more if an e-mail is on its way.
        assert after["pending_emails"] >= 2
        counted = after["accounts"]
        assert pieces == 5
        assert counted.pop("counted_at") > "2027-03-01T08:00:00Z"
        assert counted == {
            "accounts": 4,
            "unverified": 1,
            "disabled": 1,
            "two_fa_enabled": 1,
            "active_last_day": 2,
            "active_last_week": 3,
            "used_bytes": len(TEXT),
            "files": 1,
        }

    def test_a_count_is_used_for_an_hour_by_all_processes(
        self, client: TestClient, db: Session, admin: Account, time: Time
    ) -> None:
        assert count_all(db) == 5
        sign_up(client)

        again = count_all(db)
        stale = overview(client, admin)["accounts"]["accounts"]
        time.advance(hours=1)
        later = count_all(db)

        assert (again, later, stale) == (1, 5, 1)
        assert overview(client, admin)["accounts"]["accounts"] == 2

    def test_only_one_process_counts_at_once(self, db: Session, admin: Account) -> None:
        with Session(db.get_bind()) as other:
            other.begin()
            assert overview_db.take_turn(other)

            assert _COUNTING.run(db) is False

        assert db.exec(select(StoredCount)).all() == []

    def test_no_number_is_read_from_a_table_of_accounts(
        self, client: TestClient, db: Session, admin: Account, work: Work
    ) -> None:
        count_all(db)

        with work.counted() as count:
            overview(client, admin)

        _, *reading = count.statements
        for table in ("users", "user_sessions", "document_usage", "two_factors"):
            assert not any(f"FROM {table}" in text for text in reading)
