"""Redis refuses, hangs or stops: limited routes are refused, the others still work."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from redis import Redis

from tests.faults.steps import Caller, timed
from tests.faults.world import World, stopped
from tests.support.accounts import new_email
from tests.support.racing import at_once
from tests.support.waiting import eventually

Away = Callable[[World], AbstractContextManager[None]]
LIMITED = {
    "/users/signup": {"email": "a@example.com", "password": "correct-horse-battery"},
    "/users/login": {"email": "a@example.com", "password": "correct-horse-battery"},
    "/users/verify-signup": {"signup_token": "none", "code": "123456"},
    "/users/resend-code": {"signup_token": "none"},
    "/forgot-password/request": {"email": "a@example.com"},
    "/forgot-password/verify": {"email": "a@example.com", "code": "123456"},
}


@contextmanager
def refused(world: World) -> Iterator[None]:
    """Refuse all connections to Redis."""
    world.to_valkey.refuse()
    yield
    world.to_valkey.accept()


@contextmanager
def hung(world: World) -> Iterator[None]:
    """Accept bytes and answer nothing."""
    world.to_valkey.hang()
    yield
    world.to_valkey.flow()


@contextmanager
def frozen(world: World) -> Iterator[None]:
    """Stop the process of Redis (SIGSTOP)."""
    with stopped(world.valkey):
        yield


@contextmanager
def killed_and_started(world: World) -> Iterator[None]:
    """Kill Redis during the block, and start it again."""
    assert world.valkey.process is not None
    world.valkey.process.kill()
    world.valkey.stop()
    yield
    world.valkey.start()
    world.valkey.wait()


@pytest.mark.parametrize("away", [refused, hung, frozen, killed_and_started])
def test_limited_routes_refuse_within_2_seconds_and_the_others_work(
    world: World, caller: Caller, token: str, away: Away
) -> None:
    accounts = "SELECT count(*) FROM users"
    before = world.count(accounts)
    paths = list(LIMITED)

    with away(world):
        limited = at_once(
            len(LIMITED),
            lambda number: timed(
                lambda: caller.call("POST", paths[number], json=LIMITED[paths[number]])
            ),
        )
        me, seconds = timed(lambda: caller.me(token))
        live = caller.call("GET", "/health/live")
        ready, ready_seconds = timed(lambda: caller.call("GET", "/health/ready"))

    assert [reply.status_code for reply, _ in limited] == [503] * len(LIMITED)
    assert all(int(reply.headers["Retry-After"]) >= 1 for reply, _ in limited)
    assert max(took for _, took in limited) < 2
    assert world.count(accounts) == before
    assert (me.status_code, live.status_code, ready.status_code) == (200, 200, 200)
    assert max(seconds, ready_seconds) < 2
    assert ready.json()["status"] == "degraded"

    eventually(lambda: caller.ready()[1]["status"] == "ok", seconds=5)
    assert caller.sign_up(new_email()).status_code == 202


def test_a_flushed_redis_does_not_reset_the_tries_of_a_code(
    world: World, caller: Caller
) -> None:
    email = new_email()
    signup_token = caller.sign_up(email).json()["signup_token"]
    query = (
        "SELECT tries FROM one_time_codes JOIN signups ON signups.id = holder_id "
        "WHERE email = %s"
    )
    body = {"signup_token": signup_token, "code": "000000"}

    replies = []
    for _ in range(7):
        replies.append(caller.call("POST", "/users/verify-signup", json=body))
        with Redis.from_url(world.valkey.url) as redis:
            redis.flushall()
            redis.script_flush()

    assert [reply.status_code for reply in replies] == [400] * 7
    assert world.count(query, email) == 5
