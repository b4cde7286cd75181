"""Runs the migrations on the database of the settings, one process at a time."""

from sqlalchemy import text

from alembic import context
from backend import models
from backend.core.database import new_engine

_LOCK = 7_305_112  # any number that only this program locks


def _migrate() -> None:
    engine = new_engine(pool_size=1, application_name="migration")
    with engine.connect() as connection:
        # Several instances may start at once: the first migrates, the others wait.
        connection.execute(text("SET lock_timeout = 0"))
        connection.execute(text("SET statement_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK})
        connection.execute(text("SET lock_timeout = '5s'"))
        connection.commit()
        context.configure(
            connection=connection,
            target_metadata=models.SQLModel.metadata,
            compare_type=True,
            compare_server_default=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
    engine.dispose()


_migrate()
