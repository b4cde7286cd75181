"""Signing up, and confirming the address with the mailed code."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient
from redis import Redis
from sqlmodel import Session, col, func, select

from backend.models import EmailCode, OutboxEmail, User
from devtools.mailbox import Mailbox
from tests import environment
from tests.accounts import (
    PASSWORD,
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
from tests.waiting import eventually
from tests.work import Work


def test_signing_up_mails_a_code_that_verifies_and_logs_in(client: TestClient) -> None:
    email = sign_up(client, full_name="Ada Lovelace")

    reply = post(client, "/users/verify-signup", email=email, code=code_for(email))

    assert reply.status_code == 200
    auth = reply.json()
    assert auth["token_type"] == "bearer"
    assert auth["pending_2fa"] is False
    assert auth["user"]["email"] == email
    assert auth["user"]["full_name"] == "Ada Lovelace"
    assert auth["user"]["is_verified"] is True
    assert auth["expires_at"].endswith("Z")
    me = client.get("/api/v1/users/me", headers=bearer(auth["access_token"]))
    assert me.json() == auth["user"]


def test_a_taken_address_is_answered_like_a_new_one_and_its_owner_is_told(
    client: TestClient, mailbox: Mailbox, time: Time
) -> None:
    owner = verified(client)
    time.advance(minutes=2)

    new = post(client, "/users/signup", email=new_email(), password=PASSWORD)
    taken = post(client, "/users/signup", email=owner.email, password="another-one-99x")

    assert (taken.status_code, taken.content) == (new.status_code, new.content)
    assert "already" in mailbox.wait_for(owner.email, count=2)[0].subject
    log_in(client, owner.email, owner.password)


def test_a_taken_address_takes_the_same_statements_and_hashes(
    client: TestClient, time: Time, work: Work
) -> None:
    owner = verified(client)
    time.advance(minutes=2)

    with work.counted() as new:
        post(client, "/users/signup", email=new_email(), password=PASSWORD)
    with work.counted() as taken:
        post(client, "/users/signup", email=owner.email, password=PASSWORD)

    assert new.hashes == taken.hashes == 1
    assert new.writes == taken.writes


def test_an_address_is_stored_in_one_spelling(client: TestClient, db: Session) -> None:
    sign_up(client, " Mixed.Case@EXAMPLE.com ")
    sign_up(client, "mixed.case@example.com")

    assert db.exec(select(User.email)).all() == ["mixed.case@example.com"]


@pytest.mark.parametrize(
    "email",
    [
        "\u212aim@example.com",  # KELVIN SIGN lower-cases to k
        "ad\u0430@example.com",  # CYRILLIC SMALL LETTER A
        "ada@ex\uff41mple.com",  # FULLWIDTH LATIN SMALL LETTER A
        "ada@example.com\nBcc: all@example.com",
        "ada\u0000@example.com",
        "ada@localhost",
        "ada",
        "",
        "a" * 250 + "@example.com",
    ],
)
def test_look_alikes_and_malformed_addresses_are_refused(
    client: TestClient, email: str
) -> None:
    reply = post(client, "/users/signup", email=email, password=PASSWORD)

    assert_error(reply, 422, "invalid_input")
    assert [fault["field"] for fault in reply.json()["errors"]] == ["email"]


def test_two_signups_at_once_leave_one_account_and_one_mail(
    client: TestClient, db: Session, mailbox: Mailbox
) -> None:
    email = new_email()
    start = threading.Barrier(16)

    def attempt(_: int) -> int:
        start.wait()
        return post(client, "/users/signup", email=email, password=PASSWORD).status_code

    with ThreadPoolExecutor(16) as pool:
        statuses = list(pool.map(attempt, range(16)))

    # Ten an hour for one caller; the other six are told so.
    assert sorted(set(statuses)) == [202, 429]
    assert db.exec(select(func.count()).select_from(User)).one() == 1
    assert db.exec(select(func.count()).select_from(OutboxEmail)).one() == 1
    assert mailbox.wait_for(email)


def test_the_password_of_an_earlier_signup_does_not_survive_verification(
    client: TestClient, time: Time
) -> None:
    email = sign_up(client, password="the-squatters-own-1")
    squatter = log_in(client, email, "the-squatters-own-1")
    code_for(email)
    time.advance(minutes=2)
    sign_up(client, email, password="the-owners-own-22")

    reply = post(
        client, "/users/verify-signup", email=email, code=code_for(email, number=2)
    )

    assert reply.status_code == 200
    headers = bearer(squatter["access_token"])
    assert client.get("/api/v1/users/me", headers=headers).status_code == 401
    log_in(client, email, "the-owners-own-22")
    reply = post(client, "/users/login", email=email, password="the-squatters-own-1")
    assert_error(reply, 400, "invalid_credentials")


def test_a_second_signup_that_is_not_mailed_changes_nothing(client: TestClient) -> None:
    email = sign_up(client)

    sign_up(client, email, password="within-the-cooldown")

    reply = post(client, "/users/verify-signup", email=email, code=code_for(email))
    assert reply.status_code == 200
    log_in(client, email, PASSWORD)


@pytest.mark.parametrize(
    ("password", "status"),
    [
        ("a" * 7, 422),
        ("\u00e9" * 37, 422),  # 74 bytes of UTF-8
        ("nul\u0000inside-it", 422),
        ("password1", 400),
        ("qwertyuiop", 400),
        ("zx8!kQ2p", 202),
        ("correct-horse-battery-staple-" + "x" * 43, 202),  # 72 bytes
    ],
)
def test_passwords_are_judged_by_length_and_guessability_alone(
    client: TestClient, password: str, status: int
) -> None:
    reply = post(client, "/users/signup", email=new_email(), password=password)

    assert reply.status_code == status
    assert password not in reply.text


def test_a_password_made_of_the_address_is_refused(client: TestClient) -> None:
    email = "margarethamilton@example.com"

    reply = post(client, "/users/signup", email=email, password="margarethamilton1")

    assert_error(reply, 400, "weak_password")


def test_bytes_beyond_the_72nd_are_never_ignored(client: TestClient) -> None:
    long = "n0t-truncated-" + "y" * 58
    email = sign_up(client, password=long)

    reply = post(client, "/users/login", email=email, password=long + "z")

    assert_error(reply, 400, "invalid_credentials")


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
    start = threading.Barrier(50)

    def attempt(number: int) -> int:
        start.wait()
        return client.post(
            "/api/v1/users/verify-signup",
            json={"email": email, "code": wrong(code)},
            headers={"X-Forwarded-For": f"192.0.2.{number}"},
        ).status_code

    with ThreadPoolExecutor(50) as pool:
        statuses = list(pool.map(attempt, range(50)))

    assert statuses == [400] * 50
    assert len(compared) == 5
    assert db.exec(select(EmailCode.tries)).one() == 5


def test_twenty_parallel_right_codes_log_in_once(client: TestClient) -> None:
    email = sign_up(client)
    code = code_for(email)
    start = threading.Barrier(20)

    def attempt(number: int) -> int:
        start.wait()
        return client.post(
            "/api/v1/users/verify-signup",
            json={"email": email, "code": code},
            headers={"X-Forwarded-For": f"192.0.2.{number}"},
        ).status_code

    with ThreadPoolExecutor(20) as pool:
        statuses = sorted(pool.map(attempt, range(20)))

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
