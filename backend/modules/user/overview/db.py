"""Queries that count accounts, and the counts that are stored. Flushes, never commits."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col

from backend.models import DocumentUsage, StoredCount, TwoFa, User, UserSession

# An advisory lock of Postgres. The number has no meaning; no other code uses it.
_LOCK = 7305113


class OverviewDB:
    """Counts of all accounts. Each reads a whole table."""

    def take_turn(self, session: Session) -> bool:
        """Return whether no other process is counting; keep it so until the commit."""
        return bool(
            session.execute(select(func.pg_try_advisory_xact_lock(_LOCK))).scalar()
        )

    def accounts(self, session: Session, _: datetime) -> Mapping[str, int]:
        """Return the number of accounts, and of those that need attention."""
        number = func.count()
        statement = select(
            number.label("accounts"),
            number.filter(col(User.email_verified_at).is_(None)).label("unverified"),
            number.filter(~col(User.is_active)).label("disabled"),
            number.filter(col(User.delete_at).is_not(None)).label("to_be_deleted"),
        ).select_from(User)
        return _row(session, statement)

    def with_two_fa(self, session: Session, _: datetime) -> Mapping[str, int]:
        """Return how many accounts have a second factor."""
        enabled = func.count(col(TwoFa.enabled_at))
        return _row(session, select(enabled.label("two_fa_enabled")))

    def stored(self, session: Session, _: datetime) -> Mapping[str, int]:
        """Return the storage that all users use together."""
        used = func.coalesce(func.sum(DocumentUsage.used_bytes), 0)
        files = func.coalesce(func.sum(DocumentUsage.files), 0)
        return _row(session, select(used.label("used_bytes"), files.label("files")))

    def active(self, session: Session, now: datetime) -> Mapping[str, int]:
        """Return how many accounts were used within a day and within a week."""
        day, week = now - timedelta(days=1), now - timedelta(days=7)
        # Grouped, not count(DISTINCT), which Postgres neither hashes nor parallelizes.
        used = (
            select(func.max(UserSession.last_seen_at).label("seen_at"))
            .where(col(UserSession.last_seen_at) > week)
            .group_by(col(UserSession.user_id))
            .subquery()
        )
        number = func.count()
        statement = select(
            number.filter(used.c.seen_at > day).label("active_last_day"),
            number.label("active_last_week"),
        ).select_from(used)
        return _row(session, statement)

    def save(
        self, session: Session, counts: Mapping[str, int], *, now: datetime
    ) -> None:
        """Store counts in place of older ones."""
        rows = [
            {"name": name, "value": value, "counted_at": now}
            for name, value in counts.items()
        ]
        statement = insert(StoredCount).values(rows)
        new = {"value": statement.excluded.value}
        new |= {"counted_at": statement.excluded.counted_at}
        session.execute(
            statement.on_conflict_do_update(index_elements=["name"], set_=new)
        )

    def saved(self, session: Session) -> Mapping[str, StoredCount]:
        """Return the stored counts by name; empty before the first counting."""
        rows = session.execute(select(StoredCount)).scalars()
        return {row.name: row for row in rows}


def _row(session: Session, statement: Any) -> Mapping[str, int]:
    row = session.execute(statement).mappings().one()
    return {name: int(value) for name, value in row.items()}


overview_db = OverviewDB()
