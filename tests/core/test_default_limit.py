"""The default limit of all operations with a token, and the calls that count."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient

from backend.core import clock, rate_limit
from backend.core.default_limit import DefaultLimit, default_limit
from backend.core.exceptions import RateLimited
from tests.core.test_rate_limit import redis_at
from tests.fixtures import Time
from tests.support.accounts import API, Account, assert_error, bearer, log_in, verified
from tests.support.racing import at_once

ME = f"{API}/users/me"
DEAD = "redis://127.0.0.1:1/0"


@pytest.fixture
def five(monkeypatch: pytest.MonkeyPatch, time: Time) -> int:
    """Allow a user five calls a minute, and start at the beginning of a minute."""
    monkeypatch.setattr(default_limit, "_calls", 5)
    monkeypatch.setattr(default_limit, "_batch", 1)
    now = clock.now()
    time.travel_to(now.replace(second=1) + timedelta(minutes=1))
    return 5


def statuses(client: TestClient, account: Account, calls: int) -> list[int]:
    """Read the account this many times, and return the statuses."""
    return [client.get(ME, headers=account.headers).status_code for _ in range(calls)]


def test_a_users_calls_of_all_operations_are_limited_per_minute(
    client: TestClient, five: int, time: Time
) -> None:
    account, other = verified(client), verified(client)
    paths = ("users/me", "users/sessions", "documents", "two-fa/status", "users/me")

    replies = [client.get(f"{API}/{p}", headers=account.headers) for p in paths]
    refused = client.get(f"{API}/documents/usage", headers=account.headers)

    assert [reply.status_code for reply in replies] == [200] * five
    assert_error(refused, 429, "rate_limited")
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert statuses(client, other, five) == [200] * five
    time.advance(seconds=int(refused.headers["Retry-After"]))
    assert statuses(client, account, five + 1) == [200] * five + [429]


def test_several_sessions_of_a_user_share_the_limit(
    client: TestClient, five: int
) -> None:
    account = verified(client)
    second = bearer(log_in(client, account.email)["access_token"])
    assert statuses(client, account, five - 1) == [200] * (five - 1)

    replies = [client.get(ME, headers=second).status_code for _ in range(2)]

    assert replies == [200, 429]


def test_a_token_of_an_ended_session_spends_no_calls(
    client: TestClient, five: int
) -> None:
    account = verified(client)
    stolen = bearer(log_in(client, account.email)["access_token"])
    client.delete(f"{API}/users/sessions", headers=account.headers)

    tries = at_once(30, lambda _: client.get(ME, headers=stolen).status_code)

    assert tries == [401] * 30
    assert statuses(client, account, five) == [200] * (five - 1) + [429]


def test_without_redis_each_process_counts_on_its_own(
    client: TestClient, five: int
) -> None:
    account = verified(client)

    with redis_at(DEAD):
        found = statuses(client, account, five + 1)

    assert found == [200] * five + [429]


@pytest.mark.parametrize("processes", [1, 3])
def test_parallel_calls_in_several_processes_never_exceed_the_limit(
    processes: int,
) -> None:
    calls, user_id = 600, uuid4()
    limits = [DefaultLimit(calls) for _ in range(processes)]

    async def call(limit: DefaultLimit) -> int:
        try:
            await limit.admit(redis, user_id)
        except RateLimited:
            return 0
        limit.spend(user_id)
        return 1

    async def call_all() -> int:
        async with redis:
            found = await asyncio.gather(
                *(call(limit) for limit in limits for _ in range(calls))
            )
        return sum(found)

    redis = rate_limit.new_client()
    admitted = asyncio.run(call_all())

    # Each of the other processes may hold a part of a batch at the end.
    assert calls - (processes - 1) * calls // 30 <= admitted <= calls


def test_a_batch_of_calls_is_one_call_of_redis() -> None:
    asked = 0

    class Counting(DefaultLimit):
        async def _take_batch(self, *arguments: object) -> None:
            nonlocal asked
            asked += 1
            await super()._take_batch(*arguments)  # type: ignore[arg-type]

    async def call_all(limit: DefaultLimit, user_id: UUID) -> None:
        async def call() -> None:
            await limit.admit(redis, user_id)
            limit.spend(user_id)

        async with redis:
            await asyncio.gather(*(call() for _ in range(100)))

    redis = rate_limit.new_client()
    asyncio.run(call_all(Counting(600), uuid4()))

    assert asked == 5  # twenty calls in each batch
