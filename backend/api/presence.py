"""When each session was last seen, without a commit in the requests that only read.

Requests note it in memory; one thread writes what was noted every half minute and at
the end. A killed process loses half a minute, which no lifetime depends on.
"""

from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy import Engine, bindparam, func, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import SQLModel

from backend import models  # noqa: F401 (fills the metadata)
from backend.background.thread import BackgroundThread

log = structlog.get_logger()

_INTERVAL_SECONDS = 30.0
_TABLE = SQLModel.metadata.tables["user_sessions"]
_SAME = _TABLE.alias()
# It waits for no lock, so no request can wait for it in turn: a session that is locked
# is being ended, or is noted again when it is used again.
_FREE = (
    select(_SAME.c.id)
    .where(_SAME.c.id == bindparam("session_id"))
    .with_for_update(skip_locked=True, key_share=True)
)
_UPDATE = (
    update(_TABLE).where(_TABLE.c.id == _FREE.scalar_subquery())
    # Another process may have written a later time already.
    .values(last_seen_at=func.greatest(_TABLE.c.last_seen_at, bindparam("seen")))
)

_seen: dict[UUID, datetime] = {}


def note(session_id: UUID, now: datetime) -> None:
    """Remember that the session was used."""
    _seen[session_id] = now


def write(engine: Engine) -> None:
    """Write what was noted since the last time; what fails is tried again."""
    noted = {key: _seen.pop(key) for key in list(_seen)}
    if not noted:
        return
    rows = [{"session_id": i, "seen": at} for i, at in sorted(noted.items())]
    try:
        with engine.begin() as connection:
            connection.execute(_UPDATE, rows)
    except SQLAlchemyError as error:
        log.warning("last-seen times not written", error=type(error).__name__)
        for session_id, at in noted.items():
            _seen.setdefault(session_id, at)


class Writer(BackgroundThread):
    """The thread that writes what requests noted."""

    name = "presence"

    def work(self) -> None:
        """Wait half a minute, or until asked to stop, and write."""
        self._stop.wait(_INTERVAL_SECONDS)
        write(self._engine)
