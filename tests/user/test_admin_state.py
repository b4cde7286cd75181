"""Administrators see the use of each account."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, col, select

from backend.core import clock
from backend.core.config import settings
from backend.models import UserSession
from tests.document.steps import TEXT, uploaded
from tests.fixtures import Time
from tests.support.accounts import API, Account, bearer, log_in, sign_up, verified
from tests.support.paging import all_pages
from tests.support.work import Work
from tests.two_fa.steps import guarded

ADMIN = API + "/users/admin"


def listed(client: TestClient, admin: Account, **params: str) -> dict[str, Any]:
    """Return the first page of accounts, by address."""
    reply = client.get(f"{ADMIN}/users", headers=admin.headers, params=params)
    assert reply.status_code == 200, reply.text
    return {user["email"]: user for user in reply.json()["items"]}


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

    def test_accounts_are_sorted_by_their_storage(
        self, client: TestClient, admin: Account
    ) -> None:
        some, most, same = (verified(client) for _ in range(3))
        uploaded(client, some)
        uploaded(client, most, content=TEXT * 2)
        uploaded(client, same)
        path = f"{ADMIN}/users"

        found = all_pages(client, path, admin.headers, limit=1, sort="storage")

        tied = sorted((some, same), key=lambda each: str(each.user["id"]), reverse=True)
        assert [u["email"] for u in found] == [most.email, *(t.email for t in tied)]

    def test_accounts_that_will_be_deleted_are_found(
        self, client: TestClient, admin: Account
    ) -> None:
        leaving = verified(client)
        client.post(
            f"{API}/users/delete-account",
            json={"password": leaving.password},
            headers=leaving.headers,
        )

        found = listed(client, admin, to_be_deleted="true")
        others = listed(client, admin, to_be_deleted="false")

        assert list(found) == [leaving.email]
        assert found[leaving.email]["delete_at"] > clock.now().isoformat()
        assert others[admin.email]["delete_at"] is None
        assert leaving.email not in others

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
