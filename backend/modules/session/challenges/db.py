"""Queries on pending logins. Flushes, never commits."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, update
from sqlmodel import Session, col

from backend.models import LoginChallenge


class ChallengeDB:
    """The table of pending logins."""

    def spend_try(
        self,
        session: Session,
        challenge_id: UUID,
        user_id: UUID,
        *,
        now: datetime,
        tries: int,
    ) -> bool:
        """Count an attempt; return False if none is left or no login is pending."""
        statement = (
            update(LoginChallenge)
            .where(
                col(LoginChallenge.id) == challenge_id,
                col(LoginChallenge.user_id) == user_id,
                col(LoginChallenge.expires_at) > now,
                col(LoginChallenge.tries) < tries,
            )
            .values(tries=LoginChallenge.tries + 1)
            .returning(col(LoginChallenge.id))
            .execution_options(synchronize_session=False)
        )
        return session.execute(statement).first() is not None

    def remove(self, session: Session, challenge_id: UUID) -> None:
        """Delete a pending login."""
        session.execute(
            delete(LoginChallenge).where(col(LoginChallenge.id) == challenge_id)
        )


challenge_db = ChallengeDB()
