"""Races: many threads take the same step at the same moment."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from sqlalchemy import text
from sqlmodel import Session

from tests.support.waiting import eventually

T = TypeVar("T")
_WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")


def at_once(times: int, attempt: Callable[[int], T]) -> list[T]:
    """Call `attempt(0)`, `attempt(1)`, … at once, and return their results."""
    start = threading.Barrier(times)

    def begin(number: int) -> T:
        start.wait()
        return attempt(number)

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(begin, range(times)))


def await_waiting(db: Session, number: int) -> None:
    """Return once this many statements wait for locks, for example locks of `db`."""
    # A single transaction would keep seeing its first snapshot of the connections.
    engine = db.get_bind().engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as other:
        # A process that waits may have to start first.
        eventually(lambda: other.execute(_WAITING).scalar() == number, seconds=60)


def while_held(db: Session, held: Any, *steps: Callable[[], Any]) -> list[Any]:
    """Start steps one by one while `db` holds locks; return their results.

    The next step starts when the one before it waits for a lock or has ended.
    """
    db.exec(held.with_for_update()).all()
    results: list[Future[Any]] = []
    # A single transaction would keep seeing its first snapshot of the connections.
    own = db.get_bind().engine.execution_options(isolation_level="AUTOCOMMIT")
    with ThreadPoolExecutor(len(steps)) as pool, own.connect() as other:
        for step in steps:
            before = other.execute(_WAITING).scalar_one()
            result = pool.submit(step)

            def waits_or_ended(
                result: Future[Any] = result, before: int = before
            ) -> bool:
                return result.done() or other.execute(_WAITING).scalar_one() > before

            eventually(waits_or_ended)
            results.append(result)
        db.commit()
    return [result.result() for result in results]
