"""One-time codes: single use, few tries, few mails, no word about who has an account."""

import re

import pytest
from fastapi.testclient import TestClient
from redis import Redis
from sqlmodel import Session, col, func, select

from backend.models import EmailCode, OutboxEmail, User
from devtools.mailbox import Mailbox
from tests import environment
from tests.accounts import (
    assert_error,
    bearer,
    code_for,
    log_in,
    new_email,
    post,
    sign_up,
    verified,
    wrong,
)
from tests.conftest import Time
from tests.racing import at_once
from tests.waiting import eventually
from tests.work import Work


def test_a_code_works_once(client: TestClient) -> None:
    email = sign_up(client)
    code = code_for(email)
    post(client, "/users/verify-signup", email=email, code=code)

    again = post(client, "/users/verify-signup", email=email, code=code)

    assert_error(again, 400, "invalid_code")


def test_a_code_dies_after_ten_minutes(client: TestClient, time: Time) -> None:
    email = sign_up(client)
    code = code_for(email)
    time.advance(minutes=10, seconds=1)

    reply = post(client, "/users/verify-signup", email=email, code=code)

    assert_error(reply, 400, "invalid_code")


def test_a_new_code_kills_the_old_one(client: TestClient, time: Time) -> None:
    email = sign_up(client)
    old = code_for(email)
    time.advance(seconds=61)
    post(client, "/users/resend-code", email=email)
    new = code_for(email, number=2)

    # One in a million runs draws the same code again.
    if old != new:
        reply = post(client, "/users/verify-signup", email=email, code=old)
        assert_error(reply, 400, "invalid_code")
    reply = post(client, "/users/verify-signup", email=email, code=new)
    assert reply.status_code == 200


def test_a_code_of_one_address_is_worth_nothing_for_another(client: TestClient) -> None:
    first, second = sign_up(client), sign_up(client)

    reply = post(client, "/users/verify-signup", email=second, code=code_for(first))

    assert_error(reply, 400, "invalid_code")


def test_five_wrong_codes_use_up_the_right_one(client: TestClient) -> None:
    email = sign_up(client)
    code = code_for(email)
    for _ in range(5):
        reply = post(client, "/users/verify-signup", email=email, code=wrong(code))
        assert_error(reply, 400, "invalid_code")

    reply = post(client, "/users/verify-signup", email=email, code=code)

    assert_error(reply, 400, "invalid_code")


def test_a_flushed_redis_gives_no_tries_back(client: TestClient) -> None:
    email = sign_up(client)
    code = code_for(email)
    redis = Redis.from_url(environment.valkey.url)
    for _ in range(5):
        post(client, "/users/verify-signup", email=email, code=wrong(code))
        redis.flushall()
    redis.close()

    reply = post(client, "/users/verify-signup", email=email, code=code)

    assert_error(reply, 400, "invalid_code")


def test_fifty_parallel_wrong_codes_are_compared_five_times(
    client: TestClient, db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    email = sign_up(client)
    code = code_for(email)
    compared = []

    def compare(left: bytes, right: bytes) -> bool:
        compared.append(left)
        return left == right

    monkeypatch.setattr("backend.core.token.same_digest", compare)

    def attempt(number: int) -> int:
        return client.post(
            "/api/v1/users/verify-signup",
            json={"email": email, "code": wrong(code)},
            headers={"X-Forwarded-For": f"192.0.2.{number}"},
        ).status_code

    statuses = at_once(50, attempt)

    assert statuses == [400] * 50
    assert len(compared) == 5
    assert db.exec(select(EmailCode.tries)).one() == 5


def test_twenty_parallel_right_codes_log_in_once(client: TestClient) -> None:
    email = sign_up(client)
    code = code_for(email)

    def attempt(number: int) -> int:
        return client.post(
            "/api/v1/users/verify-signup",
            json={"email": email, "code": code},
            headers={"X-Forwarded-For": f"192.0.2.{number}"},
        ).status_code

    statuses = sorted(at_once(20, attempt))

    assert statuses == [200] + [400] * 19


def test_codes_are_stored_as_keyed_hashes_only(client: TestClient, db: Session) -> None:
    email = sign_up(client)
    code = code_for(email)

    row = db.exec(select(EmailCode)).one()

    assert row.digest is not None
    assert len(row.digest) == 32
    assert code.encode() not in row.digest
    # The text of the e-mail is erased with the commit that follows its sending.
    sent = select(OutboxEmail).where(col(OutboxEmail.status) == "sent")
    email_row = eventually(lambda: db.exec(sent).first())
    assert email_row is not None
    assert (email_row.text, email_row.html) == (None, None)


def test_resending_answers_alike_for_every_address(
    client: TestClient, mailbox: Mailbox, db: Session, time: Time
) -> None:
    unverified, member = sign_up(client), verified(client)
    code_for(unverified)
    unknown = new_email()
    time.advance(minutes=2)

    replies = [
        post(client, "/users/resend-code", email=email)
        for email in (unverified, member.email, unknown, unknown, unverified)
    ]

    assert {(reply.status_code, reply.content) for reply in replies} == {
        (202, replies[0].content)
    }
    assert re.search(r"\d{6}", mailbox.wait_for(unverified, count=2)[0].text)
    status = select(OutboxEmail.status).where(col(OutboxEmail.recipient) == unknown)
    assert db.exec(status).all() == ["suppressed"]
    assert mailbox.messages(unknown) == []


def test_resending_takes_the_same_writes_for_every_address(
    client: TestClient, time: Time, work: Work
) -> None:
    unverified = sign_up(client)
    time.advance(minutes=2)

    with work.counted() as known:
        post(client, "/users/resend-code", email=unverified)
    with work.counted() as unknown:
        post(client, "/users/resend-code", email=new_email())

    assert known.writes == unknown.writes


def test_one_mail_a_minute_and_ten_a_day_go_to_an_address(
    client: TestClient, db: Session, time: Time
) -> None:
    email = sign_up(client)
    post(client, "/users/resend-code", email=email)
    sent = select(func.count()).select_from(OutboxEmail)
    assert db.exec(sent).one() == 1

    for _ in range(15):
        time.advance(minutes=2)
        post(client, "/users/resend-code", email=email)

    assert db.exec(sent).one() == 10
    time.advance(days=1)
    post(client, "/users/resend-code", email=email)
    assert db.exec(sent).one() == 11


def test_a_stranger_cannot_use_up_the_mails_of_a_future_user(
    client: TestClient,
) -> None:
    email = new_email()
    post(client, "/users/resend-code", email=email)

    sign_up(client, email)

    assert code_for(email)


def test_verifying_ends_the_sessions_opened_before(client: TestClient) -> None:
    email = sign_up(client)
    early = bearer(log_in(client, email)["access_token"])
    assert client.get("/api/v1/users/me", headers=early).json()["is_verified"] is False

    post(client, "/users/verify-signup", email=email, code=code_for(email))

    assert client.get("/api/v1/users/me", headers=early).status_code == 401


def test_a_disabled_account_cannot_be_verified(client: TestClient, db: Session) -> None:
    email = sign_up(client)
    code = code_for(email)
    db.exec(select(User)).one().is_active = False
    db.commit()

    reply = post(client, "/users/verify-signup", email=email, code=code)

    assert_error(reply, 400, "invalid_code")
