"""One-time codes: single use, few tries, few e-mails, and no hint about accounts."""

import re

import pytest
from fastapi.testclient import TestClient
from redis import Redis
from sqlmodel import Session, col, func, select

from backend.models import OneTimeCode, OutboxEmail, User
from devtools.mailbox import Mailbox
from tests.fixtures import Time
from tests.support import environment
from tests.support.accounts import (
    PASSWORD,
    Attempt,
    assert_error,
    bearer,
    begin,
    code_for,
    confirm,
    log_in,
    new_email,
    resend,
    signed_up,
    wrong,
)
from tests.support.racing import at_once
from tests.support.waiting import eventually


def test_a_code_works_once(client: TestClient) -> None:
    attempt = begin(client)
    code = code_for(attempt.email)
    confirm(client, attempt, code)

    again = confirm(client, attempt, code)

    assert_error(again, 400, "invalid_code")


def test_a_code_expires_after_ten_minutes(client: TestClient, time: Time) -> None:
    attempt = begin(client)
    code = code_for(attempt.email)
    time.advance(minutes=10, seconds=1)

    reply = confirm(client, attempt, code)

    assert_error(reply, 400, "invalid_code")


def test_a_new_code_replaces_the_old_one(client: TestClient, time: Time) -> None:
    attempt = begin(client)
    old = code_for(attempt.email)
    time.advance(seconds=61)
    resend(client, attempt)
    new = code_for(attempt.email, number=2)

    # Once in a million runs the second code equals the first.
    if old != new:
        reply = confirm(client, attempt, old)
        assert_error(reply, 400, "invalid_code")
    reply = confirm(client, attempt, new)
    assert reply.status_code == 200


def test_a_code_works_only_for_its_own_address(client: TestClient) -> None:
    first, second = begin(client), begin(client)

    reply = confirm(client, second, code_for(first.email))

    assert_error(reply, 400, "invalid_code")


def test_five_wrong_codes_use_up_the_right_one(client: TestClient) -> None:
    attempt = begin(client)
    code = code_for(attempt.email)
    for _ in range(5):
        reply = confirm(client, attempt, wrong(code))
        assert_error(reply, 400, "invalid_code")

    reply = confirm(client, attempt, code)

    assert_error(reply, 400, "invalid_code")


def test_a_flushed_redis_does_not_reset_the_tries(client: TestClient) -> None:
    attempt = begin(client)
    code = code_for(attempt.email)
    redis = Redis.from_url(environment.valkey.url)
    for _ in range(5):
        confirm(client, attempt, wrong(code))
        redis.flushall()
    redis.close()

    reply = confirm(client, attempt, code)

    assert_error(reply, 400, "invalid_code")


def test_fifty_parallel_wrong_codes_are_compared_five_times(
    client: TestClient, db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt = begin(client)
    code = code_for(attempt.email)
    compared = []

    def compare(left: bytes, right: bytes) -> bool:
        compared.append(left)
        return left == right

    monkeypatch.setattr("backend.core.token.same_digest", compare)

    def give(number: int) -> int:
        caller = f"192.0.2.{number}"
        return confirm(client, attempt, wrong(code), caller=caller).status_code

    statuses = at_once(50, give)

    assert statuses == [400] * 50
    assert len(compared) == 5
    assert db.exec(select(OneTimeCode.tries)).one() == 5


def test_twenty_parallel_right_codes_log_in_once(client: TestClient) -> None:
    attempt = begin(client)
    code = code_for(attempt.email)

    def give(number: int) -> int:
        caller = f"192.0.2.{number}"
        return confirm(client, attempt, code, caller=caller).status_code

    statuses = sorted(at_once(20, give))

    assert statuses == [200] + [400] * 19


def test_codes_are_stored_as_keyed_hashes_only(client: TestClient, db: Session) -> None:
    attempt = begin(client)
    code = code_for(attempt.email)

    row = db.exec(select(OneTimeCode)).one()

    assert row.digest is not None
    assert len(row.digest) == 32
    assert code.encode() not in row.digest
    # The commit after sending erases the text of the e-mail.
    sent = select(OutboxEmail).where(col(OutboxEmail.status) == "sent")
    email_row = eventually(lambda: db.exec(sent).first())
    assert email_row is not None
    assert (email_row.text, email_row.html) == (None, None)


def test_resending_answers_alike_for_every_sign_up(
    client: TestClient, mailbox: Mailbox, db: Session, time: Time
) -> None:
    member, unverified = signed_up(client), begin(client)
    taken = begin(client, member.email, caller="192.0.2.1")
    code_for(unverified.email)
    mailbox.wait_for(member.email, count=2)
    unknown = Attempt(new_email(), PASSWORD, "no-such-token")
    time.advance(minutes=2)

    attempts = (unverified, taken, unknown, unknown, unverified)
    replies = [resend(client, attempt) for attempt in attempts]

    assert {(reply.status_code, reply.content) for reply in replies} == {
        (202, replies[0].content)
    }
    assert re.search(r"\d{6}", mailbox.wait_for(unverified.email, count=2)[0].text)
    assert "already" in mailbox.wait_for(member.email, count=3)[0].subject


def test_a_caller_can_cause_one_mail_a_minute_and_five_a_day_to_an_address(
    client: TestClient, db: Session, time: Time
) -> None:
    attempt = begin(client)
    resend(client, attempt)
    sent = select(func.count()).select_from(OutboxEmail)
    assert db.exec(sent).one() == 1

    for _ in range(15):
        time.advance(minutes=2)
        resend(client, attempt)

    assert db.exec(sent).one() == 5
    time.advance(days=1)
    resend(client, attempt)
    assert db.exec(sent).one() == 6


def test_verifying_ends_all_earlier_sessions(client: TestClient) -> None:
    attempt = begin(client)
    early = bearer(log_in(client, attempt.email)["access_token"])
    assert client.get("/api/v1/users/me", headers=early).json()["is_verified"] is False

    confirm(client, attempt, code_for(attempt.email))

    assert client.get("/api/v1/users/me", headers=early).status_code == 401


def test_a_disabled_account_cannot_be_verified(client: TestClient, db: Session) -> None:
    attempt = begin(client)
    code = code_for(attempt.email)
    db.exec(select(User)).one().is_active = False
    db.commit()

    reply = confirm(client, attempt, code)

    assert_error(reply, 400, "invalid_code")
