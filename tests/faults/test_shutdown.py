"""After SIGTERM under load, accepted requests are answered and no e-mail is lost."""

import http.client
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx

from tests.faults.steps import Caller
from tests.faults.world import World
from tests.support.accounts import PASSWORD, new_email
from tests.support.live import Live, finish, start
from tests.support.waiting import eventually

RATE = 50  # requests a second


@dataclass
class Arrivals:
    """Requests at a steady rate, each on a new connection, and their results."""

    port: int
    answered: Counter[int] = field(default_factory=Counter)
    refused: int = 0
    dropped: list[str] = field(default_factory=list)

    def one(self, number: int) -> None:
        """Send a sign-up every fifth time, otherwise a probe that queries Postgres."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=25)
        try:
            connection.connect()
        except ConnectionRefusedError:
            self.refused += 1
            return
        try:
            if number % 5 == 0:
                body = f'{{"email": "{new_email()}", "password": "{PASSWORD}"}}'
                headers = {
                    "Content-Type": "application/json",
                    "X-Forwarded-For": f"198.51.{number // 250}.{number % 250}",
                }
                connection.request("POST", "/api/v1/users/signup", body, headers)
            else:
                connection.request("GET", "/api/v1/health/info")
            reply = connection.getresponse()
            reply.read()
            self.answered[reply.status] += 1
        except (OSError, http.client.HTTPException) as error:
            self.dropped.append(repr(error))
        finally:
            connection.close()

    def come(self, *, until: Callable[[], bool], at_most: float) -> None:
        """Send RATE requests a second until `until` is true; wait for all replies."""
        began = time.monotonic()
        threads = []
        for number in range(int(at_most * RATE)):
            time.sleep(max(0, began + number / RATE - time.monotonic()))
            if until():
                break
            thread = threading.Thread(target=self.one, args=(number,))
            thread.start()
            threads.append(thread)
        for thread in threads:
            thread.join()


def test_behind_a_load_balancer_no_request_is_dropped(world: World) -> None:
    away = threading.Event()
    variables = world.variables(BCRYPT_COST="8", SHUTDOWN_DELAY_SECONDS="3")

    with Live(**variables) as live, Caller(live.url) as balancer:
        arrivals = Arrivals(live.port)

        def watch() -> None:
            while balancer.ready()[0] == 200:
                time.sleep(0.2)
            away.set()

        watching = threading.Thread(target=watch)
        watching.start()
        threading.Timer(1.0, live.process.send_signal, (signal.SIGTERM,)).start()
        arrivals.come(until=away.is_set, at_most=10)
        watching.join()
        output = live.stop()

    assert away.is_set()
    assert (arrivals.dropped, arrivals.refused) == ([], 0)
    assert set(arrivals.answered) == {200, 202}
    assert arrivals.answered[202] >= 8
    assert "Application shutdown complete" in output
    mails = "SELECT count(*) FROM outbox_emails WHERE status = 'pending'"
    assert world.count(mails) == arrivals.answered[202]


def test_readiness_turns_503_before_the_port_closes(world: World) -> None:
    with Live(**world.variables(SHUTDOWN_DELAY_SECONDS="2")) as live:
        with Caller(live.url) as caller:
            assert caller.ready()[0] == 200

            live.process.send_signal(signal.SIGTERM)
            eventually(lambda: caller.ready()[0] == 503, seconds=1)

            status, body = caller.ready()
            new = httpx.get(f"{live.url}/health/live")
        began = time.monotonic()
        live.stop()

    assert (status, body["code"]) == (503, "not_ready")
    assert "shutting down" in body["detail"]
    assert new.status_code == 200
    assert time.monotonic() - began < 10


def test_a_slow_request_is_finished_first(world: World) -> None:
    with (
        Live(**world.variables(POSTGRES_TIMEOUT_SECONDS="10")) as live,
        Caller(live.url) as caller,
    ):
        email = new_email()
        statuses: list[int] = []
        with world.connect() as other, other.transaction():
            other.execute("LOCK TABLE outbox_emails IN ACCESS EXCLUSIVE MODE")
            slow = threading.Thread(
                target=lambda: statuses.append(caller.sign_up(email).status_code)
            )
            slow.start()
            time.sleep(0.5)
            live.process.send_signal(signal.SIGTERM)
            time.sleep(1)
            assert live.process.poll() is None
        slow.join()
        live.stop()

    assert statuses == [202]
    assert world.count("SELECT count(*) FROM users WHERE email = %s", email) == 1


def test_a_stopped_worker_finishes_its_mail_and_starts_no_other(
    world: World, caller: Caller
) -> None:
    for _ in range(3):
        caller.sign_up(new_email())
    pending = "SELECT count(*) FROM outbox_emails WHERE status = 'pending'"
    before = world.count(pending)
    world.mailbox.hang(3, times=2)
    seen = world.mailbox.requests

    variables = world.variables(EMAIL_CONCURRENCY="2")
    worker = start(["backend.worker"], **variables)
    eventually(lambda: world.mailbox.requests == seen + 2)
    worker.terminate()
    output = finish(worker)

    assert worker.returncode == 0
    assert '"event": "stopped"' in output
    # The e-mails in progress got no reply: they are delayed, neither lost nor sent twice.
    assert world.count(pending) == before
    query = (
        "SELECT count(*) FROM outbox_emails WHERE attempts = 1 AND status = 'pending'"
    )
    assert world.count(query) == 2
    assert world.mailbox.requests == seen + 2
