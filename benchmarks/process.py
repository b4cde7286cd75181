"""Measures start, memory and several workers: `python -m benchmarks.process`.

Start is the time from the start of the process to the first 200 of health/ready, while
the databases already run. Memory is the resident memory of one worker, idle and after
load. Workers are those of uvicorn; they share all cores with load and databases.
"""

import os
import sys
from collections.abc import Iterator
from statistics import median
from time import perf_counter, sleep

from benchmarks.load import Server, measure
from benchmarks.stack import Stack, running

_STARTS = 7
_ROUNDS = 5
_SECONDS = 3
_WORKERS = (1, 2, 3)
_MEGABYTE = 2**20


def start_seconds(stack: Stack) -> float:
    """Return the seconds that one start takes."""
    ready = f"{stack.env['API_PREFIX']}/health/ready"
    server = Server("main:app", stack.env, stack.folder / "log" / "start.log")
    begun = perf_counter()
    server.start()
    try:
        while not _is_ready(server, ready):
            sleep(0.005)
        return perf_counter() - begun
    finally:
        server.stop()


def _is_ready(server: Server, path: str) -> bool:
    server.check_alive()
    try:
        return server.get(path, "")[0] == 200
    except OSError:
        return False


def memory_of_one(stack: Stack, me: str) -> tuple[int, int]:
    """Return the resident memory in bytes, idle and after load."""
    with Server("main:app", stack.env, stack.folder / "log" / "one.log") as server:
        server.get(f"{stack.env['API_PREFIX']}/health/ready", "")
        idle = server.memory("VmRSS")
        listed = me.replace("users/me", "documents?limit=100")
        for path in (me, listed):
            measure(server, path, stack.token, connections=32, seconds=_SECONDS * 4)
        return idle, server.memory("VmRSS")


def throughput(stack: Stack, me: str) -> Iterator[tuple[int, list[float]]]:
    """Yield for each number of workers the requests per second of each round."""
    found: dict[int, list[float]] = {number: [] for number in _WORKERS}
    for number in range(_ROUNDS):
        for workers in _WORKERS:
            log = stack.folder / "log" / f"{workers}.log"
            server = Server("main:app", stack.env, log, pinned_to=None, workers=workers)
            with server:
                measure(server, me, stack.token, connections=32, seconds=2)
                run = measure(server, me, stack.token, connections=32, seconds=_SECONDS)
                found[workers].append(run.requests_per_second)
        print(f"round {number + 1} of {_ROUNDS}", file=sys.stderr, flush=True)
    yield from found.items()


def main() -> None:
    """Measure, and print the results."""
    with running() as stack:
        me = f"{stack.env['API_PREFIX']}/users/me"
        starts = [start_seconds(stack) for _ in range(_STARTS)]
        print(
            f"start to ready: {median(starts):.2f} s "
            f"({min(starts):.2f}-{max(starts):.2f})"
        )
        idle, after = memory_of_one(stack, me)
        print(f"memory: idle {idle / _MEGABYTE:.0f} MiB, ", end="")
        print(f"after load {after / _MEGABYTE:.0f} MiB")
        os.sched_setaffinity(0, range(os.cpu_count() or 1))
        print("| workers | users/me a second | of one worker (min-max) |")
        print("|---|---|---|")
        rates = dict(throughput(stack, me))
        for workers, rounds in rates.items():
            ratios = [a / b for a, b in zip(rounds, rates[1], strict=True)]
            print(
                f"| {workers} | {median(rounds):.0f} | {median(ratios):.2f} "
                f"({min(ratios):.2f}-{max(ratios):.2f}) |"
            )


if __name__ == "__main__":
    main()
