"""Login, and changes of the profile."""

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
from backend.modules.session.exceptions import DeletionPending
from backend.modules.session.security_log.security_log import security_log_service
from backend.modules.session.session import Login, session_service
from backend.modules.user.db import user_db
from backend.modules.user.exceptions import (
    InvalidCredentials,
    StaleDevice,
)


class ProfileChanges(TypedDict, total=False):
    """The fields of a profile. A missing field keeps its value."""

    full_name: str | None
    timezone: str
    locale: str


class UserService:
    """Login, and changes of the profile."""

    def login(
        self,
        session: RequestSession,
        client: Client,
        *,
        email: str,
        password: str,
        device_token: str | None,
    ) -> Outcome[Login]:
        """Check the password and open a login session.

        While the address is unverified, the password is that of the newest sign-up. If
        the account has a second factor and the device is not trusted, the login is
        pending.

        Unknown e-mail, wrong password and disabled account all give InvalidCredentials,
        after one hash and the same statements. With the right password, an account that
        is about to be deleted gives DeletionPending.
        """
        # Without an account, the password is compared with another account's hash. Each
        # e-mail always selects the same one, so that timing reveals nothing even after
        # a change of BCRYPT_COST.
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
        new_hash = rehash_password(password, known.password_hash) if outdated else None
        found = session_service.lock(
            session, known.id, client, signup_id=known.signup_id
        )
        # Another request may have changed or disabled the account during the hash.
        if (
            found is None
            or found.credentials.password_hash != known.password_hash
            or not found.user.is_active
        ):
            user_id = found.user.id if found else None
            return self._refuse(session, client, user_id, InvalidCredentials())
        user = found.user
        if new_hash is not None:
            found.credentials.password_hash = new_hash
        if user.delete_at is not None:
            return self._refuse(session, client, user.id, DeletionPending())
        return Outcome(
            session_service.open_after_first_factor(
                session, found, client, device_token=device_token
            )
        )

    def lock_by_email(self, session: Session, email: str) -> User | None:
        """Lock the account of this address until the transaction ends; return it."""
        return user_db.lock_by_email(session, email)

    def update(self, session: Session, user: User, changes: ProfileChanges) -> User:
        """Change the given fields of the profile."""
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
