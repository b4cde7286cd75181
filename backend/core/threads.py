"""How many requests use the database at once, and what hashing does to them.

A request that may use the database holds one of POSTGRES_POOL_SIZE slots, so a
running request never waits for a connection, and no connection waits behind a
queue of threads: with threads and pool of different sizes, 64 clients stall both.
While such a request waits for something other than the database it lends its
slot to the next one.
"""

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeVar

from anyio import CapacityLimiter, from_thread, to_thread

from backend.core.config import settings

T = TypeVar("T")

_slots = CapacityLimiter(settings.POSTGRES_POOL_SIZE)
# Slots bound the threads; a second bound could only deadlock with the first.
_threads = CapacityLimiter(math.inf)
_borrower: ContextVar[object | None] = ContextVar("borrower", default=None)


async def run_with_slot(work: Callable[[], T]) -> T:
    """Run `work` in a thread as soon as a slot is free, and return its result."""
    borrower = object()
    await _slots.acquire_on_behalf_of(borrower)
    token = _borrower.set(borrower)
    try:
        return await to_thread.run_sync(work, limiter=_threads)
    finally:
        _borrower.reset(token)
        _slots.release_on_behalf_of(borrower)


def with_slot(work: Callable[[], T]) -> T:
    """Run `work` with a slot, from a thread that makes a streamed reply."""
    return from_thread.run(run_with_slot, work)


@contextmanager
def slot_lent() -> Iterator[None]:
    """Lend this request's slot for the time of the block.

    The caller must hold no connection. Outside of a request this does nothing.
    """
    borrower = _borrower.get()
    if borrower is None:
        yield
        return
    from_thread.run_sync(_slots.release_on_behalf_of, borrower)
    try:
        yield
    finally:
        from_thread.run(_slots.acquire_on_behalf_of, borrower)


@dataclass(frozen=True, slots=True)
class Slots:
    """How many slots there are, are taken, and are waited for."""

    total: int
    in_use: int
    waiting: int


def slots() -> Slots:
    """Return the state of the slots at this moment; any thread may ask."""
    found = _slots.statistics()
    return Slots(int(found.total_tokens), found.borrowed_tokens, found.tasks_waiting)
