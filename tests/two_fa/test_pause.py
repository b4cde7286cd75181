"""Ten wrong codes pause the second factor of an account."""

import math
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from redis import Redis
from sqlmodel import Session, func, select

from backend.models import SecurityEvent, TwoFa
from devtools.mailbox import Mailbox
from tests.fixtures import Time
from tests.forgot_password.steps import NEW, reset, ticket
from tests.support import environment
from tests.support.accounts import PASSWORD, assert_error, bearer, post
from tests.support.racing import at_once
from tests.two_fa.steps import (
    Guarded,
    call,
    guarded,
    pending,
    pending_from,
    verify,
    wrong_code,
)


@pytest.fixture
def on(client: TestClient, time: Time) -> Guarded:
    """Return an account with its second factor on."""
    return guarded(client, time)


def guess_ten_times(client: TestClient, time: Time, on: Guarded) -> None:
    """Send ten wrong codes, in two logins."""
    for _ in range(2):
        headers = pending(client, on)
        for _ in range(5):
            verify(client, headers, wrong_code(on, time))


def failures(db: Session) -> int:
    """Return how many wrong codes were counted."""
    statement = select(func.count()).where(SecurityEvent.kind == "second_factor_failed")
    return db.exec(statement).one()


def test_after_ten_wrong_codes_even_a_right_one_is_rejected(
    client: TestClient, time: Time, on: Guarded
) -> None:
    guess_ten_times(client, time, on)

    reply = verify(client, pending(client, on), on.code(time))

    assert_error(reply, 429, "two_factor_paused")
    assert 0 < int(reply.headers["Retry-After"]) <= 15 * 60


def test_the_owner_is_mailed(
    client: TestClient, mailbox: Mailbox, time: Time, on: Guarded
) -> None:
    guess_ten_times(client, time, on)

    newest = mailbox.wait_for(on.account.email, count=3)[0]

    assert newest.subject == "Someone is guessing your two-factor codes"


def test_the_pause_ends_after_fifteen_minutes(
    client: TestClient, time: Time, on: Guarded
) -> None:
    guess_ten_times(client, time, on)
    time.advance(minutes=15)

    reply = verify(client, pending(client, on), on.code(time))

    assert reply.status_code == 200


def paused_for(client: TestClient, time: Time, on: Guarded) -> timedelta:
    """Return for how long codes are rejected."""
    reply = verify(client, pending(client, on), on.code(time))
    assert_error(reply, 429, "two_factor_paused")
    seconds = int(reply.headers["Retry-After"])
    # The clock runs during the test.
    return timedelta(minutes=math.ceil(seconds / 60))


def pause_again_and_again(
    client: TestClient, time: Time, on: Guarded, times: int
) -> list[timedelta]:
    """Guess and wait for the end of the pause, several times; return the pauses."""
    pauses = []
    for _ in range(times):
        guess_ten_times(client, time, on)
        pauses.append(paused_for(client, time, on))
        time.advance(seconds=pauses[-1].total_seconds() + 1)
        forget_limits()
    return pauses


def pending_with(client: TestClient, on: Guarded, secret: str) -> dict[str, str]:
    """Log in with this password and return the headers of the pending login."""
    reply = post(client, "/users/login", email=on.account.email, password=secret)
    return bearer(reply.json()["access_token"])


def forget_limits() -> None:
    """Reset the limits, because all callers here have the same address."""
    with Redis.from_url(environment.valkey.url) as redis:
        redis.flushall()


def store_pauses(db: Session, time: Time, number: int) -> None:
    """Store that this many pauses were needed, and that the last one ends now."""
    factor = db.exec(select(TwoFa)).one()
    factor.pauses, factor.paused_until = number, time.read()
    db.commit()


def test_each_pause_is_twice_as_long_up_to_a_day(
    client: TestClient, db: Session, time: Time, on: Guarded
) -> None:
    pauses = pause_again_and_again(client, time, on, 3)
    store_pauses(db, time, 6)
    pauses += pause_again_and_again(client, time, on, 2)

    hours = [each / timedelta(hours=1) for each in pauses]
    assert hours == [0.25, 0.5, 1, 16, 24]


