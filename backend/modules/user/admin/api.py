"""The routes of administrators: call, commit, reply. Each request reads the role."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from fastapi import Query, status
from pydantic import Field

from backend.api.deps import (
    ClientDep,
    CurrentAdminDep,
    CursorQuery,
    FreshAdminDep,
    LimitQuery,
    SessionDep,
)
from backend.core.pagination import InvalidCursor
from backend.core.routing import Router, raises
from backend.core.validation import Instant, ReplyModel, RequestModel, one_of
from backend.models import SecurityEvent
from backend.modules.session.exceptions import UserNotFound
from backend.modules.session.lib import Period
from backend.modules.session.schemas import UserPublic
from backend.modules.session.security_log.security_log import Kind, security_log_service
from backend.modules.two_fa.exceptions import TwoFaNotEnabled
from backend.modules.user.admin.admin import admin_service
from backend.modules.user.exceptions import LastAdmin, OwnTwoFactor
from backend.modules.user.lib import AccountState, Filters, Sort

router = Router(prefix="/admin", api_scope="admin")


class UserForAdmin(UserPublic):
    """An account with the fields that only administrators see."""

    is_active: bool
    delete_at: datetime | None = Field(
        description="When the account will be deleted, if its owner asked for that."
    )
    updated_at: datetime
    last_seen_at: datetime | None = Field(
        description="When a login session was last used; minutes behind at most."
    )
    two_fa_enabled: bool
    sessions: int = Field(description="The live login sessions.", examples=[2])
    used_bytes: int = Field(description="Of the storage.", examples=[52428800])
    files: int = Field(examples=[12])

    @classmethod
    def of_state(cls, account: AccountState) -> Self:
        """Return the reply to an administrator."""
        user = account.user
        return cls(
            id=user.id,
            email=user.email,
            full_name=user.full_name,
            timezone=user.timezone,
            locale=user.locale,
            is_verified=user.is_verified,
            is_admin=user.is_admin,
            created_at=user.created_at,
            is_active=user.is_active,
            delete_at=user.delete_at,
            updated_at=user.updated_at,
            last_seen_at=account.last_seen_at,
            two_fa_enabled=account.two_fa_enabled,
            sessions=account.sessions,
            used_bytes=account.used_bytes,
            files=account.files,
        )


class UserList(ReplyModel):
    """A page of users."""

    items: list[UserForAdmin]
    next_cursor: str | None


class UserChangeRequest(RequestModel):
    """The fields that administrators can change. Omitted fields keep their value."""

    is_active: bool | None = Field(default=None, examples=[True])
    is_admin: bool | None = Field(default=None, examples=[False])


class SecurityEventForAdmin(ReplyModel):
    """An entry of the security log of any account."""

    id: UUID
    kind: Annotated[str, one_of(Kind)] = Field(examples=["login_failed"])
    user_id: UUID | None
    user_email: str | None = Field(
        description="The address of the account today.", examples=["ada@example.com"]
    )
    actor_id: UUID | None = Field(description="The administrator who did it.")
    actor_email: str | None = Field(examples=["grace@example.com"])
    session_id: UUID | None
    device: str = Field(examples=["Firefox on Ubuntu"])
    address: str = Field(examples=["192.0.2.7"])
    created_at: datetime

    @classmethod
    def of(cls, event: SecurityEvent, emails: Mapping[UUID | None, str]) -> Self:
        """Return the reply to an administrator; `emails` are addresses by account."""
        names = {
            "user_email": emails.get(event.user_id),
            "actor_email": emails.get(event.actor_id),
        }
        return cls.model_validate(event.model_dump() | names)


class SecurityLogForAdmin(ReplyModel):
    """A page of the security log of all accounts, newest first."""

    items: list[SecurityEventForAdmin]
    next_cursor: str | None


@router.get("/users")
@raises(InvalidCursor)
def admin_list_users(
    _: CurrentAdminDep,
    session: SessionDep,
    search: Annotated[str | None, Query(max_length=200)] = None,
    is_active: bool | None = None,
    is_admin: bool | None = None,
    is_verified: bool | None = None,
    to_be_deleted: bool | None = None,
    sort: Sort = "newest",
    cursor: CursorQuery = None,
    limit: LimitQuery = 50,
) -> UserList:
    """List accounts, with their last use, login sessions and storage.

    `search` matches parts of the address or the name. Less than three letters or digits
    in a row only match the beginning of a word. The order `storage` has the largest
    first, without accounts that never stored a file.
    """
    filters = Filters(
        search=search,
        is_active=is_active,
        is_admin=is_admin,
        is_verified=is_verified,
        to_be_deleted=to_be_deleted,
    )
    page = admin_service.page(session, filters, sort=sort, cursor=cursor, limit=limit)
    items = [UserForAdmin.of_state(account) for account in page.items]
    return UserList(items=items, next_cursor=page.next_cursor)


@router.get("/users/{user_id:uuid}")
@raises(UserNotFound)
def admin_get_user(
    user_id: UUID, _: CurrentAdminDep, session: SessionDep
) -> UserForAdmin:
    """Return one account."""
    return UserForAdmin.of_state(admin_service.state(session, user_id))


@router.patch("/users/{user_id:uuid}")
@raises(UserNotFound, LastAdmin)
def admin_change_user(
    user_id: UUID,
    data: UserChangeRequest,
    actor: FreshAdminDep,
    client: ClientDep,
    session: SessionDep,
) -> UserForAdmin:
    """Enable, disable, promote or demote an account. Disabling ends its sessions."""
    account = admin_service.change(
        session,
        user_id,
        actor_id=actor.id,
        client=client,
        is_active=data.is_active,
        is_admin=data.is_admin,
    )
    session.commit()
    return UserForAdmin.of_state(account)


@router.delete("/users/{user_id:uuid}/sessions", status_code=status.HTTP_204_NO_CONTENT)
@raises(UserNotFound)
def admin_end_sessions(
    user_id: UUID, actor: FreshAdminDep, client: ClientDep, session: SessionDep
) -> None:
    """End all login sessions and API tokens of an account."""
    admin_service.end_sessions(session, user_id, actor_id=actor.id, client=client)
    session.commit()


@router.delete(
    "/users/{user_id:uuid}/two-factor", status_code=status.HTTP_204_NO_CONTENT
)
@raises(UserNotFound, TwoFaNotEnabled, OwnTwoFactor)
def admin_reset_two_factor(
    user_id: UUID, actor: FreshAdminDep, client: ClientDep, session: SessionDep
) -> None:
    """Switch off the second factor of an account whose owner lost it.

    Ends all login sessions of the account and sends its owner an e-mail. For their own
    account, administrators use `POST two-fa/disable`.
    """
    admin_service.reset_two_fa(session, user_id, actor_id=actor.id, client=client)
    session.commit()


@router.get("/security-log")
@raises(InvalidCursor)
def admin_get_security_log(
    _: CurrentAdminDep,
    session: SessionDep,
    user_id: UUID | None = None,
    kind: Kind | None = None,
    created_from: Instant | None = None,
    created_before: Instant | None = None,
    cursor: CursorQuery = None,
    limit: LimitQuery = 50,
) -> SecurityLogForAdmin:
    """List the security log of all accounts, or of one."""
    page = security_log_service.page(
        session,
        user_id=user_id,
        kind=kind,
        period=Period(created_from, created_before),
        cursor=cursor,
        limit=limit,
    )
    emails = admin_service.emails(
        session, [each for e in page.items for each in (e.user_id, e.actor_id)]
    )
    items = [SecurityEventForAdmin.of(event, emails) for event in page.items]
    return SecurityLogForAdmin(items=items, next_cursor=page.next_cursor)
