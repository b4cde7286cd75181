"""Queries on login sessions. Flushes, never commits."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Update,
    and_,
    bindparam,
    delete,
    func,
    insert,
    literal,
    select,
    true,
    update,
)
from sqlmodel import Session, col

from backend.core.auth import AccessToken
from backend.core.pagination import Position, in_order
from backend.models import (
    LoginChallenge,
    PasswordReset,
    SecurityEvent,
    Signup,
    TrustedDevice,
    TwoFa,
    User,
    UserSession,
)
from backend.modules.session.lib import Candidate

_SESSIONS = UserSession.__table__  # type: ignore[attr-defined]
_EVENTS = SecurityEvent.__table__  # type: ignore[attr-defined]
_NEW = (
    insert(_SESSIONS)
    .values({each.name: bindparam(f"new_{each.name}") for each in _SESSIONS.c})
    .returning(*_SESSIONS.c)
    .cte("new")
)
# The oldest live sessions above the limit, which the new session counts towards.
# The account is locked, so no other login can count at the same time.
_TOO_MANY = (
    select(_SESSIONS.c.id)
    .where(
        _SESSIONS.c.user_id == bindparam("new_user_id"),
        _SESSIONS.c.signup_id.is_not_distinct_from(bindparam("new_signup_id")),
        _SESSIONS.c.ended_at.is_(None),
        _SESSIONS.c.expires_at > bindparam("new_created_at"),
        _SESSIONS.c.last_seen_at > bindparam("idle_since"),
    )
    .order_by(_SESSIONS.c.created_at.desc(), _SESSIONS.c.id.desc())
    .offset(bindparam("others"))
)
# Locks rows in id order, as the writer of last-seen times does, to avoid deadlocks.
_LOCKED = (
    select(_SESSIONS.c.id)
    .where(_SESSIONS.c.id.in_(_TOO_MANY), _SESSIONS.c.ended_at.is_(None))
    .order_by(_SESSIONS.c.id)
    .with_for_update()
)
_ENDED = (
    update(_SESSIONS)
    .where(_SESSIONS.c.id.in_(_LOCKED))
    .values(ended_at=bindparam("new_created_at"))
    .returning(_SESSIONS.c.id)
    .cte("ended")
)
_BY = (_NEW.c.device, _NEW.c.address, _NEW.c.created_at)
# One statement: inserts a session, ends those above the limit, and logs all of it.
_CREATE = (
    insert(_EVENTS)
    .from_select(
        ["id", "kind", "user_id", "session_id", "device", "address", "created_at"],
        select(
            bindparam("event_id", type_=_EVENTS.c.id.type),
            bindparam("event_kind", type_=_EVENTS.c.kind.type),
            *(_NEW.c.user_id, _NEW.c.id, *_BY),
        ).union_all(
            select(
                func.gen_random_uuid(),
                literal("session_ended"),
                *(_NEW.c.user_id, _ENDED.c.id, *_BY),
            ).select_from(_ENDED.join(_NEW, true()))
        ),
    )
    .execution_options(preserve_rowcount=True)
)


_BY_ID_LOCKED = (
    select(User)
    .where(col(User.id) == bindparam("id"))
    .with_for_update(key_share=True)
    .execution_options(populate_existing=True)
)
_ANY_LOGIN = select(col(UserSession.id)).where(
    col(UserSession.user_id) == bindparam("id")
)
_SAME_DEVICE = _ANY_LOGIN.where(col(UserSession.device) == bindparam("device"))
_TWO_FA = select(col(TwoFa.user_id)).where(
    col(TwoFa.user_id) == bindparam("id"), col(TwoFa.enabled_at).is_not(None)
)
_FOR_LOGIN = (
    select(
        User,
        _ANY_LOGIN.exists() & ~_SAME_DEVICE.exists(),
        _TWO_FA.exists(),
        Signup,
    )
    .outerjoin(
        Signup,
        and_(
            col(User.email_verified_at).is_(None),
            col(Signup.id) == bindparam("signup_id"),
        ),
    )
    .where(col(User.id) == bindparam("id"))
    .with_for_update(of=User, key_share=True)
)


class SessionDB:
    """The table of login sessions."""

    def lock_account(self, session: Session, user_id: UUID) -> User | None:
        """Return the account, locked until the transaction ends."""
        return session.execute(_BY_ID_LOCKED, {"id": user_id}).scalars().first()

    def lock_for_login(
        self,
        session: Session,
        user_id: UUID,
        device: str,
        *,
        signup_id: UUID | None = None,
    ) -> Candidate | None:
        """Lock the account and return it with the facts that a login needs.

        An account's first device never counts as new.
        """
        values = {"id": user_id, "device": device, "signup_id": signup_id}
        row = session.execute(_FOR_LOGIN, values).first()
        return Candidate(*row) if row else None

    def create(
        self,
        session: Session,
        login: UserSession,
        *,
        event_id: UUID,
        kind: str,
        idle_since: datetime,
        at_most: int,
    ) -> int:
        """Insert a session and end the oldest ones above the limit of `at_most`.

        The same statement writes the security log. The account must be locked. Returns
        the number of ended sessions.
        """
        values = {f"new_{name}": value for name, value in login.model_dump().items()}
        values |= {"event_id": event_id, "event_kind": kind}
        values |= {"idle_since": idle_since, "others": at_most - 1}
        result = session.execute(_CREATE, values)
        return cast(CursorResult[Any], result).rowcount - 1

    def page(
        self,
        session: Session,
        access: AccessToken,
        *,
        now: datetime,
        idle_since: datetime,
        after: Position | None,
        limit: int,
    ) -> Sequence[UserSession]:
        """Return the live sessions that this token may see, newest first."""
        statement = select(UserSession).where(
            of_same_signup(access),
            col(UserSession.ended_at).is_(None),
            col(UserSession.expires_at) > now,
            col(UserSession.last_seen_at) > idle_since,
        )
        created_at, session_id = col(UserSession.created_at), col(UserSession.id)
        statement = in_order(statement, created_at, session_id, after=after, down=True)
        return session.execute(statement.limit(limit)).scalars().all()

    def owner_of(
        self, session: Session, session_id: UUID, *, now: datetime, idle_since: datetime
    ) -> User | None:
        """Return the owner of a live session who may use the service, or None."""
        owned = select(User).join(UserSession, col(UserSession.user_id) == User.id)
        statement = owned.where(
            col(UserSession.id) == session_id,
            col(UserSession.ended_at).is_(None),
            col(UserSession.expires_at) > now,
            col(UserSession.last_seen_at) > idle_since,
            col(User.is_active),
            col(User.email_verified_at).is_not(None),
            col(User.delete_at).is_(None),
        )
        return session.execute(statement).scalars().first()

    def is_live(self, session: Session, session_id: UUID) -> bool:
        """Return whether the session has not been ended."""
        statement = select(col(UserSession.id)).where(
            col(UserSession.id) == session_id, col(UserSession.ended_at).is_(None)
        )
        return session.execute(statement).first() is not None

    def prove(self, session: Session, session_id: UUID, *, now: datetime) -> None:
        """Store when the user last gave the password and the second factor."""
        session.execute(
            update(UserSession)
            .where(col(UserSession.id) == session_id)
            .values(proved_at=now)
            .execution_options(synchronize_session=False)
        )

    def end(
        self, session: Session, session_id: UUID, access: AccessToken, *, now: datetime
    ) -> UserSession | None:
        """End a session that this token may see; return None if no such one is live."""
        statement = (
            _ending(now)
            .where(col(UserSession.id) == session_id, of_same_signup(access))
            .returning(UserSession)
        )
        return session.execute(statement).scalars().first()

    def end_others_of_signup(
        self, session: Session, access: AccessToken, *, now: datetime
    ) -> None:
        """End all sessions that this token may see, except its own."""
        session.execute(
            _ending(now).where(
                of_same_signup(access), col(UserSession.id) != access.session_id
            )
        )

    def end_all(
        self,
        session: Session,
        user_id: UUID,
        *,
        now: datetime,
        but: UUID | None = None,
    ) -> None:
        """End all that gives access without password and second factor, except `but`.

        `but` names a session to keep, together with its trusted device.
        """
        ending = _ending(now).where(col(UserSession.user_id) == user_id)
        trust = delete(TrustedDevice).where(col(TrustedDevice.user_id) == user_id)
        if but is not None:
            ending = ending.where(col(UserSession.id) != but)
            kept = select(col(UserSession.trusted_device_id)).where(
                col(UserSession.id) == but,
                col(UserSession.trusted_device_id).is_not(None),
            )
            trust = trust.where(col(TrustedDevice.id).not_in(kept))
        session.execute(ending)
        session.execute(trust)
        for model in (LoginChallenge, PasswordReset):
            session.execute(delete(model).where(col(model.user_id) == user_id))

    def distrust(self, session: Session, device_id: UUID) -> None:
        """Delete a trusted device; its logins need the second factor again."""
        session.execute(delete(TrustedDevice).where(col(TrustedDevice.id) == device_id))


def of_same_signup(access: AccessToken) -> ColumnElement[bool]:
    """Return the condition for sessions of the same account and sign-up as this token.

    Once the address is verified, no session has a sign-up: all of the account's match.
    """
    own = select(col(UserSession.signup_id)).where(
        col(UserSession.id) == access.session_id
    )
    same = col(UserSession.signup_id).is_not_distinct_from(own.scalar_subquery())
    return (col(UserSession.user_id) == access.user_id) & same


def _ending(now: datetime) -> Update:
    return (
        update(UserSession)
        .where(col(UserSession.ended_at).is_(None))
        .values(ended_at=now)
        .execution_options(synchronize_session=False)
    )


session_db = SessionDB()
