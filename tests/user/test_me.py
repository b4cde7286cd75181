"""GET users/me tells an app what to show and when to ask, in one query."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from backend.core.config import settings
from tests.fixtures import Time
from tests.support.accounts import (
    API,
    PASSWORD,
    Account,
    bearer,
    begin,
    code_for,
    log_in,
    new_email,
    verified,
)
from tests.support.work import Work
from tests.two_fa.steps import guarded, set_up
from tests.user.steps import call, give_password_again


def me(client: TestClient, headers: dict[str, str]) -> dict[str, Any]:
    """Return the reply of GET users/me."""
    reply = client.get(API + "/users/me", headers=headers)
    assert reply.status_code == 200, reply.text
    body: dict[str, Any] = reply.json()
    return body


def change_email(client: TestClient, account: Account, email: str) -> None:
    """Request a change of the address."""
    body = {"new_email": email, "password": PASSWORD}
    assert call(client, account, "/users/change-email", **body).status_code == 202


def test_an_account_is_read_with_its_state_by_one_statement(
    client: TestClient, time: Time, work: Work
) -> None:
    on = guarded(client, time)
    change_of = {"new_email": new_email(), "password": PASSWORD, "code": on.code(time)}
    assert call(client, on.account, "/users/change-email", **change_of).is_success

    with work.counted() as count:
        shown = me(client, on.account.headers)

    assert len(count.statements) == 1
    assert shown["two_fa_enabled"] is True
    assert shown["recovery_codes_left"] == len(on.recovery_codes)
    assert shown["new_email"] == change_of["new_email"]


def test_a_second_factor_that_is_only_set_up_is_not_on(client: TestClient) -> None:
    account = verified(client)
    set_up(client, account)

    shown = me(client, account.headers)

    assert (shown["two_fa_enabled"], shown["recovery_codes_left"]) == (False, None)


def test_a_change_of_address_waits_until_its_code_expires_or_is_used(
    client: TestClient, time: Time
) -> None:
    account, other = verified(client), verified(client)
    first, second = new_email(), new_email()
    assert me(client, account.headers)["new_email"] is None

    change_email(client, account, first)
    assert me(client, account.headers)["new_email"] == first
    assert me(client, other.headers)["new_email"] is None
    time.advance(minutes=11)
    assert me(client, account.headers)["new_email"] is None
    change_email(client, account, second)
    code = code_for(second)
    assert call(client, account, "/users/verify-email", code=code).is_success

    shown = me(client, account.headers)
    assert (shown["email"], shown["new_email"]) == (second, None)


@pytest.mark.parametrize("tries", [0, 5])
def test_a_waiting_change_does_not_reveal_that_its_address_is_taken(
    client: TestClient, tries: int
) -> None:
    account, taken, free = verified(client), verified(client).email, new_email()
    asking = [(account, taken), (verified(client), free)]

    for person, email in asking:
        change_email(client, person, email)
        for _ in range(tries):
            call(client, person, "/users/verify-email", code="000000")

    shown = [me(client, person.headers)["new_email"] for person, _ in asking]
    assert shown == [taken, free]


def test_the_session_tells_when_it_ends_and_when_it_was_last_proved(
    client: TestClient, time: Time
) -> None:
    account = verified(client)
    login = log_in(client, account.email)
    headers = bearer(login["access_token"])
    before = me(client, headers)

    time.advance(minutes=settings.FRESH_AUTHENTICATION_MINUTES + 1)
    give_password_again(client, Account(account.email, PASSWORD, headers, {}))
    after = me(client, headers)

    assert before["session_expires_at"] == login["expires_at"]
    assert before["proved_at"] < after["proved_at"]
    assert me(client, account.headers)["proved_at"] < before["proved_at"]


def test_an_unverified_session_sees_only_its_own_sign_up(client: TestClient) -> None:
    email = new_email()
    begin(client, email, full_name="Grace Hopper")
    headers = bearer(log_in(client, email)["access_token"])
    begin(client, email, full_name="A Stranger", caller="198.51.100.9")

    shown = me(client, headers)

    assert (shown["full_name"], shown["is_verified"]) == ("Grace Hopper", False)
    assert (shown["two_fa_enabled"], shown["new_email"]) == (False, None)
