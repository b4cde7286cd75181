"""Queries that count accounts, and the counts that are stored. Flushes, never commits.

No statement reads a whole table. Accounts are counted in ranges of their ids. Login
sessions are counted page by page: reading those of some accounts would fetch nearly as
many pages as there are sessions, and would take several times as long.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Integer,
    cast,
    delete,
    func,
    literal_column,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col

from backend.models import DocumentUsage, StoredCount, TwoFa, User, UserSession

# An advisory lock of Postgres. The number has no meaning; no other code uses it.
_LOCK = 7305113
PIECE = 3_000
# Of login sessions, each with about 50 rows.
PAGES = 500
FIRST, LAST = UUID(int=0), UUID(int=2**128 - 1)
NAMES = frozenset(
    {
        *("accounts", "unverified", "disabled", "to_be_deleted", "two_fa_enabled"),
        *("used_bytes", "files", "active_last_day", "active_last_week"),
    }
)
# The names of counts that are not complete begin with this word. Two more rows say where
# to continue: at a page, and after an id, by its first 63 bits. A count has no more.
_UNFINISHED = "counting "
_ID, _PAGE = "id", "page"
_LOW_BITS = 128 - 63
_Mine, _Other = (UserSession.__table__.alias(name) for name in ("mine", "other"))  # type: ignore[attr-defined]
# Where a row is.
_CTID: ColumnElement[Any] = literal_column("mine.ctid")


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
    """What is counted: up to an id, and before a page of login sessions."""

    began_at: datetime
    until: UUID = FIRST
    page: int = 0
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

    def next_page(self, session: Session, page: int) -> tuple[int, bool]:
        """Return the place after the next PAGES pages of login sessions.

        The second value is whether it is the end of the table.
        """
        size = func.pg_relation_size(UserSession.__tablename__)
        block = cast(func.current_setting("block_size"), Integer)
        pages = int(session.execute(select(size / block)).scalar_one())
        return min(page + PAGES, pages), page + PAGES >= pages

    def count(self, session: Session, some: Range) -> Mapping[str, int]:
        """Return the numbers of these accounts: all NAMES but those of `active`."""
        return {
            **self._accounts(session, some),
            **self._with_two_fa(session, some),
            **self._stored(session, some),
        }

    def active(
        self, session: Session, *, first: int, end: int, now: datetime
    ) -> Mapping[str, int]:
        """Return how many accounts were used within a day and within a week.

        This reads login sessions from the first page on, up to the end. An account is
        counted at the first of its sessions that was used within this time.
        """
        week = now - timedelta(days=7)
        statement = select(
            _firsts(now - timedelta(days=1)).label("active_last_day"),
            _firsts(week).label("active_last_week"),
        ).where(
            _Mine.c.last_seen_at > week,
            _place(first) <= _CTID,
            _place(end) > _CTID,
        )
        return _row(session, statement)

    def save(
        self, session: Session, counts: Mapping[str, int], *, now: datetime
    ) -> None:
        """Store complete counts in place of older ones and of unfinished ones."""
        session.execute(delete(StoredCount).where(_is_unfinished()))
        self._save(session, counts, now=now)

    def save_progress(self, session: Session, progress: Progress) -> None:
        """Store unfinished counts in place of older ones."""
        values = {_ID: progress.until.int >> _LOW_BITS, _PAGE: progress.page}
        values |= progress.counts
        counts = {_UNFINISHED + name: value for name, value in values.items()}
        self._save(session, counts, now=progress.began_at)

    def saved(self, session: Session) -> Mapping[str, StoredCount]:
        """Return the complete counts by name; empty before the first counting."""
        rows = session.execute(select(StoredCount).where(~_is_unfinished())).scalars()
        return {row.name: row for row in rows}

    def progress(self, session: Session) -> Progress | None:
        """Return the unfinished counts; None if there are none, or not of all NAMES."""
        found = session.execute(select(StoredCount).where(_is_unfinished())).scalars()
        rows = {row.name.removeprefix(_UNFINISHED): row for row in found}
        if rows.keys() != NAMES | {_ID, _PAGE}:
            return None
        began_at = rows[_ID].counted_at
        values = {name: row.value for name, row in rows.items()}
        until, page = _last_like(values.pop(_ID)), values.pop(_PAGE)
        return Progress(began_at, until, page, values)

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


def _firsts(after: datetime) -> Any:
    """Return the number of sessions used after a time, the first of each account."""
    earlier = (
        select(_Other.c.id)
        .where(
            _Other.c.user_id == _Mine.c.user_id,
            _Other.c.last_seen_at > after,
            tuple_(_Other.c.created_at, _Other.c.id)
            < tuple_(_Mine.c.created_at, _Mine.c.id),
        )
        # The session made just before was probably used too. With OFFSET, Postgres
        # keeps the order, and looks up each account instead of reading all sessions.
        .order_by(_Other.c.created_at.desc())
        .offset(0)
        .exists()
    )
    return func.count().filter(_Mine.c.last_seen_at > after, ~earlier)


def _place(page: int) -> Any:
    return literal_column(f"'({page},0)'::tid")


def _is_unfinished() -> Any:
    return col(StoredCount.name).startswith(_UNFINISHED)


def _last_like(prefix: int) -> UUID:
    """Return the last id with these first bits."""
    return UUID(int=((prefix + 1) << _LOW_BITS) - 1)


def _row(session: Session, statement: Any) -> Mapping[str, int]:
    row = session.execute(statement).mappings().one()
    return {name: int(value) for name, value in row.items()}


overview_db = OverviewDB()
