"""Queues of items that a job works off, each with its own attempts.

An item that fails waits, longer each time. After MAX_ATTEMPTS it is dead: no job takes
it any more, metrics count it, and an operator can list and retry it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import Uuid, func, select, update
from sqlmodel import Session, SQLModel

from backend.background.backoff import backoff
from backend.core import clock, metrics

log = structlog.get_logger()

# The waits between them are 1, 4, 16, 64, 256 and 360 minutes or up to half shorter: a
# store that is down for some hours kills nothing.
MAX_ATTEMPTS = 7
_MAX_ERROR_CHARACTERS = 300


@dataclass(frozen=True, slots=True)
class Dead:
    """An item that failed for good."""

    key: str
    attempts: int
    error: str | None
    died_at: datetime


@dataclass(frozen=True, slots=True)
class Queue:
    """The queue in a table with `due_at`, `attempts`, `dead_at` and `last_error`.

    It counts as late once its oldest due item has waited for `late_after`.
    """

    name: str
    table: type[SQLModel]
    late_after: timedelta

    @property
    def _columns(self) -> Any:
        return self.table.__table__.c  # type: ignore[attr-defined]

    @property
    def _key(self) -> Any:
        [key] = self.table.__table__.primary_key  # type: ignore[attr-defined]
        return key

    def overdue_by(self, session: Session) -> timedelta:
        """Return how long the oldest due item has waited; zero if none is due."""
        due_at = self._columns.due_at
        statement = select(func.min(due_at)).where(self._columns.dead_at.is_(None))
        oldest = session.execute(statement).scalar_one()
        return max(clock.now() - oldest, timedelta()) if oldest else timedelta()

    def count_dead(self, session: Session) -> int:
        """Return the number of dead items."""
        dead = self._columns.dead_at.is_not(None)
        statement = select(func.count()).select_from(self.table).where(dead)
        return int(session.execute(statement).scalar_one())

    def dead(self, session: Session, *, limit: int) -> Sequence[Dead]:
        """Return dead items, the oldest first."""
        columns = self._columns
        statement = (
            select(self._key, columns.attempts, columns.last_error, columns.dead_at)
            .where(columns.dead_at.is_not(None))
            .order_by(columns.dead_at)
            .limit(limit)
        )
        return [
            Dead(str(key), attempts, error, died_at)
            for key, attempts, error, died_at in session.execute(statement)
        ]

    def retry(self, session: Session, key: str | None = None) -> int:
        """Make one dead item, or all of them, due now; return their number.

        Raises:
            ValueError: the queue cannot have an item with this key.
        """
        statement = (
            update(self.table)
            .where(self._columns.dead_at.is_not(None))
            .values(due_at=clock.now(), dead_at=None, attempts=0)
            .returning(self._key)
            .execution_options(synchronize_session=False)
        )
        if key is not None:
            by_id = isinstance(self._key.type, Uuid)
            statement = statement.where(self._key == (UUID(key) if by_id else key))
        return len(session.execute(statement).all())

    def fail(self, session: Session, key: Any, *, attempts: int, error: str) -> None:
        """Store that an item failed for the nth time: it is tried later, or is dead."""
        now = clock.now()
        dead = attempts >= MAX_ATTEMPTS
        wait = backoff(attempts, first=60, most=6 * 3600, factor=4)
        session.execute(
            update(self.table)
            .where(self._key == key)
            .values(
                attempts=attempts,
                due_at=now + wait,
                dead_at=now if dead else None,
                last_error=error[:_MAX_ERROR_CHARACTERS],
            )
            .execution_options(synchronize_session=False)
        )
        result = "dead" if dead else "delayed"
        metrics.QUEUE_FAILURES.labels(self.name, result).inc()
        if dead:
            log.error("item dead", queue=self.name, key=str(key), error=error)
