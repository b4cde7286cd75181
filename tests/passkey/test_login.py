"""A passkey logs in on its own, and answers in place of the second factor."""

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from backend.core.links import LIFETIME
from backend.models import SecurityEvent, User
from tests.fixtures import Time
from tests.passkey.authenticator import (
    PRESENT,
    VERIFIED,
    Authenticator,
    decoded,
    encoded,
)
from tests.passkey.steps import (
    PASSKEYS,
    added,
    answer_factor,
    factor_options,
    listed,
    log_in_with,
    options_to_log_in,
)
from tests.support.accounts import (
    API,
    Account,
    assert_error,
    bearer,
    new_email,
    verified,
)
from tests.support.environment import mailbox
from tests.support.racing import at_once
from tests.two_fa.steps import guarded, pending
from tests.user.address_steps import request_change, undo, undo_token
from tests.user.steps import request_deletion

ME = API + "/users/me"


@pytest.fixture
def account(client: TestClient) -> Account:
    """Return a verified account."""
    return verified(client)


@pytest.fixture
def passkey(client: TestClient, account: Account) -> Authenticator:
    """Return a passkey of `account` that counts its answers."""
    authenticator = added(client, account, count=1)
    authenticator.count += 1
    return authenticator


def events(db: Session) -> list[str]:
    """Return the kinds of all entries of the security log."""
    return list(db.exec(select(SecurityEvent.kind)).all())


def test_a_passkey_logs_in_without_password_and_code(
    client: TestClient, account: Account, passkey: Authenticator
) -> None:
    reply = log_in_with(client, passkey)

    body = reply.json()
    assert (reply.status_code, body["pending_2fa"]) == (200, False)
    assert body["user"]["email"] == account.email
    assert client.get(ME, headers=bearer(body["access_token"])).status_code == 200
    assert listed(client, account)[0]["last_used_at"] is not None


def test_it_counts_as_both_factors(client: TestClient, time: Time) -> None:
    on = guarded(client, time)
    authenticator = added(client, on.account)

    body = log_in_with(client, authenticator).json()

    assert body["pending_2fa"] is False
    link = client.get(API + "/users/export-link", headers=bearer(body["access_token"]))
    assert link.status_code == 200


def test_the_options_name_no_account(
    client: TestClient, passkey: Authenticator
) -> None:
    options = options_to_log_in(client)

    assert options["allowCredentials"] == []
    assert options["userVerification"] == "required"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("origin", "https://evil.example"),
        ("rp_id", "evil.example"),
        ("flags", PRESENT),
        ("flags", VERIFIED),
        ("user_handle", encoded(b"another user")),
        ("user_handle", None),
        ("key", Authenticator().key),
    ],
    ids=[
        "other origin",
        "other site",
        "user not verified",
        "nobody present",
        "other user",
        "no user",
        "other key",
    ],
)
def test_a_wrong_answer_is_refused_and_logged(
    client: TestClient,
    db: Session,
    passkey: Authenticator,
    field: str,
    value: object,
) -> None:
    setattr(passkey, field, value)

    reply = log_in_with(client, passkey)

    assert_error(reply, 400, "invalid_passkey")
    assert {"passkey_failed", "login_failed"} & set(events(db))


def test_changed_data_are_refused(client: TestClient, passkey: Authenticator) -> None:
    answer = passkey.get(options_to_log_in(client))
    data = bytearray(decoded(answer["response"]["authenticatorData"]))
    data[-1] ^= 1
    answer["response"]["authenticatorData"] = encoded(bytes(data))

    reply = client.post(f"{PASSKEYS}/login", json={"credential": answer})

    assert_error(reply, 400, "invalid_passkey")


def test_an_answer_works_once(client: TestClient, passkey: Authenticator) -> None:
    answer = {"credential": passkey.get(options_to_log_in(client))}

    replies = at_once(3, lambda _: client.post(f"{PASSKEYS}/login", json=answer))

    assert sorted(reply.status_code for reply in replies) == [200, 400, 400]


