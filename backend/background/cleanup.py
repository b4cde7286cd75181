"""Deletes expired rows once an hour.

A crash does no harm: the next run deletes the remaining rows.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

import structlog
from sqlalchemy import delete, select
from sqlmodel import Session, col

from backend.background.jobs import Job
from backend.background.records import Kept
from backend.core import clock
from backend.models import User

log = structlog.get_logger()

_BATCH = 5000  # bounds the duration of one statement and of its locks


def run(session: Session, rules: Iterable[Kept]) -> Mapping[str, int]:
    """Delete and commit in batches; return the number of deleted rows per table."""
    now = clock.now()
    return {
        str(rule.table.__tablename__): _delete(session, rule, now) for rule in rules
    }


def job(rules: Iterable[Kept]) -> Job:
    """Return the hourly job that applies these rules."""
    rules = tuple(rules)

    def hourly(session: Session) -> bool:
        log.info("cleaned up", **run(session, rules))
        return False

    return Job("cleanup", timedelta(hours=1), hourly)


def _delete(session: Session, rule: Kept, now: datetime) -> int:
    table = rule.table.__table__  # type: ignore[attr-defined]
    [key] = table.primary_key
    batch = select(key).where(rule.until(now)).limit(_BATCH)
    # Rows that another worker or a request has locked are left to the next run.
    if rule.owner_locked:
        batch = batch.join(User, col(User.id) == table.c.user_id)
        batch = batch.with_for_update(skip_locked=True, key_share=True)
    else:
        batch = batch.with_for_update(skip_locked=True, of=rule.table)
    statement = delete(rule.table).where(key.in_(batch)).returning(key)
    deleted = 0
    while True:
        found = len(session.execute(statement).all())
        session.commit()
        deleted += found
        if found < _BATCH:
            return deleted
