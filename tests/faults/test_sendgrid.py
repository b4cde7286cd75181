"""SendGrid refuses, fails and hangs: the API still works, and no e-mail is lost."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.faults.steps import Caller
from tests.faults.world import World
from tests.support.accounts import new_email
from tests.support.live import Live
from tests.support.waiting import eventually


@pytest.fixture(scope="module")
def caller(world: World) -> Iterator[Caller]:
    """Return a client of the service with its worker."""
    with Live(**world.variables(RUN_WORKER="true")) as live, Caller(live.url) as caller:
        yield caller


@pytest.fixture(autouse=True)
def _whole(world: World) -> Iterator[None]:
    yield
    world.mailbox.heal()


def state(world: World, email: str) -> tuple[str, int]:
    """Return the status of the e-mail to an address, and the number of attempts."""
    query = "SELECT status, attempts FROM outbox_emails WHERE recipient = %s"
    with world.connect() as db:
        row = db.execute(query, [email]).fetchone()
    assert row is not None
    return row[0], row[1]


def wait(world: World, email: str) -> timedelta:
    """Return the time until the next attempt to send the e-mail to an address."""
    query = "SELECT next_attempt_at - now() FROM outbox_emails WHERE recipient = %s"
    with world.connect() as db:
        row = db.execute(query, [email]).fetchone()
    assert row is not None
    found: timedelta = row[0]
    return found


def hurry(world: World, email: str) -> None:
    """Make the e-mail to an address due now."""
    query = "UPDATE outbox_emails SET next_attempt_at = now() WHERE recipient = %s"
    with world.connect() as db:
        db.execute(query, [email])
        db.execute("NOTIFY outbox")


@pytest.mark.parametrize("status", [400, 413])
def test_a_refused_mail_is_a_dead_letter_at_once(
    world: World, caller: Caller, status: int
) -> None:
    world.mailbox.fail(status)
    email = new_email()

    reply = caller.sign_up(email)

    assert reply.status_code == 202
    eventually(lambda: state(world, email) == ("dead", 1))


def test_a_wrong_key_delays_all_mail_until_it_is_right_again(
    world: World, caller: Caller
) -> None:
    world.mailbox.fail(401)
    emails = [new_email() for _ in range(6)]

    replies = [caller.sign_up(email).status_code for email in emails]
    eventually(lambda: any(state(world, email)[1] for email in emails))
    during = {state(world, email)[0] for email in emails}
    world.mailbox.heal()

    assert replies == [202] * 6
    assert during == {"pending"}
    for email in emails:
        assert world.mailbox.wait_for(email, timeout=30)


@pytest.mark.parametrize(
    "status", [429, pytest.param(500, marks=pytest.mark.nightly), 503]
)
def test_a_deferred_mail_is_retried_at_the_time_that_sendgrid_names(
    world: World, caller: Caller, status: int
) -> None:
    world.mailbox.fail(status, retry_after=300)
    email = new_email()

    reply = caller.sign_up(email)

    assert reply.status_code == 202
    eventually(lambda: state(world, email) == ("pending", 1))
    assert timedelta(seconds=240) < wait(world, email)
    world.mailbox.heal()
    hurry(world, email)
    assert world.mailbox.wait_for(email, timeout=15)
    eventually(lambda: state(world, email) == ("sent", 2))


def test_while_sendgrid_hangs_the_api_works_and_the_attempt_times_out(
    world: World, caller: Caller
) -> None:
    world.mailbox.hang(60)
    seen = world.mailbox.requests
    email, others = new_email(), [new_email() for _ in range(10)]

    first = caller.sign_up(email)
    eventually(lambda: world.mailbox.requests > seen)
    replies = [caller.sign_up(other).status_code for other in others]
    ready = caller.ready()
    during = state(world, email)
    world.mailbox.heal()

    assert first.status_code == 202
    assert replies == [202] * 10
    assert ready == (200, {"status": "ok", "problems": []})
    assert during == ("pending", 0)
    # The first e-mail times out after ten seconds. The others do not wait for it.
    eventually(lambda: state(world, email) == ("pending", 1), seconds=30)
    for other in others:
        assert world.mailbox.wait_for(other, timeout=30)
