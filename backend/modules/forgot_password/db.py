"""Queries on tickets to set a new password. Flushes, never commits."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlmodel import Session, col

from backend.models import PasswordReset, User


class PasswordResetDB:
    """Tickets to set a new password."""

    def owner(
        self, session: Session, digests: Sequence[bytes], *, now: datetime
    ) -> User | None:
        """Return the account of a valid ticket, or None."""
        statement = (
            select(User)
            .join(PasswordReset, col(PasswordReset.user_id) == User.id)
            .where(
                col(PasswordReset.digest).in_(digests),
                col(PasswordReset.expires_at) > now,
            )
        )
        return session.execute(statement).scalars().first()

    def use(
        self,
        session: Session,
        digests: Sequence[bytes],
        user_id: UUID,
        *,
        now: datetime,
    ) -> bool:
        """Delete a valid ticket; return False if there is none."""
        statement = (
            delete(PasswordReset)
            .where(
                col(PasswordReset.digest).in_(digests),
                col(PasswordReset.user_id) == user_id,
                col(PasswordReset.expires_at) > now,
            )
            .returning(col(PasswordReset.digest))
        )
        return session.execute(statement).first() is not None


password_reset_db = PasswordResetDB()
