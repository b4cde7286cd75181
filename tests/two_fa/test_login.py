"""Logging in needs the second factor if it is on."""

from datetime import datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlmodel import Session, select

from backend.models import User
from devtools.mailbox import Mailbox
from tests.fixtures import Time
from tests.support.accounts import API, PASSWORD, assert_error, bearer, log_in, verified
from tests.support.operations import OPERATIONS
from tests.support.racing import at_once
from tests.support.work import Work
from tests.two_fa.steps import (
    Guarded,
    call,
    guarded,
    pending,
    pending_from,
    try_to_log_in,
    verify,
    wrong_code,
)
from tests.user.steps import FIREFOX

ME = API + "/users/me"


@pytest.fixture
def on(client: TestClient, time: Time) -> Guarded:
    """Return an account with its second factor on."""
    return guarded(client, time)


def test_the_password_gives_a_token_for_five_minutes_and_no_profile(
    client: TestClient, time: Time, on: Guarded
) -> None:
    body = try_to_log_in(client, on.account.email).json()

    assert body["pending_2fa"] is True
    assert body["user"] is None
    lifetime = datetime.fromisoformat(body["expires_at"]) - time.read()
    assert timedelta(minutes=4, seconds=55) < lifetime <= timedelta(minutes=5)


def test_the_code_completes_the_login(
    client: TestClient, time: Time, on: Guarded
) -> None:
    reply = verify(client, pending(client, on), on.code(time))

    body = reply.json()
    assert (reply.status_code, body["pending_2fa"]) == (200, False)
    assert body["user"]["email"] == on.account.email
    headers = bearer(body["access_token"])
    assert client.get(ME, headers=headers).status_code == 200


def test_a_pending_login_has_no_other_access(client: TestClient, on: Guarded) -> None:
    headers = pending(client, on)
    own = ("TwoFA-verify", "Passkeys-get_factor_options", "Passkeys-answer_factor")
    others = [o for o in OPERATIONS if o.is_protected and o.id not in own]

    assert len(others) > 50
    for each in others:
        reply = each.call(client, json=each.example(), headers=headers)
        assert "second_factor_required" in each.responses[403]["description"], each
        assert_error(reply, 403, "second_factor_required")


def test_a_full_token_is_refused_for_the_second_factor(
    client: TestClient, time: Time, on: Guarded
) -> None:
    reply = verify(client, on.account.headers, on.code(time))

    assert_error(reply, 401, "invalid_token")


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_one_step_of_skew_is_allowed(
    client: TestClient, time: Time, on: Guarded, steps: int
) -> None:
    reply = verify(client, pending(client, on), on.code(time, steps=steps))

    assert reply.status_code == 200


@pytest.mark.parametrize("steps", [-2, 2])
def test_two_steps_of_skew_are_refused(
    client: TestClient, time: Time, on: Guarded, steps: int
) -> None:
    reply = verify(client, pending(client, on), on.code(time, steps=steps))

    assert_error(reply, 400, "wrong_code")


def test_spaces_in_a_code_do_not_matter(
    client: TestClient, time: Time, on: Guarded
) -> None:
    code = on.code(time)

    reply = verify(client, pending(client, on), f" {code[:3]} {code[3:]} ")

    assert reply.status_code == 200


def test_a_step_is_accepted_once_and_earlier_ones_no_more(
    client: TestClient, time: Time, on: Guarded
) -> None:
    now, before = on.code(time), on.code(time, steps=-1)
    assert verify(client, pending(client, on), now).status_code == 200

    headers = pending(client, on)

    assert_error(verify(client, headers, now), 400, "wrong_code")
    assert_error(verify(client, headers, before), 400, "wrong_code")
    assert verify(client, headers, on.code(time, steps=1)).status_code == 200


