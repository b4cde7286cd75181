"""Administrators see numbers about the whole service."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import insert, update
from sqlmodel import Session, col, select

from backend.background.runs import runs_db
from backend.core import clock, storage, token
from backend.models import OutboxEmail, SecurityEvent, StoredCount, UserSession
from backend.modules import registry
from backend.modules.user.background import JOBS
from backend.modules.user.overview import db as overview_db_module
from backend.modules.user.overview import overview as overview_module
from backend.modules.user.overview.db import overview_db
from tests.book_demo.steps import MONDAY, NINE, TEN, booked, manage
from tests.document.steps import TEXT, uploaded
from tests.fixtures import Time
from tests.support.accounts import API, Account, sign_up, verified
from tests.support.work import Work
from tests.two_fa.steps import guarded
from tests.user.steps import promote

ADMIN = API + "/users/admin"
[_COUNTING] = [job for job in JOBS if job.name == "account counts"]


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


class TestOverview:
    """GET users/admin/overview."""

    def test_accounts_are_counted_by_a_job_and_the_rest_at_once(
        self,
        client: TestClient,
        db: Session,
        time: Time,
        monkeypatch: pytest.MonkeyPatch,
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
        leaving = verified(client)
        client.post(
            f"{API}/users/delete-account",
            json={"password": leaving.password},
            headers=leaving.headers,
        )
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

        monkeypatch.setattr(overview_db_module, "PIECE", 2)
        pieces = count_all(db)
        after = overview(client, admin)

        assert before["accounts"] is None
        assert (before["upcoming_bookings"], before["dead_emails"]) == (1, 0)
        assert after["dead_emails"] == 1
        # The two reminders of the demo; more if an e-mail is on its way.
        assert after["pending_emails"] >= 2
        counted = after["accounts"]
        # Of 5 accounts, two at a time.
        assert pieces == 3
        assert counted.pop("counted_at") > "2027-03-01T08:00:00Z"
        assert counted == {
            "accounts": 5,
            "unverified": 1,
            "disabled": 1,
            "to_be_deleted": 1,
            "two_fa_enabled": 1,
            "active_last_day": 3,
            "active_last_week": 4,
            "used_bytes": len(TEXT),
            "files": 1,
        }

    def test_failed_logins_of_a_day_the_disk_and_all_jobs_and_queues_are_read_at_once(
        self,
        client: TestClient,
        db: Session,
        admin: Account,
        time: Time,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(overview_module, "MOST_FAILED_LOGINS", 2)

        def fail_to_log_in() -> None:
            client.post(
                f"{API}/users/login",
                json={"email": admin.email, "password": "not-the-password"},
            )

        fail_to_log_in()
        time.advance(minutes=20)
        first = overview(client, admin)
        for _ in range(2):
            fail_to_log_in()
        runs_db.record(db, "account counts", now=clock.now(), error="no answer")
        db.commit()
        second = overview(client, admin)
        db.execute(
            update(SecurityEvent).values(created_at=clock.now() - timedelta(days=1))
        )
        db.commit()

        assert (first["failed_logins"], second["failed_logins"]) == (1, 2)
        assert overview(client, admin)["failed_logins"] == 0
        assert 0 < first["disk"]["free_bytes"] < first["disk"]["total_bytes"]
        [run] = [job for job in second["jobs"] if job["name"] == "account counts"]
        assert (run["succeeded_at"], run["error"]) == (None, "no answer")
        names = [queue["name"] for queue in second["queues"]]
        assert names == [queue.name for queue in registry.queues()]
        assert {queue["dead"] for queue in second["queues"]} == {0}

    def test_a_disk_that_does_not_answer_hides_no_other_number(
        self,
        client: TestClient,
        admin: Account,
        monkeypatch: pytest.MonkeyPatch,
        tmp_path: Path,
    ) -> None:
        gone = storage.at(f"file://{tmp_path}/files")
        (tmp_path / "files").rmdir()
        monkeypatch.setattr(storage, "get", lambda: gone)

        found = overview(client, admin)

        assert (found["disk"], found["dead_emails"]) == (None, 0)

    def test_a_count_is_used_for_an_hour_by_all_processes(
        self, client: TestClient, db: Session, admin: Account, time: Time
    ) -> None:
        count_all(db)
        first = overview(client, admin)["accounts"]
        sign_up(client)

        time.advance(minutes=54)
        count_all(db)
        stale = overview(client, admin)["accounts"]
        time.advance(minutes=2)
        count_all(db)

        assert first["accounts"] == 1
        assert stale == first
        assert overview(client, admin)["accounts"]["accounts"] == 2

    def test_counts_are_shown_when_all_accounts_are_counted(
        self,
        client: TestClient,
        db: Session,
        admin: Account,
        time: Time,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        count_all(db)
        complete = overview(client, admin)["accounts"]
        monkeypatch.setattr(overview_db_module, "PIECE", 1)
        sign_up(client)
        time.advance(hours=1)

        more = _COUNTING.run(db)
        between = overview(client, admin)["accounts"]
        # The process may end here: another one continues.
        count_all(db)

        assert more
        assert between == complete
        assert overview(client, admin)["accounts"]["accounts"] == 2

    def test_an_account_with_login_sessions_on_many_pages_is_counted_once(
        self,
        client: TestClient,
        db: Session,
        admin: Account,
        time: Time,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        verified(client)
        now, day = clock.now(), timedelta(days=1)
        rows = [
            {
                "id": token.new_id(),
                "user_id": admin.user["id"],
                "created_at": now - day * (number % 30),
                "last_seen_at": now - day * (number % 13),
                "expires_at": now + day,
            }
            for number in range(200)
        ]
        db.execute(insert(UserSession), rows)
        # Also those of an account that was used before this week only.
        away = verified(client)
        db.execute(
            update(UserSession)
            .where(col(UserSession.user_id) == away.user["id"])
            .values(last_seen_at=now - 8 * day)
        )
        db.commit()
        monkeypatch.setattr(overview_db_module, "PAGES", 1)

        pieces = count_all(db)
        counted = overview(client, admin)["accounts"]

        assert pieces > 3
        assert (counted["accounts"], counted["active_last_week"]) == (3, 2)
        assert counted["active_last_day"] == 2

    @pytest.mark.parametrize("reason", ["old", "of another release"])
    def test_unfinished_counts_that_no_process_can_continue_begin_again(
        self,
        db: Session,
        client: TestClient,
        admin: Account,
        time: Time,
        monkeypatch: pytest.MonkeyPatch,
        reason: str,
    ) -> None:
        sign_up(client)
        monkeypatch.setattr(overview_db_module, "PIECE", 1)
        assert _COUNTING.run(db)
        if reason == "old":
            time.advance(hours=1)
        else:
            db.delete(db.get_one(StoredCount, "counting files"))
            db.commit()

        pieces = count_all(db)

        # The two accounts, and the end.
        assert pieces == 3
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
