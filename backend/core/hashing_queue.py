"""The queue of password hashes: logins have priority, and each caller has a share.

A hash takes a core for a fifth of a second. As many hashes run as the process may
use cores; the others wait. Logins have a lane of their own and, with several cores, one
core reserved for them. So people can log in even if the other lane is full.
"""

import os
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Literal, TypeVar
from uuid import UUID

from backend.core import cores, metrics
from backend.core.client import network_of
from backend.core.exceptions import RateLimited, ServiceUnavailable
from backend.core.threads import slot_lent

# "logins" checks passwords of accounts; "others" is for sign-ups, shares and the rest.
Lane = Literal["logins", "others"]

T = TypeVar("T")

_NICENESS = 10
MOST_IN_A_LANE = 64
MOST_OF_A_USER = 8
MOST_OF_AN_ADDRESS = 16  # several people may share an address

# The current request's user if it has a valid token, else its network address.
caller: ContextVar[UUID | str] = ContextVar("caller", default="here")


class HashingQueue:
    """The hashes that run on the cores or wait for one."""

    def __init__(self, cores: int) -> None:
        self._cores = threading.Semaphore(cores)
        self._cores_for_others = threading.Semaphore(max(1, cores - 1))
        self._lock = threading.Lock()
        self._in_lane: Counter[Lane] = Counter()
        self._of_caller: Counter[UUID | str] = Counter()

    @contextmanager
    def core(self, lane: Lane) -> Iterator[None]:
        """Lend the slot, wait for a core, and hold the core during the block.

        Raises:
            RateLimited: the caller has used up its share of the queue.
            ServiceUnavailable: the lane is full.
        """
        with self._place(lane), metrics.HASHES.track_inprogress(), slot_lent():
            if lane == "logins":
                with self._cores:
                    yield
            else:
                with self._cores_for_others, self._cores:
                    yield

    def waiting_of(self, who: UUID | str) -> int:
        """Return how many hashes of this user or network address run or wait."""
        with self._lock:
            return self._of_caller[who]

    @contextmanager
    def _place(self, lane: Lane) -> Iterator[None]:
        current = caller.get()
        key = current if isinstance(current, UUID) else network_of(current)
        most = MOST_OF_A_USER if isinstance(key, UUID) else MOST_OF_AN_ADDRESS
        with self._lock:
            if self._of_caller[key] >= most:
                raise RateLimited
            if self._in_lane[lane] >= MOST_IN_A_LANE:
                raise ServiceUnavailable(retry_after=5)
            self._of_caller[key] += 1
            self._in_lane[lane] += 1
        try:
            yield
        finally:
            with self._lock:
                self._in_lane[lane] -= 1
                self._of_caller[key] -= 1
                if not self._of_caller[key]:
                    del self._of_caller[key]


def give_way(hash_one: Callable[..., T], *arguments: Any) -> T:
    """Run a hash in a thread of low priority, and return its result.

    A hash computes for a fifth of a second without a pause. At the same priority as the
    event loop and the database, it would keep both waiting for their turns.
    """
    return _threads.submit(hash_one, *arguments).result()


def _lower_priority() -> None:
    # Only Linux gives each thread a priority of its own.
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)


_CORES = cores.usable()
_threads = ThreadPoolExecutor(_CORES, "hashing", initializer=_lower_priority)
queue = HashingQueue(_CORES)
