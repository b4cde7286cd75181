"""The routes of login sessions and of the security log: call, commit, reply."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, status
from pydantic import Field

from backend.api.deps import (
    AccessTokenDep,
    ClientDep,
    CurrentUserAllowUnverifiedDep,
    CursorQuery,
    LimitQuery,
    SessionDep,
)
from backend.core.callers import by_session
from backend.core.pagination import InvalidCursor
from backend.core.rate_limit import RateLimit, rate_limit
from backend.core.routing import Router, raises
from backend.core.validation import ReplyModel, one_of
from backend.modules.session.exceptions import SessionNotFound
from backend.modules.session.security_log.security_log import Kind, security_log_service
from backend.modules.session.session import session_service

router = Router()


def per_session(times: int) -> RateLimit:
    """Limit each login session to this many calls a minute.

    Without Redis there is no limit: users must always be able to end sessions.
    """
    return rate_limit(times, minutes=1, identify=by_session, fails_open=True)


class SessionPublic(ReplyModel):
    """A login session of the user."""

    id: UUID
    device: str = Field(examples=["Firefox on Ubuntu"])
    address: str = Field(examples=["192.0.2.7"])
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    is_current: bool
    is_trusted: bool = Field(
        description="Whether its device is trusted: no second factor needed."
    )


class SessionList(ReplyModel):
    """A page of the live login sessions, newest first."""

    items: list[SessionPublic]
    next_cursor: str | None


class SecurityEventPublic(ReplyModel):
    """An entry of the security log."""

    id: UUID
    kind: Annotated[str, one_of(Kind)] = Field(examples=["logged_in"])
    device: str = Field(examples=["Firefox on Ubuntu"])
    address: str = Field(examples=["192.0.2.7"])
    session_id: UUID | None
    by_someone_else: bool = Field(description="True when an administrator did it.")
    created_at: datetime


class SecurityLog(ReplyModel):
    """A page of the security log, newest first."""

    items: list[SecurityEventPublic]
    next_cursor: str | None


@router.get("/sessions", dependencies=[Depends(per_session(60))])
@raises(InvalidCursor)
def list_sessions(
    _: CurrentUserAllowUnverifiedDep,
    token: AccessTokenDep,
    session: SessionDep,
    cursor: CursorQuery = None,
    limit: LimitQuery = 50,
) -> SessionList:
    """List the live login sessions; `is_current` marks the session of this token.

    Before the address is verified, the list has only sessions of the same sign-up.
    `last_seen_at` may be up to five minutes behind.
    """
    page = session_service.page(session, token, cursor=cursor, limit=limit)
    items = [
        SessionPublic(
            id=login.id,
            device=login.device,
            address=login.address,
            created_at=login.created_at,
            last_seen_at=login.last_seen_at,
            expires_at=login.expires_at,
            is_current=login.id == token.session_id,
            is_trusted=login.trusted_device_id is not None,
        )
        for login in page.items
    ]
    return SessionList(items=items, next_cursor=page.next_cursor)


@router.delete(
    "/sessions/{session_id:uuid}",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[Depends(per_session(60))],
)
@raises(SessionNotFound)
def end_session(
    session_id: UUID,
    _: CurrentUserAllowUnverifiedDep,
    token: AccessTokenDep,
    client: ClientDep,
    session: SessionDep,
) -> None:
    """End one login session, reject its token, and stop trusting its device."""
    session_service.end(session, session_id, access=token, client=client)
    session.commit()


@router.delete(
    "/sessions",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[Depends(per_session(10))],
)
def end_other_sessions(
    user: CurrentUserAllowUnverifiedDep,
    token: AccessTokenDep,
    client: ClientDep,
    session: SessionDep,
) -> None:
    """End all login sessions except this one, and the trust in all other devices."""
    session_service.end_others(session, user, token, client)
    session.commit()


@router.get("/security-log")
@raises(InvalidCursor)
def get_security_log(
    user: CurrentUserAllowUnverifiedDep,
    token: AccessTokenDep,
    session: SessionDep,
    cursor: CursorQuery = None,
    limit: LimitQuery = 50,
) -> SecurityLog:
    """List logins, failed logins, and changes of password, address and sessions.

    Before the address is verified, only entries of the same sign-up's sessions are
    listed.
    """
    page = security_log_service.page(
        session,
        user_id=user.id,
        seen_by=None if user.is_verified else token,
        cursor=cursor,
        limit=limit,
    )
    items = [
        SecurityEventPublic(
            id=event.id,
            kind=event.kind,
            device=event.device,
            address=event.address,
            session_id=event.session_id,
            by_someone_else=event.actor_id is not None,
            created_at=event.created_at,
        )
        for event in page.items
    ]
    return SecurityLog(items=items, next_cursor=page.next_cursor)


@router.post(
    "/logout",
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=[Depends(per_session(60))],
)
def logout(
    _: CurrentUserAllowUnverifiedDep,
    token: AccessTokenDep,
    client: ClientDep,
    session: SessionDep,
) -> None:
    """End the login session of this token. The token is rejected from then on."""
    session_service.log_out(session, token, client)
    session.commit()
