"""Measures how sign-ups with costly passwords slow down other requests.

`python -m benchmarks.signups` sends waves of ten sign-ups at once, each wave from one
address, with a password that takes zxcvbn longest. Meanwhile a probe reads users/me
repeatedly. Its p99 is compared with that of an idle service.
"""

import http.client
import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Event
from time import perf_counter, sleep

from benchmarks.load import Server
from benchmarks.logins import p99
from benchmarks.stack import running
from devtools.process import ChildError

_AT_ONCE = 10
_SECONDS = 10
_ROUNDS = 5
_GOAL = 3
_PASSWORD = ("4@8({[<369&#!1|/0$5+7%2" * 4)[:72]
_numbers = count(1)


def _request(
    server: Server, method: str, path: str, headers: dict[str, str], body: str = ""
) -> tuple[float, int]:
    """Send a request; return its time in seconds, and its status."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    started = perf_counter()
    try:
        connection.request(method, path, body, headers)
        reply = connection.getresponse()
        reply.read()
    finally:
        connection.close()
    return perf_counter() - started, reply.status


def _sign_up(server: Server, path: str, wave: int) -> None:
    body = {"email": f"grace{next(_numbers)}@example.com", "password": _PASSWORD}
    headers = {
        "Content-Type": "application/json",
        "X-Forwarded-For": f"198.51.{wave // 256}.{wave % 256}",
    }
    _, status = _request(server, "POST", path, headers, json.dumps(body))
    if status != 202:
        raise ChildError(f"sign-up: status {status}{server.log_tail()}")


def _sign_up_until(stop: Event, server: Server, path: str) -> int:
    """Sign up in waves until `stop` is set; return the number of sign-ups."""
    waves = 0
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        while not stop.is_set():
            wave = next(_numbers)
            done = [pool.submit(_sign_up, server, path, wave) for _ in range(_AT_ONCE)]
            for each in done:
                each.result()
            waves += 1
    return waves * _AT_ONCE


def _probe(server: Server, path: str, token: str) -> list[float]:
    """Read users/me for some seconds; return the times of the requests."""
    headers = {"Authorization": f"Bearer {token}"}
    end = perf_counter() + _SECONDS
    times = []
    while perf_counter() < end:
        taken, status = _request(server, "GET", path, headers)
        if status != 200:
            raise ChildError(f"users/me: status {status}{server.log_tail()}")
        times.append(taken)
        sleep(0.01)
    return times


def main() -> None:
    """Measure some rounds and print a table."""
    with running() as stack:
        env = stack.env | {"TRUSTED_PROXIES": "127.0.0.1/32"}
        prefix, log = env["API_PREFIX"], stack.folder / "log" / "signups.log"
        me, signup = f"{prefix}/users/me", f"{prefix}/users/signup"
        ratios = []
        os.sched_setaffinity(0, range(os.cpu_count() or 1))
        with Server("main:app", env, log, pinned_to=None) as server:
            _probe(server, me, stack.token)
            _sign_up(server, signup, next(_numbers))  # loads the word lists
            print("| sign-ups/s | users/me p99, idle | during sign-ups | ratio |")
            print("|---|---|---|---|")
            for _ in range(_ROUNDS):
                idle = p99(_probe(server, me, stack.token))
                stop = Event()
                with ThreadPoolExecutor(1) as pool:
                    made = pool.submit(_sign_up_until, stop, server, signup)
                    beside = p99(_probe(server, me, stack.token))
                    stop.set()
                ratios.append(beside / idle)
                print(
                    f"| {made.result() / _SECONDS:.1f} | {idle * 1000:.1f} ms "
                    f"| {beside * 1000:.1f} ms | {ratios[-1]:.2f} |",
                    flush=True,
                )
    middle = sorted(ratios)[len(ratios) // 2]
    print(f"\nmedian {middle:.2f}, goal at most {_GOAL}")
    if middle > _GOAL:
        sys.exit(1)


if __name__ == "__main__":
    main()
