"""Queries on the state of the database."""

from sqlalchemy import text
from sqlmodel import Session

_VERSION = text("SELECT version_num FROM alembic_version")


class HealthDB:
    """The database itself."""

    def migration(self, session: Session) -> str | None:
        """Return the revision the database is at."""
        return session.execute(_VERSION).scalars().first()


health_db = HealthDB()
