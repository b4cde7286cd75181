"""Records when login sessions and API tokens were last used, without a commit.

A request notes the time in memory if the stored one is minutes old: writing the time of
every use would be most of what the database writes. One thread writes the noted times
every 30 seconds and when it stops. A killed process loses at most 30 seconds of them,
which is harmless.
"""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import Engine, Update, bindparam, or_, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import SQLModel

from backend import models  # noqa: F401 (fills the metadata)
from backend.background.thread import BackgroundThread
from backend.core.config import settings

log = structlog.get_logger()

_INTERVAL_SECONDS = 30.0
# A session in use is never as old as the time after which an unused one expires.
_STALE = min(timedelta(minutes=4), timedelta(minutes=settings.SESSION_IDLE_MINUTES) / 4)
# Programs call often, and owners want to know whether a token is in use right now.
_TOKEN_STALE = timedelta(minutes=1)
_AT_ONCE = 1000  # bounds the duration of the locks


def _update(table_name: str, column: str) -> Update:
    """Return the statement that writes when a row was last used.

    It skips locked rows: the writer must not wait for a request that waits for the
    writer. Such a row is being ended, or is noted again at its next use.
    """
    table = SQLModel.metadata.tables[table_name]
    other = table.alias()
    not_locked = (
        select(other.c.id)
        .where(other.c.id == bindparam("row_id"))
        .with_for_update(skip_locked=True, key_share=True)
    )
    stored = table.c[column]
    return (
        update(table)
        .where(
            table.c.id == not_locked.scalar_subquery(),
            # Another process may have written this or a later time already.
            or_(stored.is_(None), stored < bindparam("stale_before")),
        )
        .values({column: bindparam("seen")})
    )


_UPDATE_SESSIONS = _update("user_sessions", "last_seen_at")
_UPDATE_TOKENS = _update("api_tokens", "last_used_at")

_seen: dict[UUID, datetime] = {}
_used: dict[UUID, datetime] = {}


def note(session_id: UUID, now: datetime, *, stored: datetime) -> None:
    """Note in memory that a login session was used, if its `stored` time is old."""
    if now - stored >= _STALE:
        _seen[session_id] = now


def note_api_token(token_id: UUID, now: datetime, *, stored: datetime | None) -> None:
    """Note in memory that an API token was used, if its `stored` time is old."""
    if stored is None or now - stored >= _TOKEN_STALE:
        _used[token_id] = now


def write(engine: Engine) -> None:
    """Write the noted times; if that fails, keep them for the next call."""
    _write(engine, _seen, _UPDATE_SESSIONS, _STALE)
    _write(engine, _used, _UPDATE_TOKENS, _TOKEN_STALE)


def _write(
    engine: Engine, noted: dict[UUID, datetime], statement: Update, stale: timedelta
) -> None:
    waiting = sorted((key, noted.pop(key)) for key in list(noted))
    while waiting:
        rows = [
            {"row_id": row_id, "seen": at, "stale_before": at - stale / 2}
            for row_id, at in waiting[:_AT_ONCE]
        ]
        try:
            with engine.begin() as connection:
                connection.execute(statement, rows)
        except SQLAlchemyError as error:
            log.warning("last-seen times not written", error=type(error).__name__)
            for row_id, at in waiting:
                noted.setdefault(row_id, at)
            return
        del waiting[:_AT_ONCE]


class Writer(BackgroundThread):
    """The thread that writes the times that requests noted."""

    name = "presence"

    def work(self) -> None:
        """Wait 30 seconds, or until asked to stop, and write."""
        self._stop.wait(_INTERVAL_SECONDS)
        write(self._engine)
