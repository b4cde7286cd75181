"""Failed logins of strangers do not lock out known devices (OWASP device cookies)."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from redis import Redis
from sqlmodel import Session

from backend.models import User
from tests.fixtures import Time
from tests.forgot_password.steps import reset, ticket
from tests.support import environment
from tests.support.accounts import (
    API,
    PASSWORD,
    Account,
    assert_error,
    bearer,
    begin,
    code_for,
    confirm,
    new_email,
    verified,
)
from tests.support.racing import at_once
from tests.support.work import Work
from tests.two_fa.steps import guarded, verify

NEW_PASSWORD = "a-quiet-orchard-at-dusk"


def attempt(
    client: TestClient, number: int, email: str, secret: str = PASSWORD, **more: Any
) -> Response:
    """Log in from a network address of this number."""
    return client.post(
        API + "/users/login",
        json={"email": email, "password": secret, **more},
        headers={"X-Forwarded-For": f"192.0.2.{number}"},
    )


def device_of(client: TestClient, account: Account, number: int = 200) -> str:
    """Log in as the owner and return the device token."""
    reply = attempt(client, number, account.email)
    assert reply.status_code == 200, reply.text
    token: str = reply.json()["device_token"]
    return token


def fail(client: TestClient, times: int, email: str, **more: Any) -> list[int]:
    """Try to log in with a wrong password this many times, and return the statuses."""
    wrong = "not-the-password"
    return [
        attempt(client, number, email, wrong, **more).status_code
        for number in range(times)
    ]


def test_failures_of_strangers_do_not_lock_out_a_known_device(
    client: TestClient,
) -> None:
    account = verified(client)
    device = device_of(client, account)
    assert fail(client, 7, account.email) == [400] * 5 + [429] * 2

    known = attempt(client, 100, account.email, device_token=device)
    unknown = attempt(client, 101, account.email)

    assert known.status_code == 200
    assert_error(unknown, 429, "rate_limited")


def test_continued_failures_of_strangers_do_not_lock_out_a_known_device(
    client: TestClient,
) -> None:
    account = verified(client)
    device = device_of(client, account)

    for number in range(5):
        fail(client, 6, account.email)
        reply = attempt(client, 100 + number, account.email, device_token=device)
        assert reply.status_code == 200
        device = reply.json()["device_token"]


def test_every_login_returns_a_device_token(client: TestClient, time: Time) -> None:
    signup = begin(client)
    first = confirm(client, signup, code_for(signup.email)).json()
    change = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
    path, headers = API + "/users/change-password", bearer(first["access_token"])
    changed = client.post(path, json=change, headers=headers).json()
    on = guarded(client, time)
    pending = attempt(client, 1, on.account.email).json()
    factor = verify(client, bearer(pending["access_token"]), on.code(time)).json()

    for who, auth, secret in (
        (signup.email, changed, NEW_PASSWORD),
        (on.account.email, factor, PASSWORD),
    ):
        fail(client, 5, who)
        reply = attempt(client, 9, who, secret, device_token=auth["device_token"])
        assert reply.status_code == 200
    assert first["device_token"] is not None
    assert pending["device_token"] is None


def test_a_known_device_has_five_failures_of_its_own(client: TestClient) -> None:
    account = verified(client)
    mine, other = device_of(client, account), device_of(client, account, 201)

    assert fail(client, 7, account.email, device_token=mine) == [400] * 5 + [429] * 2

    for token in (other, None):
        reply = attempt(client, 100, account.email, device_token=token)
        assert reply.status_code == 200


def test_of_thirty_wrong_logins_of_a_known_device_at_once_five_are_evaluated(
    client: TestClient, work: Work
) -> None:
    account = verified(client)
    device = device_of(client, account)

    def guess(number: int) -> Response:
        return attempt(client, number, account.email, "wrong-one", device_token=device)

    with work.counted() as count:
        replies = at_once(30, guess)

    assert sorted(r.status_code for r in replies) == [400] * 5 + [429] * 25
    assert count.hashes == 5


def test_success_on_a_known_device_does_not_reset_the_tries_of_strangers(
    client: TestClient,
) -> None:
    account = verified(client)
    device = device_of(client, account)
    fail(client, 5, account.email)

    attempt(client, 100, account.email, device_token=device)

    assert_error(attempt(client, 101, account.email), 429, "rate_limited")


@pytest.mark.parametrize("blank", ["", " "])
def test_the_device_of_another_account_is_not_known(
    client: TestClient, blank: str
) -> None:
    mine, victim = verified(client), verified(client)
    devices = [device_of(client, mine, number) for number in range(3)]
    fail(client, 5, victim.email)

    for number, device in enumerate(devices):
        reply = attempt(
            client, number, victim.email, device_token=blank + device + blank
        )
        assert_error(reply, 429, "rate_limited")


def test_a_device_token_with_blanks_is_the_same_device(client: TestClient) -> None:
    account = verified(client)
    device = device_of(client, account)
    fail(client, 5, account.email, device_token=device)

    reply = attempt(client, 100, account.email, device_token=f" {device} ")

    assert_error(reply, 429, "rate_limited")


@pytest.mark.parametrize(
    "token",
    ["x", "a.b.c.d", "....", "\u00e9.1.2.3", "x" * 200, "device.x.99999999999.y.z"],
)
def test_a_wrong_device_token_is_ignored(client: TestClient, token: str) -> None:
    account = verified(client)

    assert fail(client, 5, account.email, device_token=token) == [400] * 5

    reply = attempt(client, 100, account.email, device_token=token)
    assert_error(reply, 429, "rate_limited")
    other = verified(client)
    assert attempt(client, 101, other.email, device_token=token).status_code == 200


def test_a_tampered_device_token_is_ignored(client: TestClient, time: Time) -> None:
    account = verified(client)
    device = device_of(client, account)
    fail(client, 5, account.email)
    changed = ("0" if device[0] != "0" else "1") + device[1:]

    reply = attempt(client, 100, account.email, device_token=changed)

    assert_error(reply, 429, "rate_limited")


def test_a_device_is_forgotten_after_a_year(client: TestClient, time: Time) -> None:
    account = verified(client)
    device = device_of(client, account)
    time.advance(days=366)
    fail(client, 5, account.email)

    reply = attempt(client, 100, account.email, device_token=device)

    assert_error(reply, 429, "rate_limited")


def test_all_devices_of_an_older_password_have_one_try_each(
    client: TestClient,
) -> None:
    account = verified(client)
    devices = [device_of(client, account, number) for number in range(3)]
    assert reset(client, ticket(client, account), NEW_PASSWORD).status_code in (
        200,
        204,
    )
    fail(client, 5, account.email)

    statuses = [
        attempt(client, 50 + n, account.email, device_token=device).status_code
        for device in devices
        for n in range(3)
    ]

    assert statuses == [400, 429, 429] * 3


def test_a_device_of_an_older_password_logs_in_with_the_new_one(
    client: TestClient,
) -> None:
    account = verified(client)
    device = device_of(client, account)
    reset(client, ticket(client, account), NEW_PASSWORD)

    reply = attempt(client, 1, account.email, NEW_PASSWORD, device_token=device)

    assert reply.status_code == 200
    assert reply.json()["device_token"] != device


def test_the_device_of_a_removed_account_gets_one_try(
    client: TestClient, db: Session
) -> None:
    account = verified(client)
    device = device_of(client, account)
    db.delete(db.get_one(User, account.user["id"]))
    db.commit()
    fail(client, 5, account.email)

    first = attempt(client, 50, account.email, device_token=device)
    second = attempt(client, 51, account.email, device_token=device)

    assert (first.status_code, second.status_code) == (400, 429)


def test_a_device_token_costs_the_same_steps_for_known_and_unknown_accounts(
    client: TestClient, work: Work
) -> None:
    account = verified(client)
    device = device_of(client, account)

    for email in (account.email, new_email()):
        with work.counted() as count:
            reply = attempt(client, 1, email, "wrong-one", device_token=device)
        assert_error(reply, 400, "invalid_credentials")
        assert (count.hashes, len(count.statements)) == (1, 2)


def test_no_device_token_is_stored_in_redis(client: TestClient) -> None:
    account = verified(client)
    device = device_of(client, account)
    attempt(client, 1, account.email, "wrong-one", device_token=device)

    with Redis.from_url(environment.valkey.url, decode_responses=True) as redis:
        keys = redis.keys()

    assert any("device:" in key for key in keys)
    assert not [key for key in keys if device in key or account.email in key]
