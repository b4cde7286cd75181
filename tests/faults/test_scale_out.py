"""Two instances and two workers share one Postgres and one Valkey."""

from collections import Counter
from collections.abc import Iterator

import pytest

from tests.faults.steps import Caller
from tests.faults.world import World
from tests.support.accounts import new_email
from tests.support.live import Live, finish, start
from tests.support.racing import at_once
from tests.support.waiting import eventually


@pytest.fixture(scope="module")
def both(world: World) -> Iterator[tuple[Caller, Caller]]:
    """Return a client of each instance.

    Postgres may take as long as in .env.example: here it has no fault, only a busy machine.
    """
    variables = world.variables(POSTGRES_TIMEOUT_SECONDS="5")
    with (
        Live(**variables) as one,
        Live(**variables) as other,
        Caller(one.url) as first,
        Caller(other.url) as second,
    ):
        yield first, second


def test_a_limit_is_shared(both: tuple[Caller, Caller]) -> None:
    email = new_email()
    body = {"email": email, "password": "not-this-one"}

    replies = [
        both[number % 2].call("POST", "/users/login", json=body) for number in range(8)
    ]

    assert [reply.status_code for reply in replies] == [400] * 5 + [429] * 3


def test_a_limit_is_shared_by_parallel_requests(both: tuple[Caller, Caller]) -> None:
    body = {"email": new_email(), "password": "not-this-one"}

    statuses = Counter(
        at_once(
            24,
            lambda number: (
                both[number % 2].call("POST", "/users/login", json=body).status_code
            ),
        )
    )

    assert statuses == {400: 5, 429: 19}


def test_a_session_ended_at_one_instance_ends_at_the_other_at_once(
    both: tuple[Caller, Caller],
) -> None:
    first, second = both
    for _ in range(5):
        token = first.token()
        assert second.me(token).status_code == 200

        assert first.call("POST", "/users/logout", token=token).status_code == 204

        assert second.me(token).status_code == 401


def test_one_key_at_both_instances_has_one_effect(
    world: World, both: tuple[Caller, Caller]
) -> None:
    email = new_email()
    headers = {"Idempotency-Key": "one-key-for-both-instances"}

    replies = at_once(
        16, lambda number: both[number % 2].sign_up(email, headers=headers)
    )

    assert {reply.status_code for reply in replies} == {202}
    query = "SELECT count(*) FROM outbox_emails WHERE recipient = %s"
    assert world.count(query, email) == 1


def test_two_workers_send_each_mail_once(
    world: World, both: tuple[Caller, Caller]
) -> None:
    emails = [new_email() for _ in range(30)]
    listening = (
        "SELECT count(*) FROM pg_stat_activity WHERE application_name ~ 'listener$'"
    )
    before = world.count(listening)
    workers = [start(["backend.worker"], **world.variables()) for _ in range(2)]
    eventually(lambda: world.count(listening) == before + 2, seconds=60)

    statuses = at_once(
        12,
        lambda number: [
            both[number % 2].sign_up(email).status_code for email in emails[number::12]
        ],
    )
    pending = "SELECT count(*) FROM outbox_emails WHERE status = 'pending'"
    eventually(lambda: world.count(pending) == 0, seconds=30)
    for worker in workers:
        worker.terminate()
    outputs = [finish(worker) for worker in workers]

    assert {status for each in statuses for status in each} == {202}
    assert [len(world.mailbox.messages(email)) for email in emails] == [1] * 30
    assert all('"event": "e-mail sent"' in output for output in outputs)
