"""Queries on the signed values that were used. Flushes, never commits."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col

from backend.models import UsedChallenge


class SingleUseDB:
    """The table of used values."""

    def add(self, session: Session, value_id: UUID, *, expires_at: datetime) -> bool:
        """Store that a value was used; return False if it was used before."""
        statement = (
            insert(UsedChallenge)
            .values(id=value_id, expires_at=expires_at)
            .on_conflict_do_nothing()
            .returning(col(UsedChallenge.id))
        )
        return session.execute(statement).first() is not None


single_use_db = SingleUseDB()
