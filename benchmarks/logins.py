"""Logins on all cores, and what they do to others: `python -m benchmarks.logins`.

Login throughput is compared with what bcrypt alone allows: cores over the time of one
hash, measured in the same run. Meanwhile a probe asks health/live again and again; its
p99 is compared with that of an idle service.
"""

import http.client
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from statistics import median, quantiles
from threading import Event
from time import perf_counter, sleep

import bcrypt
import psycopg

from benchmarks.load import ROOT, Server
from benchmarks.stack import Stack, running
from devtools.process import ChildError

_CONCURRENT = 32
_SECONDS = 10
_ROUNDS = 3
_PASSWORD = "correct-horse-battery"  # noqa: S105
_numbers = count(1)


def hash_seconds(cost: int) -> float:
    """Return what one check of a password takes on one core."""
    hashed = bcrypt.hashpw(_PASSWORD.encode(), bcrypt.gensalt(cost))
    times = []
    for _ in range(5):
        started = perf_counter()
        bcrypt.checkpw(_PASSWORD.encode(), hashed)
        times.append(perf_counter() - started)
    return median(times)


def request(server: Server, method: str, path: str, body: str | None = None) -> float:
    """Make one request from an address of its own; return its time in seconds."""
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


def probe(server: Server, path: str, stop: Event) -> Iterator[float]:
    """Ask every 10 ms until told to stop; give the times."""
    while not stop.is_set():
        yield request(server, "GET", path)
        sleep(0.01)


def p99(times: list[float]) -> float:
    """Return the 99th percentile."""
    return quantiles(times, n=100)[98]


def measure(
    server: Server, prefix: str, emails: list[str]
) -> tuple[float, float, float]:
    """Return logins a second, and the p99 of the probe idle and meanwhile."""
    live, login = f"{prefix}/health/live", f"{prefix}/users/login"
    done = Event()
    with ThreadPoolExecutor(_CONCURRENT + 1) as pool:
        idle_stop = Event()
        idle = pool.submit(lambda: list(probe(server, live, idle_stop)))
        sleep(_SECONDS / 2)
        idle_stop.set()
        idle_p99 = p99(idle.result())

        def log_in(email: str) -> int:
            body = json.dumps({"email": email, "password": _PASSWORD})
            made = 0
            while not done.is_set():
                request(server, "POST", login, body)
                made += 1
            return made

        busy_stop = Event()
        busy = pool.submit(lambda: list(probe(server, live, busy_stop)))
        started = perf_counter()
        logins = [pool.submit(log_in, email) for email in emails]
        sleep(_SECONDS)
        done.set()
        made = sum(each.result() for each in logins)
        elapsed = perf_counter() - started
        busy_stop.set()
        return made / elapsed, idle_p99, p99(busy.result())


def users(stack: Stack) -> list[str]:
    """Create as many who can log in as do so at once, and return their addresses."""
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
        # The same hash for all: making it takes as long as logging in.
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
        cores = os.cpu_count() or 1
        os.sched_setaffinity(0, range(cores))
        server = Server(
            "main:app", env, stack.folder / "log" / "logins.log", pinned_to=None
        )
        print(
            "| logins/s | cores / hash time | ratio | live p99, idle | meanwhile | ratio |"
        )
        print("|---|---|---|---|---|---|")
        with server:
            for _ in range(_ROUNDS):
                most = cores / hash_seconds(cost)
                rate, idle, busy = measure(server, env["API_PREFIX"], emails)
                print(
                    f"| {rate:.2f} | {most:.2f} | {rate / most:.3f} "
                    f"| {idle * 1000:.1f} ms | {busy * 1000:.1f} ms | {busy / idle:.2f} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
