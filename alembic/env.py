"""Runs the migrations on the database of the settings, one process at a time."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import text
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

from backend import models  # noqa: F401 (fills SQLModel.metadata)
from backend.core.database import new_engine

_LOCK = 7_305_112  # any number that only this program locks


def _render(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Write SQLModel's strings as what they are, so migrations need no SQLModel."""
    return "sa.String()" if kind == "type" and isinstance(item, AutoString) else False


def _migrate() -> None:
    engine = new_engine(pool_size=1, application_name="migration", patient=True)
    try:
        with engine.connect() as connection:
            # Several instances may start at once: the first migrates, the others wait.
            connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK})
            # A statement that waits for a lock holds up all requests behind it. One that
            # runs for long is a migration to be written in another way.
            connection.execute(text("SET lock_timeout = '5s'"))
            connection.execute(text("SET statement_timeout = '15min'"))
            connection.commit()
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
        # Lets go of the lock, which belongs to the connection.
        engine.dispose()


_migrate()
