"""Who hashes a password when: logins before everything else, and nobody too often.

A hash takes a core for a fifth of a second. As many run as there are cores, and the
rest waits. Logins have a queue of their own, and one core that nothing else may take
where there are several, so whatever fills the other queue, people can log in.
"""

import os
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal
from uuid import UUID

from backend.core import metrics
from backend.core.client import network_of
from backend.core.exceptions import RateLimited, ServiceUnavailable
from backend.core.threads import slot_lent

# "logins" is for an account's own password; "others" for sign-ups, shares and the rest.
Lane = Literal["logins", "others"]

MOST_IN_A_LANE = 64
MOST_OF_A_USER = 8
MOST_OF_AN_ADDRESS = 16  # which many people may share

# The user of a valid token, else the network address.
caller: ContextVar[UUID | str] = ContextVar("caller", default="here")


class HashingQueue:
    """The cores, and the requests that run on them or wait for them."""

    def __init__(self, cores: int) -> None:
        self._cores = threading.Semaphore(cores)
        self._cores_for_others = threading.Semaphore(max(1, cores - 1))
        self._lock = threading.Lock()
        self._in_lane: Counter[Lane] = Counter()
        self._of_caller: Counter[UUID | str] = Counter()

    @contextmanager
    def core(self, lane: Lane) -> Iterator[None]:
        """Wait for a core without a slot, and hold it for the time of the block.

        Raises:
            RateLimited: the caller's own requests fill their share of the queue.
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
        """Return how many hashes of a user or a network address run or wait."""
        with self._lock:
            return self._of_caller[who]

    @contextmanager
    def _place(self, lane: Lane) -> Iterator[None]:
        found = caller.get()
        who = found if isinstance(found, UUID) else network_of(found)
        most = MOST_OF_A_USER if isinstance(who, UUID) else MOST_OF_AN_ADDRESS
        with self._lock:
            if self._of_caller[who] >= most:
                raise RateLimited
            if self._in_lane[lane] >= MOST_IN_A_LANE:
                raise ServiceUnavailable(retry_after=5)
            self._of_caller[who] += 1
            self._in_lane[lane] += 1
        try:
            yield
        finally:
            with self._lock:
                self._in_lane[lane] -= 1
                self._of_caller[who] -= 1
                if not self._of_caller[who]:
                    del self._of_caller[who]


queue = HashingQueue(os.cpu_count() or 1)