def test_a_right_code_makes_the_next_pause_short_again(
    client: TestClient, time: Time, on: Guarded
) -> None:
    pause_again_and_again(client, time, on, 2)

    assert verify(client, pending(client, on), on.code(time)).status_code == 200

    time.advance(minutes=1)
    assert pause_again_and_again(client, time, on, 1) == [timedelta(minutes=15)]


def test_a_quiet_week_makes_the_next_pause_short_again(
    client: TestClient, time: Time, on: Guarded
) -> None:
    pause_again_and_again(client, time, on, 2)
    time.advance(days=6)
    assert pause_again_and_again(client, time, on, 1) == [timedelta(hours=1)]

    time.advance(days=7)

    assert pause_again_and_again(client, time, on, 1) == [timedelta(minutes=15)]


def test_a_password_reset_ends_the_pause_but_not_its_growth(
    client: TestClient, db: Session, time: Time, on: Guarded
) -> None:
    store_pauses(db, time, 7)
    guess_ten_times(client, time, on)

    reset(client, ticket(client, on.account, number=2 + 1 + 1), NEW)
    forget_limits()

    for _ in range(2):
        headers = pending_with(client, on, NEW)
        for _ in range(5):
            verify(client, headers, wrong_code(on, time))
    reply = verify(client, pending_with(client, on, NEW), on.code(time))
    assert_error(reply, 429, "two_factor_paused")
    assert int(reply.headers["Retry-After"]) > 23 * 3600


def test_the_owner_gets_in_with_a_new_password_while_codes_are_paused(
    client: TestClient, time: Time, on: Guarded
) -> None:
    guess_ten_times(client, time, on)

    reset(client, ticket(client, on.account, number=2 + 1 + 1), NEW)

    headers = pending_with(client, on, NEW)
    assert verify(client, headers, on.code(time)).status_code == 200


def test_the_mail_says_how_long_and_what_to_do(
    client: TestClient, mailbox: Mailbox, time: Time, on: Guarded
) -> None:
    pause_again_and_again(client, time, on, 2)

    second, first = mailbox.wait_for(on.account.email, count=4)[:2]

    assert "For 15 minutes" in " ".join(first.text.split())
    assert "For 30 minutes" in " ".join(second.text.split())
    assert "Forgot password" in second.text


def test_other_accounts_are_untouched(
    client: TestClient, time: Time, on: Guarded
) -> None:
    other = guarded(client, time)
    guess_ten_times(client, time, on)

    assert verify(client, pending(client, other), other.code(time)).status_code == 200


def test_a_success_resets_the_failures(
    client: TestClient, time: Time, on: Guarded
) -> None:
    for _ in range(3):
        headers = pending(client, on)
        for _ in range(4):
            verify(client, headers, wrong_code(on, time))
        assert verify(client, headers, on.code(time)).status_code == 200
        time.advance(minutes=5)


def test_a_flushed_redis_does_not_end_the_pause(
    client: TestClient, time: Time, on: Guarded
) -> None:
    guess_ten_times(client, time, on)
    redis = Redis.from_url(environment.valkey.url)
    redis.flushall()
    redis.close()

    reply = verify(client, pending(client, on), on.code(time))

    assert_error(reply, 429, "two_factor_paused")


def test_the_pause_applies_to_logged_in_users_too(
    client: TestClient, time: Time, on: Guarded
) -> None:
    guess_ten_times(client, time, on)

    body = {"password": PASSWORD, "code": on.code(time)}
    reply = call(client, on.account, "/disable", **body)

    assert_error(reply, 429, "two_factor_paused")


def test_of_thirty_parallel_wrong_codes_ten_are_checked(
    client: TestClient, db: Session, time: Time, on: Guarded
) -> None:
    code = wrong_code(on, time)
    logins = [pending_from(client, on, number) for number in range(30)]

    def attempt(number: int) -> Response:
        return verify(client, logins[number], code)

    statuses = sorted(reply.status_code for reply in at_once(30, attempt))

    assert statuses == [400] * 10 + [429] * 20
    assert failures(db) == 10
    assert db.exec(select(TwoFa.failures)).one() == 0
