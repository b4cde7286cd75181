"""Deletes rows that are no longer kept, once an hour.

A crash loses nothing: the next run finds what this one left.
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

_BATCH = 5000  # a statement and its locks stay short whatever has piled up


def run(session: Session, rules: Iterable[Kept]) -> Mapping[str, int]:
    """Delete and commit in batches; return the number of deleted rows of each table."""
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
    # What another worker or a request has locked is left to the next run.
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
