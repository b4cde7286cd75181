"""A new password is set with an e-mailed code."""

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, col, select

from backend.models import OneTimeCode, OutboxEmail, PasswordReset, User
from devtools.mailbox import Mailbox
from tests.fixtures import Time
from tests.forgot_password.steps import NEW, ask, code_of, reset, ticket, verify
from tests.support.accounts import (
    API,
    PASSWORD,
    Account,
    assert_error,
    bearer,
    log_in,
    new_email,
    post,
    sign_up,
    verified,
)
from tests.support.work import Work
from tests.two_fa.steps import guarded

ME = API + "/users/me"
INVALID = (400, "invalid_reset_token")


@pytest.fixture
def account(client: TestClient) -> Account:
    """Return a verified account."""
    return verified(client)


def test_a_code_becomes_a_ticket_and_a_ticket_a_new_password(
    client: TestClient, account: Account
) -> None:
    ask(client, account.email)
    exchanged = verify(client, account.email, code_of(account))

    reply = reset(client, exchanged.json()["reset_token"])

    assert (exchanged.status_code, reply.status_code) == (200, 204)
    assert reply.content == b""
    log_in(client, account.email, NEW)
    old = post(client, "/users/login", email=account.email, password=PASSWORD)
    assert_error(old, 400, "invalid_credentials")


def test_all_sessions_end_and_the_owner_is_mailed(
    client: TestClient, mailbox: Mailbox, account: Account
) -> None:
    reset(client, ticket(client, account))

    assert_error(client.get(ME, headers=account.headers), 401, "invalid_token")
    newest = mailbox.wait_for(account.email, count=3)[0]
    assert newest.subject == "Your password was changed"
    headers = bearer(log_in(client, account.email, NEW)["access_token"])
    log = client.get(API + "/users/security-log", headers=headers).json()["items"]
    assert log[1]["kind"] == "password_reset"


def test_the_second_factor_stays_on(client: TestClient, time: Time) -> None:
    on = guarded(client, time)

    reset(client, ticket(client, on.account, number=3))

    assert log_in(client, on.account.email, NEW)["pending_2fa"] is True


def test_the_answer_is_the_same_for_every_address_and_in_the_cooldown(
    client: TestClient, db: Session, account: Account
) -> None:
    unknown = new_email()

    replies = [ask(client, e) for e in (account.email, unknown, account.email, unknown)]

    details = {(reply.status_code, reply.json()["detail"]) for reply in replies}
    assert details == {(202, replies[0].json()["detail"])}
    assert {len(reply.json()["request_token"]) for reply in replies} == {43}
    status = select(OutboxEmail.status).where(col(OutboxEmail.recipient) == unknown)
    assert db.exec(status).all() == ["suppressed"]


def test_a_request_takes_the_same_statements_for_every_address(
    client: TestClient, work: Work, account: Account
) -> None:
    counts = []
    for email in (account.email, new_email()):
        for _ in range(2):  # the second request is within the cooldown
            with work.counted() as count:
                ask(client, email)
            counts.append((count.writes, len(count.statements), count.hashes))

    assert counts[0] == counts[2]
    assert counts[1] == counts[3]


def test_a_wrong_code_of_an_unknown_address_costs_the_same(
    client: TestClient, work: Work, account: Account
) -> None:
    ask(client, account.email)
    unknown = new_email()
    ask(client, unknown)
    right = code_of(account)
    guess = "000000" if right != "000000" else "111111"
    counts = []
    for email in (account.email, unknown):
        with work.counted() as count:
            assert_error(verify(client, email, guess), 400, "invalid_code")
        counts.append((count.writes, len(count.statements)))

    assert counts[0] == counts[1]


def test_a_disabled_account_is_answered_alike_and_mailed_nothing(
    client: TestClient, db: Session, mailbox: Mailbox, account: Account
) -> None:
    user = db.exec(select(User)).one()
    user.is_active = False
    db.commit()

    assert ask(client, account.email).status_code == 202

    statuses = db.exec(select(OutboxEmail.status)).all()
    assert sorted(statuses) == ["sent", "suppressed"]


def test_an_account_that_was_disabled_meanwhile_gets_no_ticket(
    client: TestClient, db: Session, account: Account
) -> None:
    ask(client, account.email)
    code = code_of(account)
    db.exec(select(User)).one().is_active = False
    db.commit()

    assert_error(verify(client, account.email, code), 400, "invalid_code")


def test_a_reset_verifies_the_address(client: TestClient, mailbox: Mailbox) -> None:
    email = sign_up(client)
    mailbox.wait_for(email)
    unverified = Account(email, PASSWORD, {}, {})

    reset(client, ticket(client, unverified))

    assert log_in(client, email, NEW)["user"]["is_verified"] is True


def test_a_code_of_a_signup_sets_no_password(
    client: TestClient, mailbox: Mailbox
) -> None:
    email = sign_up(client)
    code = mailbox.wait_for(email)[0].code

    assert_error(verify(client, email, code), 400, "invalid_code")


@pytest.mark.parametrize(
    ("password", "status", "code"),
    [("password1", 400, "weak_password"), ("short", 422, "invalid_input")],
)
def test_a_refused_password_does_not_use_up_the_ticket(
    client: TestClient, account: Account, password: str, status: int, code: str
) -> None:
    token = ticket(client, account)

    assert_error(reset(client, token, password), status, code)

    assert reset(client, token).status_code == 204


def test_a_ticket_works_once(client: TestClient, account: Account) -> None:
    token = ticket(client, account)
    reset(client, token)

    assert_error(reset(client, token, "another-one-of-these"), *INVALID)


def test_a_ticket_expires_after_ten_minutes(
    client: TestClient, time: Time, account: Account
) -> None:
    token = ticket(client, account)
    time.advance(minutes=10)

    assert_error(reset(client, token), *INVALID)


def test_another_change_of_password_ends_a_ticket(
    client: TestClient, account: Account
) -> None:
    token = ticket(client, account)
    body = {"current_password": PASSWORD, "new_password": "a-quiet-orchard-at-dawn"}
    client.post(API + "/users/change-password", json=body, headers=account.headers)

    assert_error(reset(client, token), *INVALID)


def test_a_made_up_ticket_is_refused_without_a_hash(
    client: TestClient, work: Work
) -> None:
    with work.counted() as count:
        reply = reset(client, "f3Yh0p0Zl1q7Xn2mWb8kQeT5uVdRcAsJ9iOg4HtLyKM")

    assert_error(reply, *INVALID)
    assert count.hashes == 0


def test_codes_and_tickets_are_stored_as_hashes(
    client: TestClient, db: Session, account: Account
) -> None:
    ask(client, account.email)
    code = code_of(account)
    statement = select(OneTimeCode).where(OneTimeCode.purpose == "password_reset")
    assert code.encode() not in (db.exec(statement).one().digest or b"")

    token = verify(client, account.email, code).json()["reset_token"]

    assert token.encode() not in db.exec(select(PasswordReset.digest)).one()
