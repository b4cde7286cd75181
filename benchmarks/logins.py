"""Measures logins, and how they slow down other requests.

`python -m benchmarks.logins` compares the throughput of logins with that of bcrypt
alone on all cores, right before and after. Then, in a separate run because it takes a
tenth of a core, a probe calls health/live repeatedly. Its p99 is compared with that of
an idle service.
"""

import http.client
import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count
from statistics import quantiles
from threading import Event
from time import perf_counter, sleep

import bcrypt
import psycopg

from benchmarks.load import ROOT, Server
from benchmarks.stack import Stack, running
from devtools.process import ChildError

_CONCURRENT = 32
_SECONDS = 20
_ROUNDS = 5
_PASSWORD = "correct-horse-battery"  # noqa: S105
_numbers = count(1)


def hashes_per_second(cost: int, cores: int) -> float:
    """Return the number of passwords that all cores check in a second."""
    hashed = bcrypt.hashpw(_PASSWORD.encode(), bcrypt.gensalt(cost))

    def check(_: int) -> None:
        bcrypt.checkpw(_PASSWORD.encode(), hashed)

    number = 25 * cores
    with ThreadPoolExecutor(cores) as pool:
        started = perf_counter()
        list(pool.map(check, range(number)))
        return number / (perf_counter() - started)


def request(server: Server, method: str, path: str, body: str | None = None) -> float:
    """Send a request from a new address; return its time in seconds."""
    number = next(_numbers)
    headers = {
        "Content-Type": "application/json",
        "X-Forwarded-For": f"198.{18 + number // 65536}.{number // 256 % 256}.{number % 256}",
    }
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    started = perf_counter()
    try:
        connection.request(method, path, body, headers)
        reply = connection.getresponse()
        reply.read()
        if reply.status >= 300:
            raise ChildError(f"{method} {path}: status {reply.status}")
    finally:
        connection.close()
    return perf_counter() - started


def until(stop: Event, attempt: Callable[[], float]) -> list[float]:
    """Send one request after the other until `stop` is set; return their times."""
    times = []
    while not stop.is_set():
        times.append(attempt())
    return times


def p99(times: list[float]) -> float:
    """Return the 99th percentile."""
    return quantiles(times, n=100)[98]


def measure(
    server: Server, prefix: str, emails: list[str], *, probing: bool
) -> tuple[float, list[float]]:
    """Return the logins per second, and the times of the probe in seconds."""

    def log_in(email: str) -> float:
        body = json.dumps({"email": email, "password": _PASSWORD})
        return request(server, "POST", f"{prefix}/users/login", body)

    def probe() -> float:
        sleep(0.01)
        return request(server, "GET", f"{prefix}/health/live")

    stop = Event()
    with ThreadPoolExecutor(_CONCURRENT + 1) as pool:
        started = perf_counter()
        logins = [pool.submit(until, stop, partial(log_in, e)) for e in emails]
        probes = pool.submit(until, stop, probe) if probing else None
        sleep(_SECONDS)
        stop.set()
        made = sum(len(each.result()) for each in logins)
        return made / (perf_counter() - started), probes.result() if probes else []


def users(stack: Stack) -> list[str]:
    """Create a user for each concurrent login, and return their addresses."""
    command = [sys.executable, "-m", "backend.cli", "create-admin", _address("")]
    subprocess.run(
        [*command, "--password", _PASSWORD],
        env=stack.env,
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    with psycopg.connect(
        host=stack.env["POSTGRES_SERVER"],
        port=stack.env["POSTGRES_PORT"],
        user=stack.env["POSTGRES_USER"],
        dbname=stack.env["POSTGRES_DB"],
    ) as connection:
        # All have the same hash, because making one takes as long as a login.
        connection.execute(
            "INSERT INTO users (id, email, password_hash, created_at, updated_at) "
            "SELECT gen_random_uuid(), replace(email, '@', n || '@'), password_hash, "
            "created_at, updated_at FROM users, generate_series(1, %s) AS n "
            "WHERE email = %s",
            (_CONCURRENT, _address("")),
        )
    return [_address(number) for number in range(1, _CONCURRENT + 1)]


def _address(number: object) -> str:
    return f"grace{number}@example.com"


def main() -> None:
    """Measure some rounds and print a table."""
    with running() as stack:
        cost = int(stack.env["BCRYPT_COST"])
        env = stack.env | {"TRUSTED_PROXIES": "127.0.0.1/32"}
        emails = users(stack)
        os.sched_setaffinity(0, range(os.cpu_count() or 1))
        cores = len(os.sched_getaffinity(0))
        server = Server(
            "main:app", env, stack.folder / "log" / "logins.log", pinned_to=None
        )
        with server:
            print("| bcrypt alone/s | logins/s | ratio |", end=" ")
            print("`health/live` p99, idle | during logins | ratio |")
            print("|---|---|---|---|---|---|")
            for _ in range(_ROUNDS):
                before = hashes_per_second(cost, cores)
                prefix = env["API_PREFIX"]
                rate, _ = measure(server, prefix, emails, probing=False)
                most = (before + hashes_per_second(cost, cores)) / 2
                idle = p99(measure(server, prefix, [], probing=True)[1])
                busy = p99(measure(server, prefix, emails, probing=True)[1])
                print(
                    f"| {most:.2f} | {rate:.2f} | {rate / most:.3f} "
                    f"| {idle * 1000:.1f} ms | {busy * 1000:.1f} ms | {busy / idle:.2f} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
