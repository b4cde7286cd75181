"""Runs the migrations on the configured database, one process at a time."""

from backend.core import loading

loading.begin()

import time
from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, event, text
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

from backend import models  # noqa: F401 (fills SQLModel.metadata)
from backend.core import extensions
from backend.core.database import new_engine

loading.end()

_LOCK = 7_305_112  # any number, but no other program may use it
_POLL_SECONDS = 0.2
# A statement that waits for a table lock blocks all requests behind it, so it fails
# soon. One that takes 15 minutes in a transaction needs a better migration.
_LIMITS = "SET lock_timeout = '5s'; SET statement_timeout = '15min'"
# CONCURRENTLY waits for all running transactions, but nothing waits for it.
_NO_LIMITS = "SET lock_timeout = 0; SET statement_timeout = 0"


def _render(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Render SQLModel's strings as sa.String(), so that migrations need no SQLModel."""
    return "sa.String()" if kind == "type" and isinstance(item, AutoString) else False


def _limit(_: Connection, cursor: DBAPICursor, statement: str, *__: Any) -> None:
    """Set the time limits of the statement that follows."""
    concurrent = "CONCURRENTLY" in statement or "VALIDATE CONSTRAINT" in statement
    cursor.execute(_NO_LIMITS if concurrent else _LIMITS)


def _wait_for_turn(connection: Connection) -> None:
    """Take the lock that only one migrating process holds.

    A statement that waits for the lock would have a snapshot, and CREATE INDEX
    CONCURRENTLY of the process that holds the lock would wait for that: a deadlock.
    """
    ours = text("SELECT pg_try_advisory_lock(:key)")
    while not connection.execute(ours, {"key": _LOCK}).scalar_one():
        connection.rollback()
        time.sleep(_POLL_SECONDS)
    connection.commit()


def _migrate() -> None:
    engine = new_engine(pool_size=1, application_name="migration", patient=True)
    try:
        with engine.connect() as connection:
            # Several instances may start at once: one migrates while the others wait.
            _wait_for_turn(connection)
            event.listen(connection, "before_cursor_execute", _limit)
            if reason := extensions.obstacle(connection):
                raise SystemExit(reason)
            connection.commit()  # a CONCURRENTLY must not be in this transaction
            context.configure(
                connection=connection,
                target_metadata=SQLModel.metadata,
                compare_type=True,
                render_item=_render,
                compare_server_default=True,
            )
            with context.begin_transaction():
                context.run_migrations()
            connection.commit()
    finally:
        # Closes the connection, which releases the lock.
        engine.dispose()


_migrate()
