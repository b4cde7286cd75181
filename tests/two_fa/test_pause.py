"""Ten wrong codes pause the second factor of one account."""

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from redis import Redis
from sqlmodel import Session, func, select

from backend.models import SecurityEvent, TwoFactor
from devtools.mailbox import Mailbox
from tests import environment
from tests.accounts import PASSWORD, assert_error
from tests.conftest import Time
from tests.racing import at_once
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
    """An account with its second factor on."""
    return guarded(client, time)


def guess_ten_times(client: TestClient, time: Time, on: Guarded) -> None:
    """Give ten wrong codes, at two logins."""
    for _ in range(2):
        headers = pending(client, on)
        for _ in range(5):
            verify(client, headers, wrong_code(on, time))


def failures(db: Session) -> int:
    """Return how many wrong codes were looked at."""
    statement = select(func.count()).where(SecurityEvent.kind == "second_factor_failed")
    return db.exec(statement).one()


def test_after_ten_wrong_codes_not_even_a_right_one_is_looked_at(
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


def test_other_accounts_are_untouched(
    client: TestClient, time: Time, on: Guarded
) -> None:
    other = guarded(client, time)
    guess_ten_times(client, time, on)

    assert verify(client, pending(client, other), other.code(time)).status_code == 200


def test_a_success_forgives_the_failures_before_it(
    client: TestClient, time: Time, on: Guarded
) -> None:
    for _ in range(3):
        headers = pending(client, on)
        for _ in range(4):
            verify(client, headers, wrong_code(on, time))
        assert verify(client, headers, on.code(time)).status_code == 200
        time.advance(minutes=5)


def test_a_flushed_redis_ends_no_pause(
    client: TestClient, time: Time, on: Guarded
) -> None:
    guess_ten_times(client, time, on)
    redis = Redis.from_url(environment.valkey.url)
    redis.flushall()
    redis.close()

    reply = verify(client, pending(client, on), on.code(time))

    assert_error(reply, 429, "two_factor_paused")


def test_it_holds_for_whoever_is_logged_in_too(
    client: TestClient, time: Time, on: Guarded
) -> None:
    guess_ten_times(client, time, on)

    body = {"password": PASSWORD, "code": on.code(time)}
    reply = call(client, on.account, "/disable", **body)

    assert_error(reply, 429, "two_factor_paused")


def test_of_thirty_parallel_wrong_codes_ten_are_looked_at(
    client: TestClient, db: Session, time: Time, on: Guarded
) -> None:
    code = wrong_code(on, time)
    logins = [pending_from(client, on, number) for number in range(30)]

    def attempt(number: int) -> Response:
        return verify(client, logins[number], code)

    statuses = sorted(reply.status_code for reply in at_once(30, attempt))

    assert statuses == [400] * 10 + [429] * 20
    assert failures(db) == 10
    assert db.exec(select(TwoFactor.failures)).one() == 0
