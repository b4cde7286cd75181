"""Strangers who know an address cannot hinder the owner's reset."""

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, col, func, select

from backend.models import OutboxEmail
from devtools.mailbox import Mailbox
from tests.fixtures import Time
from tests.forgot_password.steps import ask, code_of, verify
from tests.support.accounts import Account, assert_error, new_email, verified, wrong
from tests.support.racing import at_once
from tests.support.work import Work

STRANGER = "198.51.100.9"


@pytest.fixture
def account(client: TestClient) -> Account:
    """Return a verified account."""
    return verified(client)


def test_wrong_codes_of_a_stranger_spend_no_tries_of_the_owner(
    client: TestClient, account: Account
) -> None:
    ask(client, account.email)
    code = code_of(account)
    for _ in range(6):
        reply = verify(client, account.email, wrong(code), caller=STRANGER)
        assert_error(reply, 400, "invalid_code")

    assert verify(client, account.email, code).status_code == 200


def test_a_request_of_a_stranger_does_not_end_the_owners_code(
    client: TestClient, account: Account, time: Time
) -> None:
    ask(client, account.email)
    code = code_of(account)
    time.advance(minutes=2)
    ask(client, account.email, caller=STRANGER)
    code_of(account, number=3)

    assert verify(client, account.email, code).status_code == 200


def test_a_stranger_cannot_use_up_the_mails_of_the_owner(
    client: TestClient, account: Account, time: Time, mailbox: Mailbox
) -> None:
    for number in range(8):
        ask(client, account.email, caller=STRANGER)
        mailbox.wait_for(account.email, count=min(number + 2, 6))
        time.advance(minutes=2)

    ask(client, account.email)

    code = code_of(account, number=7)
    assert verify(client, account.email, code).status_code == 200


def test_many_strangers_cause_no_more_than_thirty_mails_a_day(
    client: TestClient, account: Account, db: Session
) -> None:
    at_once(33, lambda n: ask(client, account.email, caller=f"192.0.2.{n}"))

    to_the_owner = col(OutboxEmail.recipient) == account.email
    sent = db.exec(select(func.count()).where(to_the_owner)).one()
    assert sent == 1 + 30  # plus the one e-mail of the sign-up


def test_a_token_names_its_request_from_any_network(
    client: TestClient, account: Account, time: Time
) -> None:
    named = ask(client, account.email).json()["request_token"]
    code = code_of(account)
    time.advance(minutes=2)
    ask(client, account.email)
    code_of(account, number=3)

    elsewhere = verify(client, account.email, code, caller=STRANGER)
    reply = verify(
        client, account.email, code, caller="203.0.113.5", request_token=named
    )

    assert_error(elsewhere, 400, "invalid_code")
    assert reply.status_code == 200


def test_without_a_token_the_owners_newest_request_counts(
    client: TestClient, account: Account, time: Time
) -> None:
    ask(client, account.email)
    old = code_of(account)
    time.advance(minutes=2)
    ask(client, account.email)
    new = code_of(account, number=3)

    # Once in a million runs the second code equals the first.
    if old != new:
        assert_error(verify(client, account.email, old), 400, "invalid_code")
    assert verify(client, account.email, new).status_code == 200


def test_a_token_issued_within_the_cooldown_accepts_the_mailed_code(
    client: TestClient, account: Account
) -> None:
    ask(client, account.email)
    again = ask(client, account.email).json()["request_token"]

    reply = verify(client, account.email, code_of(account), request_token=again)

    assert reply.status_code == 200


def test_a_token_of_another_address_does_not_work(
    client: TestClient, account: Account
) -> None:
    other = verified(client)
    ask(client, account.email)
    named = ask(client, other.email, caller=STRANGER).json()["request_token"]

    reply = verify(
        client,
        account.email,
        code_of(other),
        caller="203.0.113.5",
        request_token=named,
    )

    assert_error(reply, 400, "invalid_code")


def test_a_token_of_an_unknown_address_costs_the_same(
    client: TestClient, account: Account, work: Work
) -> None:
    counts = []
    for email in (account.email, new_email()):
        named = ask(client, email).json()["request_token"]
        with work.counted() as count:
            reply = verify(client, email, "000000", request_token=named)
        assert_error(reply, 400, "invalid_code")
        counts.append((count.writes, len(count.statements), count.hashes))

    assert counts[0] == counts[1]
