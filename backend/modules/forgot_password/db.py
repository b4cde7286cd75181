"""Queries on tickets to set a new password. Flushes, never commits."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlmodel import Session, col

from backend.models import PasswordReset, ResetRequest, User


class ResetRequestDB:
    """Requests for a code that an e-mail was written for."""

    def newest(
        self,
        session: Session,
        email: str,
        *,
        digests: Sequence[bytes],
        requester: str,
        since: datetime,
    ) -> UUID | None:
        """Return the request of this token, else the requester's newest one."""
        is_named = col(ResetRequest.token_digest).in_(digests)
        statement = (
            select(col(ResetRequest.id))
            .where(
                col(ResetRequest.email) == email,
                col(ResetRequest.created_at) > since,
                is_named | (col(ResetRequest.requester) == requester),
            )
            .order_by(is_named.desc(), col(ResetRequest.created_at).desc())
            .limit(1)
        )
        return session.execute(statement).scalar_one_or_none()


class PasswordResetDB:
    """Tickets to set a new password."""

    def owner(
        self, session: Session, digests: Sequence[bytes], *, now: datetime
    ) -> User | None:
        """Return the account that a valid ticket is for."""
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
        """Use up a valid ticket; False if it is none, or stopped being one."""
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


reset_request_db = ResetRequestDB()
password_reset_db = PasswordResetDB()
