"""The second factor can be switched on."""

import base64
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from backend.models import RecoveryCode, TwoFa
from devtools.mailbox import Mailbox
from tests.fixtures import Time
from tests.support.accounts import API, assert_error, bearer, log_in, sign_up, verified
from tests.support.racing import at_once
from tests.two_fa.steps import call, code_of, guarded, pending, set_up, status, verify


def test_it_is_off_at_first(client: TestClient) -> None:
    account = verified(client)

    assert status(client, account) == {
        "enabled": False,
        "enabled_at": None,
        "recovery_codes_left": 0,
    }


def test_a_setup_needs_the_password(client: TestClient) -> None:
    account = verified(client)

    reply = call(client, account, "/setup", password="not-this-one")

    assert_error(reply, 400, "wrong_password")


def test_a_setup_returns_the_secret_in_three_forms(client: TestClient) -> None:
    account = verified(client)

    shown = set_up(client, account)

    assert len(base64.b32decode(shown["secret"])) * 8 == 160
    uri = urlsplit(shown["otpauth_uri"])
    assert (uri.scheme, uri.netloc) == ("otpauth", "totp")
    assert parse_qs(uri.query) == {"secret": [shown["secret"]], "issuer": ["Sample"]}
    assert account.email in uri.path.replace("%40", "@")
    assert ElementTree.fromstring(shown["qr_svg"]).tag.endswith("svg")  # noqa: S314


def test_the_secret_is_shown_once_and_stored_encrypted(
    client: TestClient, db: Session
) -> None:
    account = verified(client)

    secret = set_up(client, account)["secret"]

    row = db.exec(select(TwoFa)).one()
    assert secret not in row.secret
    assert base64.b32decode(secret) not in base64.urlsafe_b64decode(row.secret)
    assert secret not in str(status(client, account))


def test_a_setup_alone_does_not_switch_it_on(client: TestClient) -> None:
    account = verified(client)
    set_up(client, account)

    assert status(client, account)["enabled"] is False
    assert log_in(client, account.email)["pending_2fa"] is False


def test_the_first_code_switches_it_on_and_returns_ten_recovery_codes(
    client: TestClient, db: Session, mailbox: Mailbox, time: Time
) -> None:
    account = verified(client)
    other = bearer(log_in(client, account.email)["access_token"])
    secret = set_up(client, account)["secret"]

    reply = call(client, account, "/enable", code=code_of(secret, time))

    codes = reply.json()["recovery_codes"]
    assert len(set(codes)) == 10
    assert status(client, account)["recovery_codes_left"] == 10
    assert status(client, account)["enabled"] is True
    ended = client.get(API + "/users/me", headers=other)
    assert_error(ended, 401, "invalid_token")
    assert "switched on" in mailbox.wait_for(account.email, count=2)[0].text
    stored = db.exec(select(RecoveryCode.digest)).all()
    assert not [c for c in codes for d in stored if c.replace("-", "").encode() in d]


def test_the_code_of_the_enrolment_does_not_work_again(
    client: TestClient, time: Time
) -> None:
    account = verified(client)
    secret = set_up(client, account)["secret"]
    code = code_of(secret, time)
    call(client, account, "/enable", code=code)

    headers = bearer(log_in(client, account.email)["access_token"])

    assert_error(verify(client, headers, code), 400, "wrong_code")


@pytest.mark.parametrize("steps", [-2, 2])
def test_a_code_that_is_two_steps_off_is_wrong(
    client: TestClient, time: Time, steps: int
) -> None:
    account = verified(client)
    secret = set_up(client, account)["secret"]

    reply = call(client, account, "/enable", code=code_of(secret, time, steps=steps))

    assert_error(reply, 400, "wrong_code")
    assert status(client, account)["enabled"] is False


def test_five_wrong_codes_end_a_setup(client: TestClient, time: Time) -> None:
    account = verified(client)
    secret = set_up(client, account)["secret"]
    old = code_of(secret, time, steps=-9)
    for _ in range(5):
        assert_error(call(client, account, "/enable", code=old), 400, "wrong_code")

    reply = call(client, account, "/enable", code=code_of(secret, time))

    assert_error(reply, 409, "two_factor_not_set_up")


def test_a_setup_expires_after_15_minutes(client: TestClient, time: Time) -> None:
    account = verified(client)
    secret = set_up(client, account)["secret"]
    time.advance(minutes=15)

    reply = call(client, account, "/enable", code=code_of(secret, time))

    assert_error(reply, 409, "two_factor_not_set_up")


def test_another_setup_replaces_the_first(client: TestClient, time: Time) -> None:
    account = verified(client)
    first = set_up(client, account)["secret"]
    second = set_up(client, account)["secret"]

    old = call(client, account, "/enable", code=code_of(first, time))
    new = call(client, account, "/enable", code=code_of(second, time))

    assert_error(old, 400, "wrong_code")
    assert new.status_code == 200


def test_without_a_setup_there_is_nothing_to_enable(client: TestClient) -> None:
    reply = call(client, verified(client), "/enable", code="123456")

    assert_error(reply, 409, "two_factor_not_set_up")


def test_a_second_factor_that_is_on_cannot_be_set_up_again(
    client: TestClient, time: Time
) -> None:
    on = guarded(client, time)

    reply = call(client, on.account, "/setup", password=on.account.password)

    assert_error(reply, 409, "two_factor_enabled")
    assert verify(client, pending(client, on), on.code(time)).status_code == 200


def test_ten_parallel_first_codes_enable_once(client: TestClient, time: Time) -> None:
    account = verified(client)
    code = code_of(set_up(client, account)["secret"], time)

    replies = at_once(10, lambda _: call(client, account, "/enable", code=code))

    assert sorted(reply.status_code for reply in replies) == [200] + [409] * 9
    assert status(client, account)["recovery_codes_left"] == 10


def test_an_unverified_account_cannot_set_it_up(client: TestClient) -> None:
    email = sign_up(client)
    headers = bearer(log_in(client, email)["access_token"])

    reply = client.post(
        f"{API}/two-fa/setup", json={"password": "x" * 8}, headers=headers
    )

    assert_error(reply, 403, "email_not_verified")
