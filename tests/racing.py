"""Races: the same step taken by many threads at the same moment."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def at_once(times: int, attempt: Callable[[int], T]) -> list[T]:
    """Call `attempt(0)`, `attempt(1)`, … together and return what each returned."""
    start = threading.Barrier(times)

    def begin(number: int) -> T:
        start.wait()
        return attempt(number)

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(begin, range(times)))
