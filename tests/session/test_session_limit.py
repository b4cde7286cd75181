"""An account has at most SESSIONS_PER_USER live sessions; their list is paged."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlmodel import Session, col, func, select

from backend.core.config import settings
from backend.models import SecurityEvent, UserSession
from tests.core.test_rate_limit import redis_at
from tests.fixtures import Time
from tests.support.accounts import (
    API,
    PASSWORD,
    Account,
    assert_error,
    bearer,
    log_in,
    verified,
)
from tests.support.paging import all_pages
from tests.support.racing import at_once
from tests.support.work import Work
from tests.user.steps import sessions

LIST = API + "/users/sessions"


@pytest.fixture
def three(monkeypatch: pytest.MonkeyPatch) -> None:
    """Allow an account three live sessions."""
    few = settings.model_copy(update={"SESSIONS_PER_USER": 3})
    monkeypatch.setattr("backend.modules.session.session.settings", few)


def is_live(client: TestClient, headers: dict[str, str]) -> bool:
    """Return whether the token still works."""
    return client.get(API + "/users/me", headers=headers).status_code == 200


def opened(client: TestClient, account: Account) -> dict[str, str]:
    """Log in and return the headers."""
    return bearer(log_in(client, account.email)["access_token"])


def live_rows(db: Session) -> int:
    """Return how many login sessions have not ended."""
    statement = select(func.count()).where(col(UserSession.ended_at).is_(None))
    return db.exec(statement).one()


@pytest.mark.usefixtures("three")
def test_a_login_beyond_the_limit_ends_the_oldest_session(client: TestClient) -> None:
    account = verified(client)
    second, third = opened(client, account), opened(client, account)
    assert is_live(client, account.headers)

    fourth = opened(client, account)

    reply = client.get(API + "/users/me", headers=account.headers)
    assert_error(reply, 401, "invalid_token")
    assert all(is_live(client, headers) for headers in (second, third, fourth))
    assert len(sessions(client, fourth)) == 3


@pytest.mark.usefixtures("three")
def test_other_accounts_keep_their_sessions(client: TestClient) -> None:
    account, other = verified(client), verified(client)

    for _ in range(4):
        opened(client, account)

    assert is_live(client, other.headers)


@pytest.mark.usefixtures("three")
def test_ended_sessions_do_not_count(client: TestClient, time: Time) -> None:
    account = verified(client)
    logged_out = opened(client, account)
    client.post(API + "/users/logout", headers=logged_out)
    opened(client, account)
    opened(client, account)
    assert is_live(client, account.headers)

    time.advance(minutes=settings.SESSION_IDLE_MINUTES + 1)
    fresh = [opened(client, account) for _ in range(3)]

    assert all(is_live(client, headers) for headers in fresh)


@pytest.mark.usefixtures("three")
def test_of_twenty_logins_at_once_three_stay_live(
    client: TestClient, db: Session
) -> None:
    account = verified(client)

    def attempt(number: int) -> Response:
        return client.post(
            API + "/users/login",
            json={"email": account.email, "password": PASSWORD},
            headers={"X-Forwarded-For": f"192.0.2.{number}"},
        )

    replies = at_once(20, attempt)

    assert [reply.status_code for reply in replies] == [200] * 20
    assert live_rows(db) == 3
    tokens = [bearer(reply.json()["access_token"]) for reply in replies]
    assert sum(is_live(client, headers) for headers in tokens) == 3


@pytest.mark.usefixtures("three")
def test_ending_the_oldest_costs_no_statement_and_is_logged(
    client: TestClient, db: Session, work: Work
) -> None:
    account = verified(client)
    [first] = sessions(client, account.headers)
    opened(client, account)
    opened(client, account)

    with work.counted() as count:
        log_in(client, account.email)

    assert len(count.statements) == 3
    ended = select(SecurityEvent.session_id).where(
        SecurityEvent.kind == "session_ended"
    )
    assert [str(each) for each in db.exec(ended)] == [first["id"]]


def test_a_lower_limit_ends_all_sessions_beyond_it(
    client: TestClient, db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = verified(client)
    for _ in range(5):
        opened(client, account)
    one = settings.model_copy(update={"SESSIONS_PER_USER": 1})
    monkeypatch.setattr("backend.modules.session.session.settings", one)

    last = opened(client, account)

    assert live_rows(db) == 1
    assert is_live(client, last)


def test_the_list_is_paged_newest_first(client: TestClient) -> None:
    account = verified(client)
    for _ in range(4):
        opened(client, account)

    pages = all_pages(client, LIST, account.headers, limit=2)

    assert len({each["id"] for each in pages}) == 5
    made = [each["created_at"] for each in pages]
    assert made == sorted(made, reverse=True)
    assert pages == sessions(client, account.headers)


def test_using_a_session_between_two_pages_changes_no_order(client: TestClient) -> None:
    account = verified(client)
    opened(client, account)
    opened(client, account)
    query: dict[str, Any] = {"limit": 2}
    first = client.get(LIST, headers=account.headers, params=query).json()

    opened(client, account)
    query["cursor"] = first["next_cursor"]
    second = client.get(LIST, headers=account.headers, params=query).json()

    ids = [each["id"] for each in first["items"] + second["items"]]
    assert len(set(ids)) == len(ids) == 3
    assert second["next_cursor"] is None


def test_a_malformed_cursor_is_refused(client: TestClient) -> None:
    account = verified(client)

    reply = client.get(LIST, headers=account.headers, params={"cursor": "x"})

    assert_error(reply, 400, "invalid_cursor")


def test_session_routes_have_limits_of_their_own(client: TestClient) -> None:
    routes = client.app.openapi()["paths"]  # type: ignore[attr-defined]

    described = {
        f"{method} {path.removeprefix(API)}": operation["description"]
        for path, operations in routes.items()
        for method, operation in operations.items()
        if path.startswith(LIST) or path == API + "/users/logout"
    }

    assert len(described) == 4
    for description in described.values():
        assert "per minute and session" in description


def test_sessions_have_separate_limits(client: TestClient) -> None:
    account = verified(client)
    thief = opened(client, account)
    for _ in range(61):
        reply = client.get(LIST, headers=thief)
    assert_error(reply, 429, "rate_limited")
    for _ in range(10):
        client.delete(f"{LIST}/{account.user['id']}", headers=thief)

    assert client.delete(LIST, headers=account.headers).status_code == 204
    assert not is_live(client, thief)


def test_ending_the_other_sessions_is_limited(client: TestClient) -> None:
    account = verified(client)

    statuses = [
        client.delete(LIST, headers=account.headers).status_code for _ in range(12)
    ]

    assert statuses == [204] * 10 + [429] * 2


def test_sessions_are_listed_and_ended_without_redis(client: TestClient) -> None:
    account = verified(client)
    other = opened(client, account)

    with redis_at("redis://127.0.0.1:1/0"):
        listed = client.get(LIST, headers=account.headers)
        ended = client.delete(LIST, headers=account.headers)
        out = client.post(API + "/users/logout", headers=account.headers)

    assert (listed.status_code, ended.status_code, out.status_code) == (200, 204, 204)
    assert not is_live(client, other)