def test_twenty_parallel_uses_of_one_code_log_in_once(
    client: TestClient, time: Time, on: Guarded
) -> None:
    code = on.code(time)
    logins = [pending_from(client, on, number) for number in range(20)]

    def attempt(number: int) -> Response:
        return verify(client, logins[number], code)

    statuses = sorted(reply.status_code for reply in at_once(20, attempt))

    assert statuses.count(200) == 1
    # After ten failures the factor is paused: 429.
    assert set(statuses) == {200, 400, 429}


def test_a_login_is_completed_once(client: TestClient, time: Time, on: Guarded) -> None:
    headers = pending(client, on)
    assert verify(client, headers, on.code(time)).status_code == 200

    again = verify(client, headers, on.code(time, steps=1))

    assert_error(again, 401, "invalid_token")


def test_five_wrong_codes_end_a_login(
    client: TestClient, time: Time, on: Guarded
) -> None:
    headers = pending(client, on)
    for _ in range(5):
        reply = verify(client, headers, wrong_code(on, time))
        assert_error(reply, 400, "wrong_code")

    assert_error(verify(client, headers, on.code(time)), 401, "invalid_token")
    # Another login is another challenge.
    assert verify(client, pending(client, on), on.code(time)).status_code == 200


def test_a_pending_login_expires_after_five_minutes(
    client: TestClient, time: Time, on: Guarded
) -> None:
    headers = pending(client, on)
    time.advance(minutes=5)

    assert_error(verify(client, headers, on.code(time)), 401, "invalid_token")


def test_a_new_password_ends_pending_logins(
    client: TestClient, time: Time, on: Guarded
) -> None:
    headers = pending(client, on)
    body = {"current_password": PASSWORD, "new_password": "a-quiet-orchard-at-dusk"}
    client.post(
        API + "/users/change-password",
        json=body | {"code": on.code(time)},
        headers=on.account.headers,
    )
    time.advance(seconds=60)

    assert_error(verify(client, headers, on.code(time)), 401, "invalid_token")


def test_disabling_an_account_ends_its_pending_logins(
    client: TestClient, db: Session, time: Time, on: Guarded
) -> None:
    headers = pending(client, on)
    db.exec(select(User)).one().is_active = False
    db.commit()

    assert_error(verify(client, headers, on.code(time)), 401, "invalid_token")


def test_a_new_device_is_mailed_when_the_login_is_complete(
    client: TestClient, mailbox: Mailbox, time: Time, on: Guarded
) -> None:
    mailbox.wait_for(on.account.email, count=2)
    mailbox.clear()
    headers = pending(client, on) | {"User-Agent": FIREFOX}
    assert mailbox.messages(on.account.email) == []

    verify(client, headers, on.code(time))

    assert "Firefox on Ubuntu" in mailbox.wait_for(on.account.email)[0].text


def test_the_log_records_wrong_codes_and_logins(
    client: TestClient, time: Time, on: Guarded
) -> None:
    headers = pending(client, on)
    verify(client, headers, wrong_code(on, time))
    verify(client, headers, on.code(time))

    log = client.get(API + "/users/security-log", headers=on.account.headers)

    kinds = [event["kind"] for event in log.json()["items"]]
    assert kinds[:3] == ["logged_in", "second_factor_failed", "two_factor_enabled"]


def test_a_login_without_a_second_factor_is_complete_at_once(
    client: TestClient,
) -> None:
    account = verified(client)

    body = log_in(client, account.email)

    assert body["pending_2fa"] is False


def test_a_pending_login_takes_three_statements(
    client: TestClient, work: Work, on: Guarded
) -> None:
    with work.counted() as count:
        pending(client, on)

    assert len(count.statements) == 3


def test_new_recovery_codes_end_pending_logins(
    client: TestClient, time: Time, on: Guarded
) -> None:
    headers = pending(client, on)
    body = {"password": PASSWORD, "code": on.code(time)}
    assert call(client, on.account, "/regenerate-codes", **body).status_code == 200

    reply = verify(client, headers, on.code(time, steps=1))

    assert_error(reply, 401, "invalid_token")
