"""Deletes expired rows once an hour, by a job for each table.

A crash does no harm: the next run deletes the remaining rows. A table that cannot be
cleaned up, for example because it is locked, holds up no other table.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

import structlog
from sqlalchemy import Delete, any_, delete, func, select
from sqlmodel import Session, col

from backend.background.jobs import Job
from backend.background.records import Kept
from backend.core import clock
from backend.models import User

log = structlog.get_logger()

_BATCH = 500  # bounds the duration of one statement and of its locks
# Deleting a row, such as an account, may delete many rows of other tables.
STATEMENT_SECONDS = 60


def run(session: Session, rules: Iterable[Kept]) -> Mapping[str, int]:
    """Delete and commit in batches; return the number of deleted rows per table."""
    deleted = {}
    for table, of_table in _by_table(rules).items():
        deleted[table] = 0
        more = True
        while more:
            found, more = _delete_some(session, of_table)
            deleted[table] += found
    return deleted


def jobs(rules: Iterable[Kept]) -> list[Job]:
    """Return an hourly job for each table that these rules name."""
    return [_job(table, of_table) for table, of_table in _by_table(rules).items()]


def _job(table: str, rules: Sequence[Kept]) -> Job:
    def piece(session: Session) -> bool:
        found, more = _delete_some(session, rules)
        if found:
            log.info("cleaned up", table=table, deleted=found)
        return more

    return Job(f"cleanup {table}", timedelta(hours=1), piece, STATEMENT_SECONDS)


def _by_table(rules: Iterable[Kept]) -> dict[str, list[Kept]]:
    found: dict[str, list[Kept]] = {}
    for rule in rules:
        found.setdefault(str(rule.table.__tablename__), []).append(rule)
    return found


def _delete_some(session: Session, rules: Sequence[Kept]) -> tuple[int, bool]:
    """Delete and commit one batch per rule.

    Return how many rows were deleted, and whether there may be more.
    """
    deleted, more = 0, False
    for rule in rules:
        found = len(session.execute(_statement(rule)).all())
        session.commit()
        deleted += found
        more |= found == _BATCH
    return deleted, more


def _statement(rule: Kept) -> Delete:
    table = rule.table.__table__  # type: ignore[attr-defined]
    [key] = table.primary_key
    expired = rule.time < clock.now() - rule.age
    # In the order of an index: Postgres could prefer to read the whole table for rows
    # that it believes to be many.
    oldest = select(key).where(expired, rule.also).order_by(rule.time)
    batch = oldest.limit(_BATCH)
    # Rows that another worker or a request has locked are left to the next run.
    if rule.owner_locked:
        batch = batch.join(User, col(User.id) == table.c.user_id)
        batch = batch.with_for_update(skip_locked=True, key_share=True)
    else:
        batch = batch.with_for_update(skip_locked=True, of=rule.table)
    # An array, because for IN Postgres could read the whole table once more.
    found = func.array(batch.scalar_subquery())
    return delete(rule.table).where(key == any_(found)).returning(key)  # type: ignore[return-value]
