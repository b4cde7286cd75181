"""Limits how many requests use the database at once.

A request that may use the database holds one of POSTGRES_POOL_SIZE slots and runs in a
thread. There are as many slots as connections, so a running request never waits for a
connection. (If the numbers of threads and connections differ, 64 clients stall both.)
While a request waits for something other than the database, it lends its slot.

anyio's limiter and threads would do the same for 5% of the cost of GET users/me.
"""

import asyncio
import sys
import threading
from asyncio import AbstractEventLoop, Future
from collections import deque
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from anyio import from_thread

from backend.core.config import settings

T = TypeVar("T")

# Seconds after which a thread that computes lets the next one run. With Python's 5 ms the
# event loop waits too long behind threads that build replies or render e-mails: the p99
# of a request beside ten sign-ups was nearly twice as high.
sys.setswitchinterval(0.0005)


class _Slots:
    """Slots that requests get in the order in which they asked.

    Only the event loop may use this; a thread must ask the loop to.
    """

    def __init__(self, total: int) -> None:
        self.total = total
        self.free = total
        self.waiting: deque[Future[None]] = deque()

    async def acquire(self) -> None:
        """Take a slot, or wait for one."""
        if self.free:
            self.free -= 1
            return
        turn = asyncio.get_running_loop().create_future()
        self.waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():  # the slot was assigned at the same moment
                self.release()
            raise

    def release(self) -> None:
        """Pass a slot to the request that has waited longest, or put it back."""
        while self.waiting:
            turn = self.waiting.popleft()
            if not turn.cancelled():
                turn.set_result(None)
                return
        self.free += 1


_slots = _Slots(settings.POSTGRES_POOL_SIZE)
# The slots limit the threads; a second limit could only cause deadlocks.
_threads = ThreadPoolExecutor(max_workers=10_000, thread_name_prefix="slot")
# In a thread that holds a slot, `_lender.loop` is the event loop that owns the slot.
_lender = threading.local()


async def run_with_slot(work: Callable[[], T]) -> T:
    """Run `work` in a thread as soon as a slot is free, and return its result.

    If the caller is cancelled, the work still runs to its end and then frees the slot.
    """
    loop = asyncio.get_running_loop()
    await _slots.acquire()
    done: Future[tuple[T | None, BaseException | None]] = loop.create_future()
    _threads.submit(copy_context().run, _run, work, loop, done)
    result, error = await done
    if error is not None:
        raise error
    return cast(T, result)


def _run(work: Callable[[], T], loop: AbstractEventLoop, done: "Future[Any]") -> None:
    _lender.loop = loop
    result = error = None
    try:
        result = work()
    except BaseException as raised:  # noqa: BLE001 (the caller raises it)
        error = raised
    _lender.loop = None
    loop.call_soon_threadsafe(_finish, done, (result, error))


def _finish(done: "Future[T]", outcome: T) -> None:
    _slots.release()
    if not done.cancelled():
        done.set_result(outcome)


def with_slot(work: Callable[[], T]) -> T:
    """Run `work` with a slot, from a thread that produces a streamed reply."""
    return from_thread.run(run_with_slot, work)


@contextmanager
def slot_lent() -> Iterator[None]:
    """Lend this request's slot to another request during the block.

    The caller must hold no database connection. Outside a request this does nothing.
    """
    loop: AbstractEventLoop | None = getattr(_lender, "loop", None)
    if loop is None:
        yield
        return
    loop.call_soon_threadsafe(_slots.release)
    try:
        yield
    finally:
        asyncio.run_coroutine_threadsafe(_slots.acquire(), loop).result()


def with_slot_lent(work: Coroutine[Any, Any, T]) -> T:
    """Run `work` on the event loop, and wait for it with this request's slot lent.

    Only an endpoint or its dependencies may call this, without a database connection.
    """
    loop: AbstractEventLoop = _lender.loop
    with slot_lent():
        return asyncio.run_coroutine_threadsafe(work, loop).result()


@dataclass(frozen=True, slots=True)
class Slots:
    """The number of slots, of slots in use, and of requests that wait for one."""

    total: int
    in_use: int
    waiting: int


def slots() -> Slots:
    """Return the current numbers of slots; any thread may call this."""
    return Slots(_slots.total, _slots.total - _slots.free, len(_slots.waiting))
