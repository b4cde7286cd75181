"""The routes of shares: for the owner, and for anyone who has the token."""

from datetime import timedelta
from uuid import UUID

from fastapi import Depends, Request, status
from pydantic import SecretStr

from backend.api.deps import (
    AccessTokenDep,
    ClientDep,
    CurrentUserDep,
    CursorQuery,
    LimitQuery,
    SessionDep,
)
from backend.api.idempotency import IdempotencyDep
from backend.core.callers import PER, by_address, by_caller_if, by_token
from backend.core.exceptions import LinkNotFound
from backend.core.links import DownloadLink
from backend.core.pagination import InvalidCursor
from backend.core.rate_limit import rate_limit
from backend.core.routing import Router, raises
from backend.modules.document.exceptions import (
    DocumentNotFound,
    NotViewable,
    ShareNotFound,
    WrongSharePassword,
)
from backend.modules.document.shares.lib import ShareState
from backend.modules.document.shares.schemas import (
    OpenShareRequest,
    ShareCreated,
    SharedDocument,
    ShareList,
    SharePublic,
    ShareRequest,
)
from backend.modules.document.shares.shares import share_service

router = Router(api_scope="documents")


async def _sets_password(request: Request) -> bool:
    """Return whether a request has a password, which is expensive to hash."""
    try:
        return (await request.json()).get("password") is not None
    except (ValueError, AttributeError, RecursionError):
        return False  # the request model refuses this body


async def _by_guess(request: Request) -> str | None:
    # A call without a password always succeeds, and a success clears the count.
    return await by_token(request) if await _sets_password(request) else None


PER[_by_guess] = "token, for calls with a password"
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

    Send `token` to `POST documents/shared`, `POST documents/shared/download-link` and
    `POST documents/shared/view-link`, or give people `url`.
    """
    new = share_service.create(
        session,
        document_id,
        access,
        client,
        lifetime=timedelta(hours=data.expires_in_hours),
        password=_plain(data.password),
        max_downloads=data.max_downloads,
    )
    reply = once.keep(ShareCreated.created(new.listed, new.token))
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


@router.get(
    "/shares", dependencies=[Depends(rate_limit(120, minutes=1, fails_open=True))]
)
@raises(InvalidCursor)
def list_own_shares(
    user: CurrentUserDep,
    session: SessionDep,
    state: ShareState | None = None,
    cursor: CursorQuery = None,
    limit: LimitQuery = 50,
) -> ShareList:
    """List the shares of all documents of the user, newest first."""
    page = share_service.page_of_owner(
        session, user.id, state=state, cursor=cursor, limit=limit
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


# Each route has a budget of failures of its own; together they allow 20 guesses.
_LIMITS = [
    Depends(rate_limit(20, minutes=1, identify=by_address)),
    Depends(rate_limit(10, minutes=10, identify=by_token, failures_only=True)),
]
_VIEW_LIMITS = [
    Depends(rate_limit(20, minutes=1, identify=by_address)),
    Depends(rate_limit(5, minutes=10, identify=by_token, failures_only=True)),
]


@router.post(
    "/shared",
    dependencies=[
        Depends(rate_limit(60, minutes=1, identify=by_address)),
        Depends(rate_limit(5, minutes=10, identify=_by_guess, failures_only=True)),
    ],
)
@raises(LinkNotFound, WrongSharePassword)
def get_shared(data: OpenShareRequest, session: SessionDep) -> SharedDocument:
    """Return what a share shows, without a login. This counts no download.

    The token is in the body, because logs and browsers keep the addresses of requests.
    If the share has a password, its file is only shown with the password.
    """
    opened = share_service.look(session, data.token, password=_plain(data.password))
    reply = SharedDocument.of(opened)
    session.commit()
    return reply


@router.post("/shared/download-link", dependencies=_LIMITS)
@raises(LinkNotFound, WrongSharePassword)
def open_share(data: OpenShareRequest, session: SessionDep) -> DownloadLink:
    """Count one download of a share and return a link for it, without a login.

    The link works for five minutes, but no longer than the share. A download may be
    resumed in this time. The same error is returned for an unknown token, an expired or
    revoked share, and one that has no downloads left.
    """
    link = share_service.open_link(session, data.token, password=_plain(data.password))
    session.commit()
    return DownloadLink.of(link)


@router.post("/shared/view-link", dependencies=_VIEW_LIMITS)
@raises(LinkNotFound, WrongSharePassword, NotViewable)
def view_share(data: OpenShareRequest, session: SessionDep) -> DownloadLink:
    """Count one download of a share and return a link that shows its file.

    The link is like one for a download, but the browser shows the file, as it does with
    the link of `GET documents/{document_id}/view-link`.
    """
    link = share_service.open_link(
        session, data.token, password=_plain(data.password), inline=True
    )
    session.commit()
    return DownloadLink.of(link)


def _plain(password: SecretStr | None) -> str | None:
    return password.get_secret_value() if password else None
