"""Re-checks the password before a sensitive change.

A wrong password is written to the security log. This entry must be committed although
the request fails, so the error is returned, not raised.
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
    """Re-checks the password before a sensitive change."""

    def confirm(
        self,
        session: RequestSession,
        user: User,
        access: auth.AccessToken,
        client: Client,
        *,
        password: str,
    ) -> Outcome[User]:
        """Check the password, then lock and return the account.

        Raises:
            InvalidToken, WrongPassword: as for `lock_unchanged`.
        """
        error = self.check_password(session, user, access, client, password)
        if error:
            return Outcome(error)
        return Outcome(self.lock_unchanged(session, user, access))

    def check_password(
        self,
        session: RequestSession,
        user: User,
        access: auth.AccessToken,
        client: Client,
        password: str,
    ) -> AppException | None:
        """Return and log WrongPassword if the password is wrong, else return None.

        Hashing is slow, so the database connection is given back first.
        """
        session.release()
        if verify_password(password, user.password_hash):
            return None
        security_log_service.record_own(session, "wrong_password", access, client)
        return WrongPassword()

    def lock_unchanged(
        self, session: Session, user: User, access: auth.AccessToken
    ) -> User:
        """Lock and return the account if session and password are unchanged.

        Raises:
            InvalidToken: another request ended the session.
            WrongPassword: another request changed the password.
        """
        locked = session_db.lock_account(session, user.id)
        if locked is None or not session_db.is_live(session, access.session_id):
            raise InvalidToken
        if locked.password_hash != user.password_hash:
            raise WrongPassword
        return locked

    def renew(self, session: Session, access: auth.AccessToken, client: Client) -> None:
        """Store and log that the user has re-authenticated in this login session."""
        session_db.prove(session, access.session_id, now=clock.now())
        security_log_service.record_own(session, "reauthenticated", access, client)


reauth_service = ReauthService()
