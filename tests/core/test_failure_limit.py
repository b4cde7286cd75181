"""Limits on failures: any number of right attempts pass, but only a few wrong ones."""

import time

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from redis import Redis

from backend.core import failure_limit, hashing_queue
from tests.document.steps import uploaded
from tests.support import environment
from tests.support.accounts import (
    API,
    PASSWORD,
    Account,
    assert_error,
    new_email,
    verified,
)
from tests.support.racing import at_once
from tests.support.work import Work


def log_in_from(
    client: TestClient, number: int, email: str, secret: str = PASSWORD
) -> Response:
    """Log in from a network address of this number."""
    return client.post(
        API + "/users/login",
        json={"email": email, "password": secret},
        headers={"X-Forwarded-For": f"192.0.2.{number}"},
    )


def change_password(client: TestClient, account: Account, current: str) -> Response:
    """Request a new password that is too weak to be accepted."""
    body = {"current_password": current, "new_password": "password"}
    return client.post(
        API + "/users/change-password", json=body, headers=account.headers
    )


def statuses(replies: list[Response]) -> list[int]:
    """Return the statuses of the replies, sorted."""
    return sorted(reply.status_code for reply in replies)


def keys() -> list[str]:
    """Return the keys in Redis of limits on failed logins."""
    with Redis.from_url(environment.valkey.url, decode_responses=True) as redis:
        return [key for key in redis.keys("failures:*login:5/*") if ":try" not in key]


def test_twenty_right_logins_at_once_all_succeed(client: TestClient) -> None:
    account = verified(client)

    replies = at_once(20, lambda n: log_in_from(client, n, account.email))

    assert statuses(replies) == [200] * 20


@pytest.mark.parametrize("known", [True, False])
def test_of_fifty_wrong_logins_at_once_five_are_evaluated(
    client: TestClient, work: Work, known: bool
) -> None:
    email = verified(client).email if known else new_email()

    with work.counted() as count:
        replies = at_once(50, lambda n: log_in_from(client, n, email, "wrong-one"))

    assert statuses(replies) == [400] * 5 + [429] * 45
    assert count.hashes == 5
    for reply in replies:
        if reply.status_code == 429:
            assert_error(reply, 429, "rate_limited")
            assert 0 < int(reply.headers["Retry-After"]) <= 300


def test_a_right_login_passes_between_wrong_ones_until_five_have_failed(
    client: TestClient,
) -> None:
    account = verified(client)

    def attempt(number: int) -> Response:
        secret = "wrong-one" if number < 4 else PASSWORD
        return log_in_from(client, number, account.email, secret)

    replies = at_once(20, attempt)

    assert statuses(replies) == [200] * 16 + [400] * 4


def test_other_limits_on_failures_count_the_same_way(
    client: TestClient, work: Work
) -> None:
    account = verified(client)
    with work.counted() as count:
        right = at_once(12, lambda _: change_password(client, account, PASSWORD))
        wrong = at_once(20, lambda _: change_password(client, account, "wrong-one"))

    # A new password that is too weak counts as a failure too.
    assert {reply.status_code for reply in right} == {400, 429}
    assert sum(r.json()["code"] == "weak_password" for r in right) <= 5
    assert statuses(wrong) == [429] * 20
    assert count.hashes <= 5


def test_an_attempt_of_a_killed_process_locks_nobody_out(
    client: TestClient,
) -> None:
    account = verified(client)
    log_in_from(client, 1, account.email, "wrong-one")
    [key] = keys()
    long_ago = int(time.time() * 1000) - 1
    with Redis.from_url(environment.valkey.url) as redis:
        redis.zadd(key + ":trying", {f"killed-{n}": long_ago for n in range(5)})

    reply = log_in_from(client, 2, account.email)

    assert reply.status_code == 200


def test_an_attempt_waits_only_a_while_for_others(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = verified(client)
    log_in_from(client, 1, account.email, "wrong-one")
    [key] = keys()
    later = int(time.time() * 1000) + 60_000
    with Redis.from_url(environment.valkey.url) as redis:
        redis.zadd(key + ":trying", {f"busy-{n}": later for n in range(5)})
    monkeypatch.setattr(failure_limit, "_PATIENCE_SECONDS", 0.2)

    reply = log_in_from(client, 2, account.email)

    assert_error(reply, 429, "rate_limited")
    assert reply.headers["Retry-After"] == "1"


def test_only_a_few_attempts_wait_for_one_budget(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = verified(client)
    log_in_from(client, 1, account.email, "wrong-one")
    [key] = keys()
    later = int(time.time() * 1000) + 60_000
    with Redis.from_url(environment.valkey.url) as redis:
        redis.zadd(key + ":trying", {f"busy-{n}": later for n in range(5)})
    monkeypatch.setattr(failure_limit, "_MOST_WAITING", 0)

    assert_error(log_in_from(client, 2, account.email), 429, "rate_limited")


def test_an_attempt_that_was_not_evaluated_does_not_count(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = verified(client)
    with monkeypatch.context() as patch:
        full = hashing_queue.MOST_IN_A_LANE
        patch.setitem(hashing_queue.queue._in_lane, "logins", full)
        for number in range(7):
            assert log_in_from(client, number, account.email).status_code == 503

    assert log_in_from(client, 8, account.email).status_code == 200


def test_a_token_of_an_ended_session_spends_no_tries_of_its_user(
    client: TestClient,
) -> None:
    account = verified(client)
    stolen = Account(account.email, PASSWORD, account.headers, {})
    fresh = log_in_from(client, 1, account.email).json()["access_token"]
    client.post(API + "/users/logout", headers=stolen.headers)
    for _ in range(6):
        assert change_password(client, stolen, "wrong-one").status_code == 401

    mine = Account(account.email, PASSWORD, {"Authorization": f"Bearer {fresh}"}, {})

    assert_error(change_password(client, mine, "wrong-one"), 400, "wrong_password")


def test_a_share_allows_ten_wrong_passwords_and_any_number_of_right_ones(
    client: TestClient, work: Work
) -> None:
    account = verified(client)
    document = uploaded(client, account)
    path = f"{API}/documents/{document['id']}/shares"
    body = {"password": "an-orchard-at-dusk"}
    share = client.post(path, json=body, headers=account.headers).json()

    def open_with(secret: str, number: int) -> Response:
        return client.post(
            API + "/documents/shared/download-link",
            json={"token": share["token"], "password": secret},
            headers={"X-Forwarded-For": f"192.0.2.{number}"},
        )

    right = at_once(20, lambda n: open_with("an-orchard-at-dusk", n))
    with work.counted() as count:
        wrong = at_once(30, lambda n: open_with("not-this-one", n + 50))

    assert statuses(right) == [200] * 20
    assert statuses(wrong) == [400] * 10 + [429] * 20
    assert count.hashes == 10
