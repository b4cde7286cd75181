"""Races: the same step taken by many threads at the same moment."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import text
from sqlmodel import Session

from tests.waiting import eventually

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

    def are_waiting() -> bool:
        # Within one transaction Postgres shows the same activity again and again.
        with Session(db.get_bind()) as other:
            return other.connection().execute(_WAITING).scalar() == number

    eventually(are_waiting)
