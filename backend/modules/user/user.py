"""Accounts: logging in, and the profile."""

from typing import TypedDict
from uuid import UUID

from sqlmodel import Session

from backend.core import known_device, token
from backend.core.client import Client
from backend.core.database import RequestSession
from backend.core.exceptions import AppException
from backend.core.outcome import Outcome
from backend.core.password import is_outdated_hash, rehash_password, verify_password
from backend.models import User
from backend.modules.session.security_log.security_log import security_log_service
from backend.modules.session.session import Login, session_service
from backend.modules.session.trusted_devices.trusted_devices import (
    trusted_device_service,
)
from backend.modules.user.db import user_db
from backend.modules.user.exceptions import (
    DeletionPending,
    InvalidCredentials,
    StaleDevice,
)


class ProfileChanges(TypedDict, total=False):
    """The fields of a profile; one that is missing stays as it is."""

    full_name: str | None
    timezone: str
    locale: str


class UserService:
    """Accounts and their logins."""

    def login(
        self,
        session: RequestSession,
        client: Client,
        *,
        email: str,
        password: str,
        device_token: str | None,
    ) -> Outcome[Login]:
        """Open a session for whoever knows the password, verified or not.

        While the address is unverified, the password is the one of the newest sign-up.
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
        right = verify_password(
            password, known.password_hash if known else None, decoy=decoy
        )
        if known is None or not right or not known.is_active:
            device = known_device.read(device_token, email)
            stale = device and device.is_stale(known.password_hash if known else None)
            error = StaleDevice(device) if device and stale else InvalidCredentials()
            return self._refuse(session, client, known.id if known else None, error)
        outdated = is_outdated_hash(known.password_hash, password)
        fresh_hash = (
            rehash_password(password, known.password_hash) if outdated else None
        )
        found = session_service.lock(
            session, known.id, client, signup_id=known.signup_id
        )
        # It may have been changed or disabled during the hash.
        if (
            found is None
            or found.credentials.password_hash != known.password_hash
            or not found.user.is_active
        ):
            user_id = found.user.id if found else None
            return self._refuse(session, client, user_id, InvalidCredentials())
        user = found.user
        if fresh_hash is not None:
            found.credentials.password_hash = fresh_hash
        if user.delete_at is not None:
            return self._refuse(session, client, user.id, DeletionPending())
        hashed = found.credentials.password_hash
        newest = known_device.renewed(device_token, user.email, hashed)
        trusted = None
        if found.has_two_fa:
            trusted = trusted_device_service.recognise(
                session, user.id, device_token, newest=newest
            )
            if trusted is None:
                return Outcome(session_service.await_second_factor(session, user))
        login = session_service.open_for(
            session,
            user,
            client,
            new_device=found.is_new_device,
            proved=trusted is None,
            trusted_device_id=trusted,
            device_token=newest,
            signup=found.signup,
        )
        return Outcome(login)

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
        security_log_service.record(
            session, "login_failed", user_id=user_id, client=client
        )
        return Outcome(error)


user_service = UserService()