def test_a_challenge_ends_after_five_minutes(
    client: TestClient, time: Time, passkey: Authenticator
) -> None:
    options = options_to_log_in(client)
    time.advance(seconds=LIFETIME.total_seconds() + 1)

    assert_error(log_in_with(client, passkey, options), 400, "invalid_passkey")


@pytest.mark.parametrize("challenge", ["", "AAAA", "not-ours", "ä"])
def test_a_challenge_that_is_not_ours_is_refused(
    client: TestClient, passkey: Authenticator, challenge: str
) -> None:
    reply = log_in_with(client, passkey, {"challenge": challenge})

    assert_error(reply, 400, "invalid_passkey")


def test_a_counter_that_does_not_grow_warns_of_a_copy(
    client: TestClient,
    db: Session,
    account: Account,
    passkey: Authenticator,
) -> None:
    assert log_in_with(client, passkey).status_code == 200

    copy = log_in_with(client, passkey)

    assert_error(copy, 400, "invalid_passkey")
    assert "passkey_copied" in events(db)
    subjects = [mail.subject for mail in mailbox.wait_for(account.email, count=3)]
    assert "Somebody may have a copy of your passkey" in subjects


def test_a_passkey_without_a_counter_logs_in_again_and_again(
    client: TestClient, account: Account
) -> None:
    authenticator = added(client, account)

    replies = [log_in_with(client, authenticator) for _ in range(3)]

    assert [reply.status_code for reply in replies] == [200, 200, 200]


def test_a_disabled_account_is_refused(
    client: TestClient, db: Session, account: Account, passkey: Authenticator
) -> None:
    user = db.exec(select(User).where(User.email == account.email)).one()
    user.is_active = False
    db.commit()

    assert_error(log_in_with(client, passkey), 400, "invalid_passkey")


def test_an_account_that_will_be_deleted_is_refused(
    client: TestClient, account: Account, passkey: Authenticator
) -> None:
    assert request_deletion(client, account).status_code < 300

    assert_error(log_in_with(client, passkey), 403, "deletion_pending")


def test_a_passkey_completes_a_pending_login(client: TestClient, time: Time) -> None:
    on = guarded(client, time)
    authenticator = added(client, on.account)
    headers = pending(client, on)

    reply = answer_factor(client, headers, authenticator, trust_device=True)

    assert reply.status_code == 200, reply.text
    assert reply.json()["user"]["email"] == on.account.email
    again = client.post(
        API + "/two-fa/verify", json={"code": "000000"}, headers=headers
    )
    assert_error(again, 401, "invalid_token")


def test_a_passkey_of_another_account_is_no_second_factor(
    client: TestClient, time: Time, passkey: Authenticator
) -> None:
    on = guarded(client, time)
    added(client, on.account)
    headers = pending(client, on)

    reply = answer_factor(client, headers, passkey)

    assert_error(reply, 400, "invalid_passkey")


def test_a_challenge_of_the_login_is_none_of_the_second_factor(
    client: TestClient, time: Time
) -> None:
    on = guarded(client, time)
    authenticator = added(client, on.account)
    headers = pending(client, on)
    of_factor = factor_options(client, headers).json()["options"]

    as_factor = answer_factor(client, headers, authenticator, options_to_log_in(client))
    as_login = log_in_with(client, authenticator, of_factor)

    assert_error(as_factor, 400, "invalid_passkey")
    assert_error(as_login, 400, "invalid_passkey")


def test_a_pending_login_without_passkeys_has_no_options(
    client: TestClient, time: Time
) -> None:
    reply = factor_options(client, pending(client, guarded(client, time)))

    assert_error(reply, 404, "passkey_not_found")


def test_undoing_a_change_of_address_removes_the_passkeys_of_a_stranger(
    client: TestClient, account: Account, passkey: Authenticator
) -> None:
    request_change(client, account, new_email())
    stranger = added(client, account)

    undo(client, undo_token(account.email))

    assert_error(log_in_with(client, stranger), 400, "unknown_passkey")
    assert log_in_with(client, passkey).status_code == 200
