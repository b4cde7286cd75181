"""Pending logins: the password was right, the second factor is missing."""

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
    """Opens and closes pending logins, and counts their attempts."""

    def open_for(self, session: Session, user_id: UUID) -> LoginChallenge:
        """Create a pending login. Its id goes into the pending token."""
        challenge = LoginChallenge(user_id=user_id, expires_at=clock.now() + LIFETIME)
        session.add(challenge)
        session.flush()
        return challenge

    def spend_try(self, session: Session, pending: auth.AccessToken) -> None:
        """Count an attempt of the pending login that this token names.

        Raises:
            InvalidToken: it is expired or completed, or has no attempts left.
        """
        if not challenge_db.spend_try(
            session, pending.session_id, pending.user_id, now=clock.now(), tries=TRIES
        ):
            raise InvalidToken

    def answer(self, session: Session, pending: auth.AccessToken) -> None:
        """Delete the pending login, so that its token is rejected from now on."""
        challenge_db.remove(session, pending.session_id)


challenge_service = ChallengeService()
