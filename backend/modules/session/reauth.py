"""Checks the password again before a sensitive change.

A wrong password is written to the security log. That must be committed although the
request fails, so the error is returned, not raised.
"""

from sqlmodel import Session

from backend.core import auth, clock
from backend.core.client import Client
from backend.core.database import RequestSession
from backend.core.exceptions import AppException, InvalidToken
from backend.core.outcome import Outcome
from backend.core.password import verify_password
from backend.models import User
from backend.modules.session.db import session_db
from backend.modules.session.exceptions import WrongPassword
from backend.modules.session.security_log.security_log import security_log_service


class ReauthService:
    """Checks of the password before a sensitive change."""

    def confirm(
        self,
        session: RequestSession,
        user: User,
        access: auth.AccessToken,
        client: Client,
        *,
        password: str,
    ) -> Outcome[User]:
        """Check the password and return the account, locked.

        Raises:
            InvalidToken, WrongPassword: as for `lock_unchanged`.
        """
        wrong = self.check_password(session, user, access, client, password)
        if wrong:
            return Outcome(wrong)
        return Outcome(self.lock_unchanged(session, user, access))

    def check_password(
        self,
        session: RequestSession,
        user: User,
        access: auth.AccessToken,
        client: Client,
        password: str,
    ) -> AppException | None:
        """Return WrongPassword, logged, unless it is the user's; no connection is held."""
        session.release()
        if verify_password(password, user.password_hash):
            return None
        security_log_service.record_own(session, "wrong_password", access, client)
        return WrongPassword()

    def lock_unchanged(
        self, session: Session, user: User, access: auth.AccessToken
    ) -> User:
        """Return the account, locked, if session and password are still the same.

        Raises:
            InvalidToken: the session was ended meanwhile.
            WrongPassword: the password was changed meanwhile.
        """
        locked = session_db.lock_account(session, user.id)
        if locked is None or not session_db.is_live(session, access.session_id):
            raise InvalidToken
        if locked.password_hash != user.password_hash:
            raise WrongPassword
        return locked

    def renew(self, session: Session, access: auth.AccessToken, client: Client) -> None:
        """Note that the owner of this login session has just proved to be the owner."""
        session_db.prove(session, access.session_id, now=clock.now())
        security_log_service.record_own(session, "reauthenticated", access, client)


reauth_service = ReauthService()
