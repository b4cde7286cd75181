"""The routes of shares: for the owner, and for anyone who has the token."""

from datetime import datetime, timedelta
from typing import Annotated, Self
from uuid import UUID

from fastapi import Depends, Query, Request, status
from pydantic import Field

from backend.api.deps import (
    AccessTokenDep,
    ClientDep,
    CurrentUserDep,
    CursorQuery,
    LimitQuery,
    SessionDep,
)
from backend.api.idempotency import IdempotencyDep
from backend.core.callers import by_address, by_caller_if, by_token
from backend.core.pagination import InvalidCursor
from backend.core.rate_limit import rate_limit
from backend.core.routing import Router, raises
from backend.core.validation import (
    Line,
    NewPassword,
    Password,
    ReplyModel,
    RequestModel,
)
from backend.models import DocumentShare
from backend.modules.document.exceptions import (
    DocumentNotFound,
    LinkNotFound,
    ShareNotFound,
    WrongSharePassword,
)
from backend.modules.document.schemas import DownloadLink
from backend.modules.document.shares.shares import share_service

router = Router()

_EXAMPLE = "q2VdW7p0Zl1q7Xn2mWb8kQeT5uVdRcAsJ9iOg4HtLyK"


class ShareRequest(RequestModel):
    """The lifetime, password and download limit of a new share."""

    expires_in_hours: int = Field(default=168, ge=1, le=8760, examples=[48])
    password: NewPassword | None = Field(default=None, examples=["a good password"])
    max_downloads: int | None = Field(default=None, ge=1, le=1_000_000, examples=[10])


class OpenShareRequest(RequestModel):
    """The token of a share, and its password if it has one."""

    token: Line = Field(examples=[_EXAMPLE])
    password: Password | None = Field(default=None, examples=["a good password"])


class SharePublic(ReplyModel):
    """A share as the owner of the document sees it."""

    id: UUID
    has_password: bool
    downloads: int = Field(examples=[3])
    max_downloads: int | None = Field(examples=[10])
    expires_at: datetime
    revoked_at: datetime | None
    created_at: datetime

    @classmethod
    def of(cls, share: DocumentShare, **more: str) -> Self:
        """Return the reply for a share."""
        has_password = share.password_hash is not None
        fields = share.model_dump() | {"has_password": has_password} | more
        return cls.model_validate(fields)


class ShareCreated(SharePublic):
    """A new share with its token, which no other reply shows again."""

    token: str = Field(examples=[_EXAMPLE])


class ShareList(ReplyModel):
    """A page of shares, newest first."""

    items: list[SharePublic]
    next_cursor: str | None


class SharedDocument(ReplyModel):
    """The shared document, as anyone with the token sees it."""

    name: str = Field(examples=["contract.pdf"])
    media_type: str = Field(examples=["application/pdf"])
    size: int = Field(description="Bytes.", examples=[48213])
    needs_password: bool
    expires_at: datetime


async def _sets_password(request: Request) -> bool:
    """Return whether the new share has a password, which is expensive to hash."""
    try:
        return (await request.json()).get("password") is not None
    except (ValueError, AttributeError, RecursionError):
        return False  # the request model refuses this body


_by_owner_with_password = by_caller_if(
    _sets_password, per="user, for shares with a password"
)


@router.post(
    "/{document_id:uuid}/shares",
    status_code=status.HTTP_201_CREATED,
    dependencies=[
        Depends(rate_limit(30, minutes=1, identify=_by_owner_with_password)),
    ],
)
@raises(DocumentNotFound)
def create_share(
    document_id: UUID,
    data: ShareRequest,
    _: CurrentUserDep,
    access: AccessTokenDep,
    client: ClientDep,
    session: SessionDep,
    once: IdempotencyDep,
) -> ShareCreated:
    """Share a document: each download returns its current version at that time.

    Use `token` with `GET documents/shared` and `POST documents/shared/download-link`.
    """
    password = data.password.get_secret_value() if data.password else None
    new = share_service.create(
        session,
        document_id,
        access,
        client,
        lifetime=timedelta(hours=data.expires_in_hours),
        password=password,
        max_downloads=data.max_downloads,
    )
    reply = once.keep(ShareCreated.of(new.share, token=new.token))
    session.commit()
    return reply


@router.get("/{document_id:uuid}/shares")
@raises(DocumentNotFound, InvalidCursor)
def list_shares(
    document_id: UUID,
    user: CurrentUserDep,
    session: SessionDep,
    cursor: CursorQuery = None,
    limit: LimitQuery = 50,
) -> ShareList:
    """List the shares of a document, including expired and revoked ones."""
    page = share_service.page(
        session, document_id, owner_id=user.id, cursor=cursor, limit=limit
    )
    items = [SharePublic.of(share) for share in page.items]
    return ShareList(items=items, next_cursor=page.next_cursor)


@router.delete(
    "/{document_id:uuid}/shares/{share_id:uuid}", status_code=status.HTTP_204_NO_CONTENT
)
@raises(DocumentNotFound, ShareNotFound)
def revoke_share(
    document_id: UUID,
    share_id: UUID,
    _: CurrentUserDep,
    access: AccessTokenDep,
    client: ClientDep,
    session: SessionDep,
) -> None:
    """Revoke a share. It stops working at once."""
    share_service.revoke(session, document_id, share_id, access, client)
    session.commit()


@router.get(
    "/shared",
    dependencies=[Depends(rate_limit(60, minutes=1, identify=by_address))],
)
@raises(LinkNotFound)
def get_shared(
    token: Annotated[str, Query(min_length=1, max_length=100, examples=[_EXAMPLE])],
    session: SessionDep,
) -> SharedDocument:
    """Return the document of a share, without a login. This counts no download."""
    share, document = share_service.look(session, token)
    return SharedDocument(
        name=document.name,
        media_type=document.media_type,
        size=document.size,
        needs_password=share.password_hash is not None,
        expires_at=share.expires_at,
    )


@router.post(
    "/shared/download-link",
    dependencies=[
        Depends(rate_limit(20, minutes=1, identify=by_address)),
        Depends(rate_limit(10, minutes=10, identify=by_token, failures_only=True)),
    ],
)
@raises(LinkNotFound, WrongSharePassword)
def open_share(data: OpenShareRequest, session: SessionDep) -> DownloadLink:
    """Count one download of a share and return a link for it, without a login.

    The link works for five minutes, but no longer than the share. A download may be
    resumed in this time. The same error is returned for an unknown token, an expired or
    revoked share, and one that has no downloads left.
    """
    password = data.password.get_secret_value() if data.password else None
    link = share_service.open_link(session, data.token, password=password)
    session.commit()
    return DownloadLink.of(link)
