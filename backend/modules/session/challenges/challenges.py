"""Logins whose password was right and whose second factor is waited for."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from backend.core import auth, clock
from backend.core.exceptions import InvalidToken
from backend.models import LoginChallenge
from backend.modules.session.challenges.db import challenge_db

LIFETIME = timedelta(minutes=5)
TRIES = 5


class ChallengeService:
    """Pending logins: opened, tried, and answered."""

    def open_for(self, session: Session, user_id: UUID) -> LoginChallenge:
        """Open a challenge; a pending token names it."""
        challenge = LoginChallenge(user_id=user_id, expires_at=clock.now() + LIFETIME)
        session.add(challenge)
        session.flush()
        return challenge

    def spend_try(self, session: Session, pending: auth.AccessToken) -> None:
        """Use up a try of the challenge that a pending token names.

        Raises:
            InvalidToken: it is over, was answered, or has no tries left.
        """
        if not challenge_db.spend_try(
            session, pending.session_id, pending.user_id, now=clock.now(), tries=TRIES
        ):
            raise InvalidToken

    def answer(self, session: Session, pending: auth.AccessToken) -> None:
        """Close the challenge: its token opens nothing any more."""
        challenge_db.remove(session, pending.session_id)


challenge_service = ChallengeService()
