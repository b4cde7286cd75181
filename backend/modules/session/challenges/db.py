"""Queries on pending logins. Flushes, never commits."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, update
from sqlmodel import Session, col

from backend.models import LoginChallenge


class ChallengeDB:
    """Logins that wait for their second factor."""

    def spend_try(
        self,
        session: Session,
        challenge_id: UUID,
        user_id: UUID,
        *,
        now: datetime,
        tries: int,
    ) -> bool:
        """Use up one try; False if there is none left, or no such login."""
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
        """Remove a login that is no longer pending."""
        session.execute(
            delete(LoginChallenge).where(col(LoginChallenge.id) == challenge_id)
        )


challenge_db = ChallengeDB()
