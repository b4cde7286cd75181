"""Accounts: who may sign up, verify and log in, and what that changes."""

from typing import TypedDict
from uuid import UUID

from sqlmodel import Session

from backend import outbox
from backend.core import clock, known_device, password, token
from backend.core.client import Client
from backend.core.config import settings
from backend.core.database import RequestSession
from backend.core.exceptions import AppException
from backend.core.outcome import Outcome
from backend.models import User
from backend.modules.two_fa import trusted_devices
from backend.modules.user import codes, email, security_log, sessions
from backend.modules.user.db import user_db
from backend.modules.user.exceptions import (
    DeletionPending,
    InvalidCode,
    InvalidCredentials,
    SignupDisabled,
    StaleDevice,
)
from backend.modules.user.lib import refuse_breached, refuse_weak
from backend.modules.user.sessions import Login


class ProfileChanges(TypedDict, total=False):
    """The fields of a profile; one that is missing stays as it is."""

    full_name: str | None
    timezone: str
    locale: str


class UserService:
    """Accounts and their logins."""

    def signup(
        self,
        session: RequestSession,
        *,
        email: str,
        secret: str,
        full_name: str | None,
    ) -> None:
        """Create an unverified account and mail a code to its address.

        A taken address takes the same steps and the same time, and its owner is
        told by mail. An unverified account is taken over by whoever is mailed the
        newest code, so the password of an earlier attempt does not survive.

        Raises:
            SignupDisabled: the operator has switched sign-up off.
            WeakPassword: zxcvbn finds it too easy to guess.
            BreachedPassword: it is known from a breach.
        """
        if not settings.ENABLE_SIGNUP:
            raise SignupDisabled
        refuse_weak(secret, email=email, full_name=full_name)
        session.release()
        refuse_breached(secret)
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
            sessions.end_all(session, taken_over or token.new_id())

    def resend_code(self, session: Session, *, email: str) -> None:
        """Mail a new code to an unverified address; say nothing about any other."""
        self._send_code(session, email, user_db.lock_by_email(session, email))

    def verify_signup(
        self, session: Session, client: Client, *, email: str, code: str
    ) -> Outcome[Login]:
        """Confirm the address with the code; ends the sessions opened before that."""
        failed: Outcome[Login] = Outcome(InvalidCode())
        # The account first, as wherever rows of an account are locked.
        user = user_db.lock_by_email(session, email)
        if not codes.redeem(session, email=email, purpose="signup", code=code):
            return failed
        if user is None or not user.is_active or user.delete_at is not None:
            return failed
        user.email_verified_at = clock.now()
        sessions.end_all(session, user.id)
        return Outcome(sessions.open_for(session, user, client, kind="signed_up"))

    def login(
        self,
        session: RequestSession,
        client: Client,
        *,
        email: str,
        secret: str,
        device_token: str | None,
    ) -> Outcome[Login]:
        """Open a session for whoever knows the password, verified or not.

        With a second factor, and on no device that is trusted, the login is pending.

        An unknown e-mail, a wrong password and a disabled account are
        InvalidCredentials alike, after one hash and the same statements. With the
        right password, an account that is to be deleted is DeletionPending.
        """
        # Without an account the hash costs what it costs for one of the accounts: always
        # the same, so that a change of BCRYPT_COST does not tell the two apart.
        near = UUID(bytes=token.keyed_digest("decoy", email)[:16])
        known, decoy = user_db.credentials_or_decoy(session, email, near=near)
        session.release()
        right = password.verify(
            secret, known.password_hash if known else None, decoy=decoy
        )
        if known is None or not right or not known.is_active:
            device = known_device.read(device_token, email)
            stale = device and device.is_stale(known.password_hash if known else None)
            error = StaleDevice(device) if device and stale else InvalidCredentials()
            return self._refuse(session, client, known.id if known else None, error)
        outdated = password.is_outdated(known.password_hash, secret)
        fresh_hash = password.rehash(secret, known.password_hash) if outdated else None
        found = sessions.lock(session, known.id, client)
        # It may have been changed or disabled during the hash.
        if (
            found is None
            or found.user.password_hash != known.password_hash
            or not found.user.is_active
        ):
            user_id = found.user.id if found else None
            return self._refuse(session, client, user_id, InvalidCredentials())
        user = found.user
        if fresh_hash is not None:
            user.password_hash = fresh_hash
        if user.delete_at is not None:
            return self._refuse(session, client, user.id, DeletionPending())
        newest = known_device.renewed(device_token, user.email, user.password_hash)
        trusted = None
        if found.has_two_factor:
            trusted = trusted_devices.recognise(
                session, user.id, device_token, newest=newest
            )
            if trusted is None:
                return Outcome(sessions.await_second_factor(session, user))
        login = sessions.open_for(
            session,
            user,
            client,
            new_device=found.is_new_device,
            proved=trusted is None,
            trusted_device_id=trusted,
            device_token=newest,
        )
        return Outcome(login)

    def lock(self, session: Session, user_id: UUID) -> User | None:
        """Return the account, locked until the transaction ends."""
        return user_db.lock(session, user_id)

    def lock_by_email(self, session: Session, email: str) -> User | None:
        """Return the account of this address, locked until the transaction ends."""
        return user_db.lock_by_email(session, email)

    def update(self, session: Session, user: User, changes: ProfileChanges) -> User:
        """Change the fields of the profile that are given."""
        for field, value in changes.items():
            setattr(user, field, value)
        session.flush()
        return user

    def _refuse(
        self,
        session: Session,
        client: Client,
        user_id: UUID | None,
        error: AppException,
    ) -> Outcome[Login]:
        security_log.record(session, "login_failed", user_id=user_id, client=client)
        return Outcome(error)

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


user_service = UserService()
