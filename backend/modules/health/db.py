"""Queries on the state of the database."""

from sqlalchemy import text
from sqlmodel import Session

_VERSION = text("SELECT version_num FROM alembic_version")


class HealthDB:
    """The state of the database."""

    def migration(self, session: Session) -> str | None:
        """Return the revision of the last migration that was applied, or None."""
        return session.execute(_VERSION).scalars().first()


health_db = HealthDB()
