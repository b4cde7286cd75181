"""Queries that count accounts, and the counts that are stored. Flushes, never commits.

Accounts are counted in ranges of their ids, so that no statement reads a whole table.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col

from backend.models import DocumentUsage, StoredCount, TwoFa, User, UserSession

# An advisory lock of Postgres. The number has no meaning; no other code uses it.
_LOCK = 7305113
# Their login sessions take longest: 15,000 rows of three sessions each.
PIECE = 5_000
FIRST, LAST = UUID(int=0), UUID(int=2**128 - 1)
NAMES = frozenset(
    {
        *("accounts", "unverified", "disabled", "to_be_deleted", "two_fa_enabled"),
        *("used_bytes", "files", "active_last_day", "active_last_week"),
    }
)
# The names of counts that are not complete begin with this word. The row that has only
# this name says where to continue: by the first 63 bits of an id, which is as much as a
# count has.
_UNFINISHED = "counting"
_LOW_BITS = 128 - 63


@dataclass(frozen=True, slots=True)
class Range:
    """The ids of accounts after the first one, up to and with the last one."""

    after: UUID
    until: UUID

    def has(self, user_id: Any) -> Any:
        """Return the SQL of whether the id of an account is in the range."""
        return (user_id > self.after) & (user_id <= self.until)


@dataclass(frozen=True, slots=True)
class Progress:
    """The counts of the accounts up to an id, and when their counting began."""

    began_at: datetime
    until: UUID = FIRST
    counts: Mapping[str, int] = field(default_factory=dict)


class OverviewDB:
    """Counts of all accounts."""

    def take_turn(self, session: Session) -> bool:
        """Return whether no other process is counting; keep it so until the commit."""
        return bool(
            session.execute(select(func.pg_try_advisory_xact_lock(_LOCK))).scalar()
        )

    def next_range(self, session: Session, after: UUID) -> Range:
        """Return the range of the next PIECE accounts, or that of all if few follow."""
        statement = select(col(User.id)).where(col(User.id) > after)
        statement = statement.order_by(col(User.id)).offset(PIECE - 1).limit(1)
        last = session.execute(statement).scalar() or LAST
        return Range(after, _last_like(last.int >> _LOW_BITS))

    def count(
        self, session: Session, some: Range, *, now: datetime
    ) -> Mapping[str, int]:
        """Return the numbers of these accounts, by all NAMES."""
        return {
            **self._accounts(session, some),
            **self._with_two_fa(session, some),
            **self._stored(session, some),
            **self._active(session, some, now=now),
        }

    def save(
        self, session: Session, counts: Mapping[str, int], *, now: datetime
    ) -> None:
        """Store complete counts in place of older ones and of unfinished ones."""
        session.execute(delete(StoredCount).where(_is_unfinished()))
        self._save(session, counts, now=now)

    def save_progress(self, session: Session, progress: Progress) -> None:
        """Store unfinished counts in place of older ones."""
        counts = {f"{_UNFINISHED} {name}": n for name, n in progress.counts.items()}
        counts[_UNFINISHED] = progress.until.int >> _LOW_BITS
        self._save(session, counts, now=progress.began_at)

    def saved(self, session: Session) -> Mapping[str, StoredCount]:
        """Return the complete counts by name; empty before the first counting."""
        rows = session.execute(select(StoredCount).where(~_is_unfinished())).scalars()
        return {row.name: row for row in rows}

    def progress(self, session: Session) -> Progress | None:
        """Return the unfinished counts; None if there are none, or not of all NAMES."""
        found = session.execute(select(StoredCount).where(_is_unfinished())).scalars()
        rows = {row.name.removeprefix(f"{_UNFINISHED} "): row for row in found}
        place = rows.pop(_UNFINISHED, None)
        if place is None or rows.keys() != NAMES:
            return None
        counts = {name: row.value for name, row in rows.items()}
        return Progress(place.counted_at, _last_like(place.value), counts)

    def _accounts(self, session: Session, some: Range) -> Mapping[str, int]:
        """Return the number of accounts, and of those that need attention."""
        number = func.count()
        statement = select(
            number.label("accounts"),
            number.filter(col(User.email_verified_at).is_(None)).label("unverified"),
            number.filter(~col(User.is_active)).label("disabled"),
            number.filter(col(User.delete_at).is_not(None)).label("to_be_deleted"),
        ).where(some.has(col(User.id)))
        return _row(session, statement)

    def _with_two_fa(self, session: Session, some: Range) -> Mapping[str, int]:
        """Return how many accounts have a second factor."""
        enabled = func.count(col(TwoFa.enabled_at)).label("two_fa_enabled")
        return _row(session, select(enabled).where(some.has(col(TwoFa.user_id))))

    def _stored(self, session: Session, some: Range) -> Mapping[str, int]:
        """Return the storage that these users use together."""
        used = func.coalesce(func.sum(DocumentUsage.used_bytes), 0)
        files = func.coalesce(func.sum(DocumentUsage.files), 0)
        statement = select(used.label("used_bytes"), files.label("files"))
        return _row(session, statement.where(some.has(col(DocumentUsage.user_id))))

    def _active(
        self, session: Session, some: Range, *, now: datetime
    ) -> Mapping[str, int]:
        """Return how many accounts were used within a day and within a week."""
        day, week = now - timedelta(days=1), now - timedelta(days=7)
        # Grouped, not count(DISTINCT), which Postgres does not hash.
        used = (
            select(func.max(UserSession.last_seen_at).label("seen_at"))
            .where(
                some.has(col(UserSession.user_id)),
                col(UserSession.last_seen_at) > week,
            )
            .group_by(col(UserSession.user_id))
            .subquery()
        )
        number = func.count()
        statement = select(
            number.filter(used.c.seen_at > day).label("active_last_day"),
            number.label("active_last_week"),
        ).select_from(used)
        return _row(session, statement)

    def _save(
        self, session: Session, counts: Mapping[str, int], *, now: datetime
    ) -> None:
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


def _is_unfinished() -> Any:
    return col(StoredCount.name).startswith(_UNFINISHED)


def _last_like(prefix: int) -> UUID:
    """Return the last id with these first bits."""
    return UUID(int=((prefix + 1) << _LOW_BITS) - 1)


def _row(session: Session, statement: Any) -> Mapping[str, int]:
    row = session.execute(statement).mappings().one()
    return {name: int(value) for name, value in row.items()}


overview_db = OverviewDB()
