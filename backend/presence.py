"""When each session was last seen, without a commit in the requests that only read.

Requests note it in memory; one thread writes what was noted every half minute and at
the end. A killed process loses half a minute, which no lifetime depends on.
"""

import threading
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy import bindparam, update
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import SQLModel

from backend import models  # noqa: F401 (fills the metadata)
from backend.core.config import settings
from backend.core.database import new_engine

log = structlog.get_logger()

_INTERVAL_SECONDS = 30.0
_TABLE = SQLModel.metadata.tables["user_sessions"]
_UPDATE = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("session_id"))
    .values(last_seen_at=bindparam("seen"))
)
# Not of the requests' pool, where it would take a connection from one of them.
_engine = new_engine(pool_size=1, application_name=f"{settings.APP_NAME} presence")

_seen: dict[UUID, datetime] = {}


def note(session_id: UUID, now: datetime) -> None:
    """Remember that the session was used."""
    _seen[session_id] = now


def write() -> None:
    """Write what was noted since the last time; what fails is tried again."""
    noted = {key: _seen.pop(key) for key in list(_seen)}
    if not noted:
        return
    rows = [{"session_id": i, "seen": at} for i, at in sorted(noted.items())]
    try:
        with _engine.begin() as connection:
            connection.execute(_UPDATE, rows)
    except SQLAlchemyError as error:
        log.warning("last-seen times not written", error=type(error).__name__)
        for session_id, at in noted.items():
            _seen.setdefault(session_id, at)


class Writer:
    """The thread that writes what requests noted."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="presence", daemon=True)

    def start(self) -> None:
        """Write from now on, every half minute."""
        self._thread.start()

    def stop(self) -> None:
        """Write once more and end."""
        self._stop.set()
        self._thread.join(timeout=10)

    def _run(self) -> None:
        while not self._stop.wait(_INTERVAL_SECONDS):
            write()
        write()
        _engine.dispose()
