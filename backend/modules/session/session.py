"""Opens, lists and ends login sessions."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from backend.core import auth, clock, known_device, metrics, token
from backend.core.client import Client
from backend.core.config import settings
from backend.core.pagination import Page, Position
from backend.models import Signup, User, UserSession
from backend.modules.session import email
from backend.modules.session.challenges.challenges import challenge_service
from backend.modules.session.db import session_db
from backend.modules.session.exceptions import SessionNotFound
from backend.modules.session.lib import Candidate
from backend.modules.session.security_log.security_log import Kind, security_log_service
from backend.modules.session.trusted_devices.trusted_devices import (
    trusted_device_service,
)
from backend.outbox.queue import outbox

_LIFETIME = timedelta(minutes=settings.JWT_EXPIRE_MINUTES_DELTA)
_IDLE = timedelta(minutes=settings.SESSION_IDLE_MINUTES)


@dataclass(frozen=True, slots=True)
class Login:
    """The result of a login: the user, and the token of the new login session.

    While the login is pending there is no session, and the token only works for the
    second factor. `device_token` identifies this device at its next login. `signup` is
    the sign-up that the session was opened with, while the address is unverified.
    """

    user: User
    access_token: str
    expires_at: datetime
    pending_2fa: bool = False
    device_token: str | None = None
    signup: Signup | None = None


class SessionService:
    """Opens, lists and ends login sessions."""

    def lock(
        self,
        session: Session,
        user_id: UUID,
        client: Client,
        *,
        signup_id: UUID | None = None,
    ) -> Candidate | None:
        """Lock the account of a login attempt; return it with facts about the login."""
        return session_db.lock_for_login(
            session, user_id, client.device, signup_id=signup_id
        )

    def lock_account(self, session: Session, user_id: UUID) -> User | None:
        """Return the account, locked until the transaction ends."""
        return session_db.lock_account(session, user_id)

    def owner_of(self, session: Session, session_id: UUID) -> User | None:
        """Return the owner of a live login session, for a link that it made, or None.

        The owner is verified, active, and not about to be deleted.
        """
        now = clock.now()
        return session_db.owner_of(session, session_id, now=now, idle_since=now - _IDLE)

    def open_for(
        self,
        session: Session,
        user: User,
        client: Client,
        *,
        kind: Kind = "logged_in",
        new_device: bool = False,
        proved: bool = True,
        trusted_device_id: UUID | None = None,
        device_token: str | None = None,
        signup: Signup | None = None,
    ) -> Login:
        """Open a login session for an authenticated user and write the security log.

        The account must be locked. If there are now more than SESSIONS_PER_USER
        sessions, the oldest ones end. A new device causes an e-mail to the owner.
        Without a `device_token`, a new one is created. `proved` is False if a trusted
        device replaced the second factor.
        """
        now = clock.now()
        login = UserSession(
            user_id=user.id,
            device=client.device,
            address=client.address,
            created_at=now,
            last_seen_at=now,
            expires_at=now + _LIFETIME,
            proved_at=now if proved else None,
            trusted_device_id=trusted_device_id,
            signup_id=signup.id if signup else None,
        )
        ended = session_db.create(
            session,
            login,
            event_id=token.new_id(),
            kind=kind,
            idle_since=now - _IDLE,
            at_most=settings.SESSIONS_PER_USER,
        )
        metrics.SECURITY_EVENTS.labels(kind).inc()
        metrics.SECURITY_EVENTS.labels("session_ended").inc(ended)
        if new_device and user.is_verified:
            mail = email.new_device(user.reader, client, now)
            outbox.add(session, recipient=user.email, email=mail, user_id=user.id)
        access = auth.AccessToken(user.id, login.id)
        encoded = auth.encode(access, expires_at=login.expires_at)
        hashed = (signup or user).password_hash
        device_token = device_token or known_device.new(user.email, hashed)
        return Login(
            user, encoded, login.expires_at, device_token=device_token, signup=signup
        )

    def open_proved(
        self,
        session: Session,
        found: Candidate,
        client: Client,
        *,
        trust_device: bool = False,
    ) -> Login:
        """Open a login session for an account that has given all of its factors.

        With `trust_device`, this device needs no second factor for a while.
        """
        user = found.user
        device_token = known_device.new(user.email, user.password_hash)
        trusted = (
            trusted_device_service.trust(session, user.id, client, device_token)
            if trust_device
            else None
        )
        return self.open_for(
            session,
            user,
            client,
            new_device=found.is_new_device,
            trusted_device_id=trusted,
            device_token=device_token,
        )

    def open_after_first_factor(
        self,
        session: Session,
        found: Candidate,
        client: Client,
        *,
        device_token: str | None,
    ) -> Login:
        """Return the login of an account whose first factor was right.

        It is pending if the account has a second factor and the device is not trusted.
        """
        user = found.user
        hashed = found.credentials.password_hash
        newest = known_device.renewed(device_token, user.email, hashed)
        trusted = None
        if found.has_two_fa:
            trusted = trusted_device_service.recognise(
                session, user.id, device_token, newest=newest
            )
            if trusted is None:
                return self._await_second_factor(session, user)
        return self.open_for(
            session,
            user,
            client,
            new_device=found.is_new_device,
            proved=trusted is None,
            trusted_device_id=trusted,
            device_token=newest,
            signup=found.signup,
        )

    def _await_second_factor(self, session: Session, user: User) -> Login:
        """Return a pending login, which the second factor completes."""
        challenge = challenge_service.open_for(session, user.id)
        pending = auth.AccessToken(user.id, challenge.id)
        encoded = auth.encode(
            pending, expires_at=challenge.expires_at, type_="pending_2fa"
        )
        return Login(user, encoded, challenge.expires_at, pending_2fa=True)

    def page(
        self,
        session: Session,
        access: auth.AccessToken,
        *,
        cursor: str | None,
        limit: int,
    ) -> Page[UserSession]:
        """Return a page of the live sessions that the caller may see, newest first.

        For an unverified account these are the sessions of the same sign-up: other
        sign-ups may be strangers'. The order is that of opening, because the order of
        last use could change between two pages.

        Raises:
            InvalidCursor: the cursor does not belong to this list.
        """
        now = clock.now()
        found = session_db.page(
            session,
            access,
            now=now,
            idle_since=now - _IDLE,
            after=Position.decode(cursor),
            limit=limit + 1,
        )
        return Page.of(found, limit, lambda login: Position(login.created_at, login.id))

    def end(
        self,
        session: Session,
        session_id: UUID,
        *,
        access: auth.AccessToken,
        client: Client,
    ) -> None:
        """End one session of the user, and the trust in its device.

        Raises:
            SessionNotFound: no live session that the caller may see has this id.
        """
        session_db.lock_account(session, access.user_id)
        ended = session_db.end(session, session_id, access, now=clock.now())
        if ended is None:
            raise SessionNotFound
        if ended.trusted_device_id is not None:
            session_db.distrust(session, ended.trusted_device_id)
        security_log_service.record(
            session,
            "session_ended",
            user_id=access.user_id,
            client=client,
            session_id=session_id,
        )

    def end_all(
        self, session: Session, user_id: UUID, *, but: UUID | None = None
    ) -> None:
        """End everything that gives access without password and second factor.

        These are sessions, pending logins, trusted devices, and tickets to set a new
        password. `but` names a session to keep, together with its trusted device. The
        account must be locked. API tokens stay: programs survive a change of the
        password, and `api_token_service.revoke_all` ends them where a stranger may have
        had the account.
        """
        session_db.end_all(session, user_id, now=clock.now(), but=but)

    def end_others(
        self, session: Session, user: User, access: auth.AccessToken, client: Client
    ) -> None:
        """End all sessions of the user except this one, and trust in other devices.

        For an unverified account, only sessions of the same sign-up end.
        """
        session_db.lock_account(session, access.user_id)
        if user.is_verified:
            self.end_all(session, user.id, but=access.session_id)
        else:
            session_db.end_others_of_signup(session, access, now=clock.now())
        security_log_service.record_own(session, "sessions_ended", access, client)

    def log_out(
        self, session: Session, access: auth.AccessToken, client: Client
    ) -> None:
        """End the session that the token names. The token is rejected from now on."""
        session_db.lock_account(session, access.user_id)
        session_db.end(session, access.session_id, access, now=clock.now())
        security_log_service.record_own(session, "logged_out", access, client)


session_service = SessionService()
