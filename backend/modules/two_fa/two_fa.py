"""Switches the second factor on and off, and completes logins that need it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from backend.core import auth, clock, token
from backend.core.client import Client
from backend.core.database import RequestSession
from backend.core.exceptions import InvalidToken
from backend.core.outcome import Outcome
from backend.core.templates import RenderedEmail
from backend.models import User
from backend.modules.session.challenges.challenges import challenge_service
from backend.modules.session.reauth import reauth_service
from backend.modules.session.security_log.security_log import security_log_service
from backend.modules.session.session import Login, session_service
from backend.modules.session.trusted_devices.trusted_devices import (
    trusted_device_service,
)
from backend.modules.two_fa import email, lib
from backend.modules.two_fa.db import recovery_code_db, two_fa_db
from backend.modules.two_fa.exceptions import (
    TwoFaEnabled,
    TwoFaNotEnabled,
    TwoFaNotSetUp,
    WrongCode,
)
from backend.modules.two_fa.factor import factor_service
from backend.outbox.queue import outbox

SETUP_LIFETIME = timedelta(minutes=15)
SETUP_TRIES = 5
RECOVERY_CODES = 10


@dataclass(frozen=True, slots=True)
class Status:
    """The state of the second factor; `enabled_at` is None if it is off."""

    enabled_at: datetime | None
    recovery_codes_left: int


@dataclass(frozen=True, slots=True)
class Setup:
    """A secret for an authenticator app, in the three forms that apps accept."""

    secret: str
    otpauth_uri: str
    qr_svg: str


class TwoFaService:
    """The second factor of accounts."""

    def status(self, session: Session, user: User) -> Status:
        """Return whether the factor is on, and how many recovery codes are left."""
        found = two_fa_db.get(session, user.id)
        if found is None or found.enabled_at is None:
            return Status(None, 0)
        return Status(found.enabled_at, recovery_code_db.left(session, user.id))

    def setup(
        self,
        session: RequestSession,
        user: User,
        access: auth.AccessToken,
        client: Client,
        *,
        password: str,
    ) -> Outcome[Setup]:
        """Create and return a secret, which `enable` confirms. It is shown only once.

        Raises:
            InvalidToken, WrongPassword: as for `reauth_service.confirm`.
            TwoFaEnabled: the account already has a second factor.
        """
        confirmed = reauth_service.confirm(
            session, user, access, client, password=password
        )
        if confirmed.error:
            return Outcome(confirmed.error)
        totp_secret = token.new_totp_secret()
        stored = lib.encrypt(totp_secret)
        if not two_fa_db.set_up(session, user.id, stored, now=clock.now()):
            raise TwoFaEnabled
        uri = lib.provisioning_uri(totp_secret, user.email)
        return Outcome(Setup(totp_secret, uri, lib.qr_svg(uri)))

    def enable(
        self,
        session: Session,
        user: User,
        access: auth.AccessToken,
        client: Client,
        *,
        code: str,
    ) -> Outcome[Sequence[str]]:
        """Switch the factor on with its first code; return the recovery codes.

        Ends all other login sessions.

        Raises:
            TwoFaNotSetUp: no set-up waits for a code.
        """
        now = clock.now()
        locked = reauth_service.lock_unchanged(session, user, access)
        stored = two_fa_db.spend_setup_try(
            session, user.id, since=now - SETUP_LIFETIME, tries=SETUP_TRIES
        )
        if stored is None:
            raise TwoFaNotSetUp
        step = lib.matching_step(lib.decrypt(stored), code, now)
        if step is None:
            return Outcome(WrongCode())
        two_fa_db.enable(session, user.id, step=step, now=now)
        recovery = self._new_recovery_codes(session, user)
        session_service.end_all(session, user.id, but=access.session_id)
        security_log_service.record_own(session, "two_factor_enabled", access, client)
        self._mail(session, locked, email.enabled(locked.reader, client, now))
        return Outcome(recovery)

    def verify(
        self,
        session: Session,
        pending: auth.AccessToken,
        client: Client,
        *,
        code: str,
        trust_device: bool,
    ) -> Outcome[Login]:
        """Complete the login of a pending token.

        Raises:
            InvalidToken: the pending login is over or has no attempts left, or the
                account is disabled or will be deleted.
            TwoFaPaused: too many codes were wrong lately.
        """
        found = session_service.lock(session, pending.user_id, client)
        if found is None or not found.user.is_active or found.user.delete_at:
            raise InvalidToken
        challenge_service.spend_try(session, pending)
        user = found.user
        if not factor_service.check(session, user, client, code):
            return Outcome(WrongCode())
        challenge_service.answer(session, pending)
        login = session_service.open_proved(
            session, found, client, trust_device=trust_device
        )
        return Outcome(login)

    def disable(
        self,
        session: RequestSession,
        user: User,
        access: auth.AccessToken,
        client: Client,
        *,
        password: str,
        code: str,
    ) -> Outcome[None]:
        """Switch the factor off.

        Ends all other login sessions and removes all trusted devices.

        Raises:
            InvalidToken, WrongPassword: as for `reauth_service.confirm`.
            TwoFaPaused, TwoFaNotEnabled: as for `factor_service.check`.
        """
        confirmed = reauth_service.confirm(
            session, user, access, client, password=password
        )
        if confirmed.error:
            return Outcome(confirmed.error)
        locked = confirmed.value
        if not factor_service.check(session, locked, client, code):
            return Outcome(WrongCode())
        two_fa_db.remove(session, user.id)
        session_service.end_all(session, user.id, but=access.session_id)
        security_log_service.record_own(session, "two_factor_disabled", access, client)
        notice = email.disabled(locked.reader, client, clock.now())
        self._mail(session, locked, notice)
        return Outcome(None)

    def regenerate_codes(
        self,
        session: RequestSession,
        user: User,
        access: auth.AccessToken,
        client: Client,
        *,
        password: str,
        code: str,
    ) -> Outcome[Sequence[str]]:
        """Replace the recovery codes and return the new ones.

        Ends all other login sessions.

        Raises:
            InvalidToken, WrongPassword, TwoFaPaused, TwoFaNotEnabled: as for
                `disable`.
        """
        confirmed = reauth_service.confirm(
            session, user, access, client, password=password
        )
        if confirmed.error:
            return Outcome(confirmed.error)
        locked = confirmed.value
        if not factor_service.check(session, locked, client, code):
            return Outcome(WrongCode())
        recovery = self._new_recovery_codes(session, user)
        session_service.end_all(session, user.id, but=access.session_id)
        security_log_service.record_own(
            session, "recovery_codes_replaced", access, client
        )
        notice = email.recovery_codes_replaced(locked.reader, client, clock.now())
        self._mail(session, locked, notice)
        return Outcome(recovery)

    def reset(
        self, session: Session, user: User, *, actor_id: UUID, client: Client
    ) -> None:
        """Switch off the factor of an account whose owner lost the authenticator app.

        Ends all login sessions of the account.

        Raises:
            TwoFaNotEnabled: the account has no second factor.
        """
        if not two_fa_db.remove(session, user.id):
            raise TwoFaNotEnabled
        session_service.end_all(session, user.id)
        security_log_service.record(
            session,
            "two_factor_reset",
            user_id=user.id,
            client=client,
            actor_id=actor_id,
        )
        self._mail(session, user, email.reset_by_admin(user.reader, clock.now()))

    def distrust(
        self,
        session: Session,
        access: auth.AccessToken,
        client: Client,
        device_id: UUID,
    ) -> None:
        """Remove a trusted device, or raise TrustedDeviceNotFound."""
        # Lock order: the account first, because the device's login sessions change too.
        session_service.lock_account(session, access.user_id)
        trusted_device_service.distrust(session, device_id, user_id=access.user_id)
        security_log_service.record_own(session, "device_distrusted", access, client)

    def _new_recovery_codes(self, session: Session, user: User) -> list[str]:
        codes = [token.new_recovery_code() for _ in range(RECOVERY_CODES)]
        digests = [lib.recovery_digest(user.id, code) for code in codes]
        recovery_code_db.replace(session, user.id, digests)
        return codes

    def _mail(self, session: Session, user: User, mail: RenderedEmail) -> None:
        outbox.add(session, recipient=user.email, email=mail, user_id=user.id)


two_fa_service = TwoFaService()
