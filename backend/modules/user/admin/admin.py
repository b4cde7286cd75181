"""Actions of administrators on accounts. They can neither read nor set passwords."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from backend.core import clock
from backend.core.client import Client
from backend.core.config import settings
from backend.core.exceptions import AdminRequired
from backend.core.pagination import Page, Position
from backend.core.password import MAX_BYTES, MIN_BYTES, has_right_length, hash_password
from backend.models import User
from backend.modules.api_token.api_token import api_token_service
from backend.modules.session.exceptions import UserNotFound
from backend.modules.session.security_log.security_log import Kind, security_log_service
from backend.modules.session.session import session_service
from backend.modules.two_fa.two_fa import two_fa_service
from backend.modules.user.admin.db import admin_db
from backend.modules.user.db import user_db
from backend.modules.user.exceptions import (
    EmailTaken,
    LastAdmin,
    OwnTwoFactor,
)
from backend.modules.user.lib import (
    AccountState,
    Filters,
    Sort,
    refuse_breached,
    refuse_weak,
)

_TERMINAL = Client(address="", device="Command line")
_IDLE = timedelta(minutes=settings.SESSION_IDLE_MINUTES)


class AdminService:
    """Actions of administrators on accounts."""

    def page(
        self,
        session: Session,
        filters: Filters,
        *,
        sort: Sort,
        cursor: str | None,
        limit: int,
    ) -> Page[AccountState]:
        """Return a page of accounts.

        Raises:
            InvalidCursor: the cursor does not belong to this list in this order.
        """
        after = Position.decode(
            cursor, by_time=sort in ("newest", "oldest"), by_number=sort == "storage"
        )
        now = clock.now()
        found = admin_db.page(
            session,
            filters,
            sort=sort,
            after=after,
            limit=limit + 1,
            now=now,
            idle_since=now - _IDLE,
        )

        def position(account: AccountState) -> Position:
            user = account.user
            keys: dict[Sort, str | int] = {
                "email": user.email,
                "storage": account.used_bytes,
            }
            return Position(keys.get(sort, user.created_at), user.id)

        return Page.of(found, limit, position)

    def state(self, session: Session, user_id: UUID) -> AccountState:
        """Return an account with its state, or raise UserNotFound."""
        now = clock.now()
        account = admin_db.state(session, user_id, now=now, idle_since=now - _IDLE)
        if account is None:
            raise UserNotFound
        return account

    def emails(
        self, session: Session, user_ids: Iterable[UUID | None]
    ) -> Mapping[UUID | None, str]:
        """Return the addresses of accounts by id, without those that do not exist."""
        return admin_db.emails(session, {each for each in user_ids if each is not None})

    def get(self, session: Session, user_id: UUID) -> User:
        """Return an account, or raise UserNotFound."""
        user = admin_db.get(session, user_id)
        if user is None:
            raise UserNotFound
        return user

    def change(
        self,
        session: Session,
        user_id: UUID,
        *,
        actor_id: UUID,
        client: Client,
        is_active: bool | None,
        is_admin: bool | None,
    ) -> AccountState:
        """Enable or disable an account, or promote or demote it. None means: no change.

        Disabling ends all its sessions and API tokens.

        Raises:
            AdminRequired: the calling administrator was disabled or demoted meanwhile.
            UserNotFound: there is no such account.
            LastAdmin: no administrator would be left.
        """
        admins = {a.id for a in admin_db.lock_admins(session, actor_id, user_id)}
        if actor_id not in admins:
            raise AdminRequired
        user = self.get(session, user_id)
        if (is_active is False or is_admin is False) and admins == {user.id}:
            raise LastAdmin
        if is_active is not None and is_active != user.is_active:
            user.is_active = is_active
            self._record(
                session, "enabled" if is_active else "disabled", user, actor_id, client
            )
            if not is_active:
                self._end_access(session, user, actor_id, client)
        if is_admin is not None and is_admin != user.is_admin:
            user.is_admin = is_admin
            kind: Kind = "made_admin" if is_admin else "made_no_admin"
            self._record(session, kind, user, actor_id, client)
        session.flush()
        return self.state(session, user.id)

    def end_sessions(
        self, session: Session, user_id: UUID, *, actor_id: UUID, client: Client
    ) -> None:
        """End all sessions and API tokens of an account, or raise UserNotFound."""
        user = self._lock(session, user_id)
        self._end_access(session, user, actor_id, client)
        self._record(session, "sessions_ended", user, actor_id, client)

    def reset_two_fa(
        self, session: Session, user_id: UUID, *, actor_id: UUID, client: Client
    ) -> None:
        """Switch off the second factor of an account whose owner lost it.

        Raises:
            OwnTwoFactor: the account is the administrator's own.
            UserNotFound: there is no such account.
            TwoFaNotEnabled: the account has no second factor.
        """
        if user_id == actor_id:
            raise OwnTwoFactor
        user = self._lock(session, user_id)
        two_fa_service.reset(session, user, actor_id=actor_id, client=client)

    def create(self, session: Session, *, email: str, password: str) -> User:
        """Create a verified administrator. The command line uses it for the first one.

        Raises:
            EmailTaken: an account with this address exists.
            WeakPassword: the password is too easy to guess.
            BreachedPassword: the password is known from a data breach.
            ValueError: the password is too short or too long.
        """
        if not has_right_length(password):
            raise ValueError(
                f"The password must be {MIN_BYTES} to {MAX_BYTES} bytes long."
            )
        refuse_weak(password, email=email, full_name=None)
        refuse_breached(password)
        if user_db.lock_by_email(session, email) is not None:
            raise EmailTaken
        user = User(
            email=email,
            password_hash=hash_password(password),
            is_admin=True,
            email_verified_at=clock.now(),
        )
        session.add(user)
        session.flush()
        security_log_service.record(
            session, "made_admin", user_id=user.id, client=_TERMINAL
        )
        return user

    def promote(self, session: Session, *, email: str) -> User:
        """Promote the account with this address, or raise UserNotFound."""
        user = user_db.lock_by_email(session, email)
        if user is None:
            raise UserNotFound
        user.is_admin = True
        security_log_service.record(
            session, "made_admin", user_id=user.id, client=_TERMINAL
        )
        return user

    def _lock(self, session: Session, user_id: UUID) -> User:
        user = session_service.lock_account(session, user_id)
        if user is None:
            raise UserNotFound
        return user

    def _end_access(
        self, session: Session, user: User, actor_id: UUID, client: Client
    ) -> None:
        session_service.end_all(session, user.id)
        api_token_service.revoke_all(session, user.id, client, actor_id=actor_id)

    def _record(
        self,
        session: Session,
        kind: Kind,
        user: User,
        actor_id: UUID,
        client: Client,
    ) -> None:
        security_log_service.record(
            session, kind, user_id=user.id, client=client, actor_id=actor_id
        )


admin_service = AdminService()
