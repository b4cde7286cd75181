"""Queries on sign-ups. Flushes, never commits."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlmodel import Session, col

from backend.models import OneTimeCode, Signup, UserSession

_NO_SYNC = {"synchronize_session": False}


class SignupDB:
    """The table of sign-ups."""

    def by_token(
        self, session: Session, digests: Sequence[bytes], *, since: datetime
    ) -> Signup | None:
        """Return the sign-up of this token, or None if it is unknown or expired."""
        statement = select(Signup).where(
            col(Signup.token_digest).in_(digests), col(Signup.created_at) > since
        )
        return session.execute(statement).scalars().first()

    def of_session(
        self, session: Session, session_id: UUID, *, now: datetime, idle_since: datetime
    ) -> Signup | None:
        """Return the sign-up that a live session was opened with, or None."""
        statement = (
            select(Signup)
            .join(UserSession, col(UserSession.signup_id) == Signup.id)
            .where(
                col(UserSession.id) == session_id,
                col(UserSession.ended_at).is_(None),
                col(UserSession.expires_at) > now,
                col(UserSession.last_seen_at) > idle_since,
            )
        )
        return session.execute(statement).scalars().first()

    def delete_all(self, session: Session, user_id: UUID) -> None:
        """Delete the sign-ups of an account, their codes and their login sessions."""
        mine = select(col(Signup.id)).where(col(Signup.user_id) == user_id)
        session.execute(
            delete(OneTimeCode)
            .where(col(OneTimeCode.holder_id).in_(mine))
            .execution_options(**_NO_SYNC)
        )
        session.execute(
            delete(Signup)
            .where(col(Signup.user_id) == user_id)
            .execution_options(**_NO_SYNC)
        )


signup_db = SignupDB()
