"""Races: the same step taken by many threads at the same moment."""

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
    """Call `attempt(0)`, `attempt(1)`, … together and return what each returned."""
    start = threading.Barrier(times)

    def begin(number: int) -> T:
        start.wait()
        return attempt(number)

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(begin, range(times)))


def await_waiting(db: Session, number: int) -> None:
    """Return once so many statements wait for locks, those that `db` holds, say."""
    # A transaction would see only the connections that it saw first.
    engine = db.get_bind().engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as other:
        eventually(lambda: other.execute(_WAITING).scalar() == number)


def while_held(db: Session, held: Any, *steps: Callable[[], Any]) -> list[Any]:
    """Start steps one after the other while `db` holds rows; return what they return.

    Each has come to a lock, or to its end, before the next one starts.
    """
    db.exec(held.with_for_update()).all()
    results: list[Future[Any]] = []
    # A transaction would see only the connections that it saw first.
    own = db.get_bind().engine.execution_options(isolation_level="AUTOCOMMIT")
    with ThreadPoolExecutor(len(steps)) as pool, own.connect() as other:
        for step in steps:
            before = other.execute(_WAITING).scalar_one()
            result = pool.submit(step)

            def stands(result: Future[Any] = result, before: int = before) -> bool:
                return result.done() or other.execute(_WAITING).scalar_one() > before

            eventually(stands)
            results.append(result)
        db.commit()
    return [result.result() for result in results]
