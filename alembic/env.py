"""Runs the migrations on the configured database, one process at a time."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import text
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

from backend import models  # noqa: F401 (fills SQLModel.metadata)
from backend.core import extensions
from backend.core.database import new_engine

_LOCK = 7_305_112  # any number, but no other program may use it


def _render(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Render SQLModel's strings as sa.String(), so that migrations need no SQLModel."""
    return "sa.String()" if kind == "type" and isinstance(item, AutoString) else False


def _migrate() -> None:
    engine = new_engine(pool_size=1, application_name="migration", patient=True)
    try:
        with engine.connect() as connection:
            # Several instances may start at once: one migrates while the others wait.
            connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK})
            # A statement that waits for a table lock blocks all requests behind it, so
            # it fails soon. One that takes 15 minutes needs a better migration.
            connection.execute(text("SET lock_timeout = '5s'"))
            connection.execute(text("SET statement_timeout = '15min'"))
            connection.commit()
            if reason := extensions.obstacle(connection):
                raise SystemExit(reason)
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
