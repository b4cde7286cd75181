"""The security log: the events of an account, with the actor and the address."""

from datetime import datetime

import pytest
from fastapi.testclient import TestClient

from backend.core import clock
from tests.support.accounts import (
    API,
    assert_error,
    bearer,
    log_in,
    new_email,
    post,
    sign_up,
    signed_up,
)
from tests.support.paging import all_pages
from tests.user.steps import FIREFOX, log_in_from, sessions


def kinds(client: TestClient, headers: dict[str, str]) -> list[str]:
    """Return the kinds of the log's entries, newest first."""
    reply = client.get(API + "/users/security-log", headers=headers)
    return [event["kind"] for event in reply.json()["items"]]


def test_the_log_records_logins_failures_and_ended_sessions(
    client: TestClient,
) -> None:
    account = signed_up(client)
    post(client, "/users/login", email=account.email, password="not-the-password")
    headers = bearer(log_in(client, account.email)["access_token"])
    client.delete(API + "/users/sessions", headers=headers)
    session_id = sessions(client, headers)[0]["id"]
    log_in(client, account.email)
    client.delete(f"{API}/users/sessions/{session_id}", headers=headers)
    headers = bearer(log_in(client, account.email)["access_token"])

    assert kinds(client, headers) == [
        "logged_in",
        "session_ended",
        "logged_in",
        "sessions_ended",
        "logged_in",
        "login_failed",
        "signed_up",
    ]


def test_the_log_records_the_actor_and_the_address(client: TestClient) -> None:
    account = signed_up(client)
    log_in_from(client, account, FIREFOX)

    reply = client.get(API + "/users/security-log", headers=account.headers)

    event = reply.json()["items"][0]
    assert event["device"] == "Firefox on Ubuntu"
    assert event["address"] == "198.51.100.7"
    assert event["by_someone_else"] is False
    assert datetime.fromisoformat(event["created_at"]) <= clock.now()


def test_the_log_is_paged_without_gaps_or_repeats(client: TestClient) -> None:
    account = signed_up(client)
    for _ in range(4):
        log_in(client, account.email)

    path = API + "/users/security-log"
    found = [e["id"] for e in all_pages(client, path, account.headers, limit=2)]

    assert len(found) == len(set(found)) == 5


@pytest.mark.parametrize("cursor", ["x", "\u00e9", "AAAA", "MjAyNiBhYg==", "=" * 50])
def test_a_made_up_cursor_is_refused(client: TestClient, cursor: str) -> None:
    account = signed_up(client)

    reply = client.get(
        API + "/users/security-log", headers=account.headers, params={"cursor": cursor}
    )

    assert_error(reply, 400, "invalid_cursor")


def test_users_see_only_their_own_log(client: TestClient) -> None:
    account, other = signed_up(client), signed_up(client)
    log_in(client, other.email)

    assert kinds(client, account.headers) == ["signed_up"]


def test_an_unverified_user_can_list_and_end_sessions(client: TestClient) -> None:
    email = sign_up(client, new_email())
    headers = bearer(log_in(client, email)["access_token"])

    assert len(sessions(client, headers)) == 1
    assert kinds(client, headers) == ["logged_in"]
