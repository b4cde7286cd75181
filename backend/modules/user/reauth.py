"""Checks password and second factor again: before a sensitive change, or by itself.

A wrong password is written to the security log, and a wrong code costs a try. Both must
be committed although the request fails, so they are returned, not raised.
"""

from sqlmodel import Session

from backend.core import auth, clock, password
from backend.core.client import Client
from backend.core.database import RequestSession
from backend.core.exceptions import AppException, InvalidToken
from backend.core.outcome import Outcome
from backend.models import User
from backend.modules.two_fa.exceptions import CodeRequired, WrongCode
from backend.modules.two_fa.factor import factor_service
from backend.modules.user.db import user_db
from backend.modules.user.exceptions import WrongPassword
from backend.modules.user.security_log import security_log_service
from backend.modules.user.sessions_db import session_db


class ReauthService:
    """Checks of the password before a sensitive change."""

    def renew(
        self,
        session: RequestSession,
        user: User,
        access: auth.AccessToken,
        client: Client,
        *,
        secret: str,
        code: str | None,
    ) -> Outcome[None]:
        """Note that the owner of this session has just proved to be the owner.

        Raises:
            CodeRequired, TwoFactorPaused: as for `check_factor`.
        """
        confirmed = self.confirm(session, user, access, client, secret=secret)
        if confirmed.error:
            return Outcome(confirmed.error)
        wrong = self.check_factor(session, confirmed.value, client, code)
        if wrong:
            return Outcome(wrong)
        session_db.prove(session, access.session_id, now=clock.now())
        security_log_service.record_own(session, "reauthenticated", access, client)
        return Outcome(None)

    def confirm(
        self,
        session: RequestSession,
        user: User,
        access: auth.AccessToken,
        client: Client,
        *,
        secret: str,
    ) -> Outcome[User]:
        """Check the password and return the account, locked.

        Raises:
            InvalidToken, WrongPassword: as for `lock_unchanged`.
        """
        wrong = self.check_password(session, user, access, client, secret)
        if wrong:
            return Outcome(wrong)
        return Outcome(self.lock_unchanged(session, user, access))

    def check_password(
        self,
        session: RequestSession,
        user: User,
        access: auth.AccessToken,
        client: Client,
        secret: str,
    ) -> AppException | None:
        """Return WrongPassword, logged, unless it is the user's; no connection is held."""
        session.release()
        if password.verify(secret, user.password_hash):
            return None
        security_log_service.record_own(session, "wrong_password", access, client)
        return WrongPassword()

    def check_factor(
        self, session: Session, locked: User, client: Client, code: str | None
    ) -> AppException | None:
        """Return WrongCode, paid for, unless the code is right or no factor is on.

        Raises:
            CodeRequired: the account has a second factor, and `code` is None.
            TwoFactorPaused: too many codes were wrong lately.
        """
        if not factor_service.is_enabled(session, locked.id):
            return None
        if code is None:
            raise CodeRequired
        return (
            None if factor_service.check(session, locked, client, code) else WrongCode()
        )

    def lock_unchanged(
        self, session: Session, user: User, access: auth.AccessToken
    ) -> User:
        """Return the account, locked, if session and password are still the same.

        Raises:
            InvalidToken: the session was ended meanwhile.
            WrongPassword: the password was changed meanwhile.
        """
        locked = user_db.lock(session, user.id)
        if locked is None or not session_db.is_live(session, access.session_id):
            raise InvalidToken
        if locked.password_hash != user.password_hash:
            raise WrongPassword
        return locked


reauth_service = ReauthService()
