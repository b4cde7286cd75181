"""Postgres is restarted, killed, frozen and cut off while requests run."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Lock
from uuid import uuid4

import httpx
import pytest

from tests.faults.steps import Caller, load, timed
from tests.faults.world import World, killed, stopped
from tests.support.accounts import new_email
from tests.support.live import Live

Fault = Callable[[World], AbstractContextManager[None]]
# The timeout is 1 here; silence ends a connection after 2 more, connecting takes 1.
GIVEN_UP_SECONDS = 5


@contextmanager
def restarted(world: World) -> Iterator[None]:
    """Stop and start the server, as an upgrade does."""
    world.postgres.stop()
    yield
    world.postgres.start()
    world.postgres.wait()


@contextmanager
def crashed(world: World) -> Iterator[None]:
    """Kill all processes of the server at once."""
    killed(world.postgres)
    yield
    world.postgres.start()
    world.postgres.wait()


@contextmanager
def cut_off(world: World) -> Iterator[None]:
    """Break all connections, and refuse new ones."""
    world.to_postgres.refuse()
    yield
    world.to_postgres.accept()


class Signups:
    """Sign-ups under load, each with a key, and the status of each reply."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._lock = Lock()
        self.answers: dict[tuple[str, str], int] = {}

    def one(self) -> int:
        """Sign up with a new address; after a refusal wait a little, as clients do."""
        email, key = new_email(), str(uuid4())
        status = self.again(email, key).status_code
        with self._lock:
            self.answers[email, key] = status
        if status == 503:
            time.sleep(0.05)
        return status

    def again(self, email: str, key: str) -> httpx.Response:
        """Send the same request again."""
        return self._caller.sign_up(email, headers={"Idempotency-Key": key})

    def emails(self, status: int) -> set[str]:
        """Return the addresses whose reply had this status."""
        return {email for (email, _), found in self.answers.items() if found == status}


def healed(caller: Caller, token: str) -> float:
    """Return the seconds until a request succeeds."""
    started = time.monotonic()
    while caller.me(token).status_code != 200:
        assert time.monotonic() - started < 10
        time.sleep(0.02)
    return time.monotonic() - started


@pytest.mark.parametrize(
    "fault",
    [crashed, cut_off, pytest.param(restarted, marks=pytest.mark.nightly)],
)
def test_under_load_the_only_errors_are_503s_and_a_repeated_request_takes_effect_once(
    world: World, caller: Caller, token: str, fault: Fault
) -> None:
    signups = Signups(caller)

    with (
        load(signups.one, threads=4),
        load(lambda: caller.me(token).status_code, threads=4) as reads,
    ):
        time.sleep(0.4)
        with fault(world):
            time.sleep(0.5)
            live = caller.call("GET", "/health/live").status_code
            ready = caller.call("GET", "/health/ready").status_code
        seconds = healed(caller, token)
        time.sleep(0.3)

    statuses = Counter([*signups.answers.values(), *reads])
    assert set(statuses) == {200, 202, 503}
    assert (live, ready) == (200, 503)
    assert seconds < 1
    with world.connect() as db:
        users = {row[0] for row in db.execute("SELECT email FROM users")}
        codes = {row[0] for row in db.execute("SELECT email FROM signups")}
        mails = {row[0] for row in db.execute("SELECT recipient FROM outbox_emails")}
    accepted = signups.emails(202)
    assert accepted
    assert accepted <= users & codes & mails
    # A sign-up whose reply was lost at its commit is stored completely or not at all.
    unsure = signups.emails(503)
    assert unsure & users == unsure & codes == unsure & mails

    again = {(email, key): signups.again(email, key) for email, key in signups.answers}

    assert {reply.status_code for reply in again.values()} == {202}
    replayed = "Idempotency-Replayed"
    for request, status in signups.answers.items():
        assert status == 503 or again[request].headers[replayed] == "true"
    with world.connect() as db:
        rows = db.execute("SELECT recipient FROM outbox_emails").fetchall()
    mailed = Counter(row[0] for row in rows)
    assert {mailed[email] for email, _ in signups.answers} == {1}


def test_a_frozen_server_is_an_error_in_time(
    world: World, live: Live, caller: Caller, token: str
) -> None:
    with stopped(world.postgres):
        replies = [timed(lambda: caller.me(token)) for _ in range(2)]
        probe, live_seconds = timed(lambda: caller.call("GET", "/health/live"))
        ready, ready_seconds = timed(lambda: caller.call("GET", "/health/ready"))

    assert [reply.status_code for reply, _ in replies] == [503, 503]
    assert max(seconds for _, seconds in replies) < GIVEN_UP_SECONDS
    assert (probe.status_code, ready.status_code) == (200, 503)
    assert live_seconds < 1
    assert ready_seconds < GIVEN_UP_SECONDS
    assert healed(caller, token) < 1


def test_a_server_that_falls_silent_during_a_query_is_an_error(
    world: World, caller: Caller, token: str
) -> None:
    assert caller.me(token).status_code == 200

    world.to_postgres.hang()
    reply, seconds = timed(lambda: caller.me(token))
    world.to_postgres.flow()

    assert (reply.status_code, reply.headers["Retry-After"]) == (503, "1")
    assert seconds < GIVEN_UP_SECONDS
    assert healed(caller, token) < 1


def test_a_wait_for_a_lock_of_another_session_is_short(
    world: World, caller: Caller, token: str
) -> None:
    with world.connect() as other, other.transaction():
        other.execute("LOCK TABLE users IN ACCESS EXCLUSIVE MODE")
        reply, seconds = timed(lambda: caller.me(token))

    assert reply.status_code == 503
    assert seconds < GIVEN_UP_SECONDS
    assert caller.me(token).status_code == 200


def test_one_ended_connection_fails_one_request_at_most(
    world: World, caller: Caller, token: str
) -> None:
    for _ in range(3):
        caller.me(token)
    ended = world.count(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
        "WHERE application_name = %s",
        "Sample",
    )

    statuses = [caller.me(token).status_code for _ in range(10)]

    assert ended
    assert Counter(statuses)[503] <= 1
    assert statuses[-1] == 200
