"""Accounts: who may sign up, verify and log in, and what that changes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from backend import outbox
from backend.core import auth, clock, password, token
from backend.core.config import settings
from backend.core.database import RequestSession
from backend.models import User
from backend.modules.user import codes, email
from backend.modules.user.db import user_db, user_session_db
from backend.modules.user.exceptions import (
    InvalidCode,
    InvalidCredentials,
    WeakPassword,
)

_LIFETIME = timedelta(minutes=settings.JWT_EXPIRE_MINUTES_DELTA)


@dataclass(frozen=True, slots=True)
class Login:
    """A user with a fresh session and the token that names it."""

    user: User
    access_token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Verification:
    """What a code came to. The try it cost is committed before `login` is asked for."""

    _login: Login | None

    @property
    def login(self) -> Login:
        """The login that a right code gives; a wrong one raises InvalidCode."""
        if self._login is None:
            raise InvalidCode
        return self._login


class UserService:
    """Accounts and their logins."""

    def signup(
        self, session: Session, *, email: str, secret: str, full_name: str | None
    ) -> None:
        """Create an unverified account and mail a code to its address.

        A taken address takes the same steps and the same time, and its owner is
        told by mail. An unverified account is taken over by whoever is mailed the
        newest code, so the password of an earlier attempt does not survive.

        Raises:
            WeakPassword: zxcvbn finds it too easy to guess.
        """
        self._refuse_weak(secret, email=email, full_name=full_name)
        hashed = password.hash(secret)
        codes.forget_if_nobodys(session, email=email, purpose="signup")
        user_db.create_if_new(
            session, email=email, password_hash=hashed, full_name=full_name
        )
        user = user_db.lock_by_email(session, email)
        if self._send_code(session, email, user):
            taken_over = user_db.take_over_unverified(
                session, email=email, password_hash=hashed, full_name=full_name
            )
            # Nobody's sessions where nothing was taken over: it takes as long.
            user_session_db.end_all(
                session, taken_over or token.new_id(), now=clock.now()
            )

    def resend_code(self, session: Session, *, email: str) -> None:
        """Mail a new code to an unverified address; say nothing about any other."""
        self._send_code(session, email, user_db.lock_by_email(session, email))

    def verify_signup(self, session: Session, *, email: str, code: str) -> Verification:
        """Confirm the address with the code; ends the sessions opened before that."""
        if not codes.redeem(session, email=email, purpose="signup", code=code):
            return Verification(None)
        user = user_db.lock_by_email(session, email)
        if user is None or not user.is_active:
            return Verification(None)
        user.email_verified_at = clock.now()
        user_session_db.end_all(session, user.id, now=clock.now())
        return Verification(self._log_in(session, user))

    def login(self, session: RequestSession, *, email: str, secret: str) -> Login:
        """Open a session for whoever knows the password, verified or not.

        Raises:
            InvalidCredentials: for an unknown e-mail, a wrong password and a
                disabled account alike, after the time of one hash.
        """
        known = user_db.credentials(session, email)
        session.release()
        right = password.verify(secret, known.password_hash if known else None)
        if known is None or not right or not known.is_active:
            raise InvalidCredentials
        outdated = password.is_outdated(known.password_hash)
        fresh_hash = password.hash(secret) if outdated else known.password_hash
        user = user_db.lock(session, known.id)
        # It may have been changed or disabled during the hash.
        if not user or user.password_hash != known.password_hash or not user.is_active:
            raise InvalidCredentials
        user.password_hash = fresh_hash
        return self._log_in(session, user)

    def logout(self, session: Session, access: auth.AccessToken) -> None:
        """End the session that the token names; the token is refused from now on."""
        user_session_db.end(session, access.session_id, now=clock.now())

    def update(self, session: Session, user: User, *, full_name: str | None) -> User:
        """Change the profile."""
        user.full_name = full_name
        session.flush()
        return user

    def _log_in(self, session: Session, user: User) -> Login:
        login = user_session_db.create(
            session, user_id=user.id, now=clock.now(), lifetime=_LIFETIME
        )
        access = auth.AccessToken(user.id, login.id)
        encoded = auth.encode(access, expires_at=login.expires_at)
        return Login(user, encoded, login.expires_at)

    def _send_code(self, session: Session, address: str, user: User | None) -> bool:
        """Mail what fits the address; False when it was mailed too recently."""
        verified = user is not None and user.is_verified
        issued = codes.issue(
            session,
            email=address,
            purpose="signup",
            usable=user is not None and not verified,
        )
        if issued is None:
            return False
        outbox.add(
            session,
            recipient=address,
            email=(
                email.already_registered()
                if verified
                else email.verify_signup(issued.code)
            ),
            user_id=user.id if user else None,
            expires_at=issued.expires_at,
            suppress=user is None,
        )
        return True

    def _refuse_weak(self, secret: str, *, email: str, full_name: str | None) -> None:
        local, _, domain = email.partition("@")
        about = [email, local, domain.partition(".")[0], settings.APP_NAME]
        about += (full_name or "").split()
        if password.is_weak(secret, about=about):
            raise WeakPassword


user_service = UserService()
