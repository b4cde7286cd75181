"""Times failed logins with and without an account after a change of BCRYPT_COST.

`python -m benchmarks.costs` raises and lowers the cost, and compares the median times.
A ratio far from 1 would reveal which addresses have an account.
"""

import http.client
import json
from itertools import count
from statistics import median
from time import perf_counter

from benchmarks.load import Server
from benchmarks.logins import users
from benchmarks.stack import running
from devtools.process import ChildError

_LOGINS = 25
_numbers = count(1)


def seconds(server: Server, prefix: str, email: str) -> float:
    """Log in with a wrong password from a new address; return the time in seconds."""
    body = json.dumps({"email": email, "password": "not-the-password"})
    address = f"198.51.100.{next(_numbers) % 256}"
    headers = {"Content-Type": "application/json", "X-Forwarded-For": address}
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    started = perf_counter()
    try:
        connection.request("POST", f"{prefix}/users/login", body, headers)
        reply = connection.getresponse()
        reply.read()
        if reply.status != 400:
            raise ChildError(f"login: status {reply.status}")
    finally:
        connection.close()
    return perf_counter() - started


def main() -> None:
    """Measure a higher and a lower cost, and print a table."""
    with running() as stack:
        known = users(stack)[:_LOGINS]
        made_with = int(stack.env["BCRYPT_COST"])
        print("| hashes made with | BCRYPT_COST now | account | none | ratio |")
        print("|---|---|---|---|---|")
        for now in (made_with + 1, made_with - 1):
            env = stack.env | {
                "TRUSTED_PROXIES": "127.0.0.1/32",
                "BCRYPT_COST": str(now),
            }
            log = stack.folder / "log" / f"costs-{now}.log"
            with Server("main:app", env, log, pinned_to=None) as server:
                prefix = env["API_PREFIX"]
                times: tuple[list[float], list[float]] = ([], [])
                for number, email in enumerate(known):
                    # In turns, so that other work of the machine slows down both.
                    times[0].append(seconds(server, prefix, email))
                    unknown = f"nobody{number}@example.com"
                    times[1].append(seconds(server, prefix, unknown))
            with_account, without = map(median, times)
            print(
                f"| {made_with} | {now} | {with_account * 1000:.0f} ms "
                f"| {without * 1000:.0f} ms | {with_account / without:.2f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
