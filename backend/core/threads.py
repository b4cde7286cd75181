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
from contextlib import contextmanager, suppress
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


class _Work:
    """Some work, and the caller on an event loop that waits for its result."""

    def __init__(self, work: Callable[[], Any], loop: AbstractEventLoop) -> None:
        self._work = work
        self._context = copy_context()
        self._loop = loop
        self.done: Future[tuple[Any, BaseException | None]] = loop.create_future()

    def run(self) -> tuple[Any, BaseException | None]:
        """Return the result or the error of the work."""
        _lender.loop = self._loop
        try:
            return self._context.run(self._work), None
        except BaseException as error:  # noqa: BLE001 (the caller raises it)
            return None, error
        finally:
            _lender.loop = None

    def deliver(self, outcome: tuple[Any, BaseException | None]) -> None:
        """Pass the outcome to the caller, if its event loop still runs."""
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(_finish, self.done, outcome)


class _Slots:
    """Slots that work gets in the order in which it came. Any thread may use this."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.free = total
        # An event is a thread that lent its slot and wants one back.
        self.waiting: deque[_Work | threading.Event] = deque()
        self._lock = threading.Lock()

    def take(self, one: "_Work | threading.Event") -> bool:
        """Return whether a slot is free, and take it; else put this into the queue."""
        with self._lock:
            if self.free:
                self.free -= 1
                return True
            self.waiting.append(one)
            return False

    def pass_on(self) -> _Work | None:
        """Give a slot to what has waited longest; return it if it is work to do."""
        with self._lock:
            while self.waiting:
                one = self.waiting.popleft()
                if isinstance(one, threading.Event):
                    one.set()
                    return None
                if not one.done.cancelled():
                    return one
            self.free += 1
            return None

    def forget(self, work: _Work) -> None:
        """Take work whose caller is gone out of the queue."""
        with self._lock, suppress(ValueError):
            self.waiting.remove(work)


_slots = _Slots(settings.POSTGRES_POOL_SIZE)
# The slots limit the threads; a second limit could only cause deadlocks.
_threads = ThreadPoolExecutor(max_workers=10_000, thread_name_prefix="slot")
# In a thread that holds a slot, `_lender.loop` is the event loop of its caller.
_lender = threading.local()


async def run_with_slot(work: Callable[[], T]) -> T:
    """Run `work` in a thread as soon as a slot is free, and return its result.

    If the caller is cancelled, work that has begun still runs to its end and then frees the
    slot.
    """
    mine = _Work(work, asyncio.get_running_loop())
    if _slots.take(mine):
        _threads.submit(_work, mine)
    try:
        result, error = await mine.done
    except asyncio.CancelledError:
        _slots.forget(mine)
        raise
    if error is not None:
        raise error
    return cast(T, result)


def _work(work: _Work | None) -> None:
    """Do this work and then, with the same slot, what waits for one.

    The next work needs no new hop to a thread. The slot is passed on before the caller
    gets the result, so that a slot in use always means work.
    """
    while work is not None:
        outcome = work.run()
        following = _slots.pass_on()
        work.deliver(outcome)
        work, outcome = following, (None, None)


def _finish(done: "Future[T]", outcome: T) -> None:
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
    if getattr(_lender, "loop", None) is None:
        yield
        return
    following = _slots.pass_on()
    if following is not None:
        _threads.submit(_work, following)
    try:
        yield
    finally:
        turn = threading.Event()
        if not _slots.take(turn):
            turn.wait()


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
