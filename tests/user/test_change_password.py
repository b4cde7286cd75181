"""The password can be changed."""

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from backend.core.password import verify_password
from devtools.mailbox import Mailbox
from tests.support.accounts import (
    API,
    PASSWORD,
    Account,
    assert_error,
    bearer,
    log_in,
    post,
    verified,
)
from tests.support.racing import at_once
from tests.user.steps import call

NEW = "a-quiet-orchard-at-dusk"


def change_password(client: TestClient, account: Account, **body: str) -> Response:
    """Change the password, by default from the right one to a valid one."""
    values = {"current_password": account.password, "new_password": NEW} | body
    return call(client, account, "/users/change-password", **values)


def test_a_new_password_replaces_the_old_one_and_all_tokens(
    client: TestClient, mailbox: Mailbox
) -> None:
    account = verified(client)
    other = bearer(log_in(client, account.email)["access_token"])

    reply = change_password(client, account)

    assert reply.status_code == 200
    fresh = bearer(reply.json()["access_token"])
    assert client.get(API + "/users/me", headers=fresh).status_code == 200
    for headers in (account.headers, other):
        assert client.get(API + "/users/me", headers=headers).status_code == 401
    assert_error(
        post(client, "/users/login", email=account.email, password=PASSWORD),
        400,
        "invalid_credentials",
    )
    log_in(client, account.email, NEW)
    assert "password" in mailbox.wait_for(account.email, count=2)[0].subject


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"current_password": "not-the-password"}, 400, "wrong_password"),
        ({"new_password": PASSWORD}, 400, "same_password"),
        ({"new_password": "password123"}, 400, "weak_password"),
        ({"new_password": "short"}, 422, "invalid_input"),
        ({"new_password": NEW, "extra": "field"}, 422, "invalid_input"),
    ],
)
def test_a_refused_change_of_password_changes_nothing(
    client: TestClient, body: dict[str, str], status: int, code: str
) -> None:
    account = verified(client)

    reply = change_password(client, account, **body)

    assert_error(reply, status, code)
    assert client.get(API + "/users/me", headers=account.headers).status_code == 200
    log_in(client, account.email)


def test_guessing_the_current_password_is_limited(client: TestClient) -> None:
    account = verified(client)
    for _ in range(5):
        reply = change_password(client, account, current_password="not-this-one")
        assert_error(reply, 400, "wrong_password")

    assert_error(change_password(client, account), 429, "rate_limited")


def test_five_parallel_changes_of_password_leave_one_password_and_one_session(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = verified(client)
    candidates = [f"{NEW}-number-{number}" for number in range(5)]

    def attempt(number: int) -> Response:
        return change_password(client, account, new_password=candidates[number])

    replies = at_once(5, attempt)

    won = [i for i, reply in enumerate(replies) if reply.status_code == 200]
    assert len(won) == 1
    log_in(client, account.email, candidates[won[0]])


def test_a_session_that_ends_during_the_hash_changes_no_password(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = verified(client)
    other = bearer(log_in(client, account.email)["access_token"])
    real = verify_password

    def verify_and_lose_the_race(secret: str, hashed: str | None) -> bool:
        client.delete(API + "/users/sessions", headers=other)
        return real(secret, hashed)

    with monkeypatch.context() as patch:
        patch.setattr(
            "backend.modules.session.reauth.verify_password", verify_and_lose_the_race
        )
        reply = change_password(client, account)

    assert_error(reply, 401, "invalid_token")
    log_in(client, account.email)
