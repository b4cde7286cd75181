"""The routes that return files."""

from collections.abc import Iterator
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Response
from pydantic import Field

from backend.api.deps import AccessTokenDep, CurrentUserDep, SessionDep
from backend.core.callers import by_address
from backend.core.exceptions import LinkNotFound, TooManyDownloads
from backend.core.links import DownloadLink, by_link
from backend.core.rate_limit import rate_limit
from backend.core.routing import Router, api_scope, raises
from backend.core.streaming import StreamedReply
from backend.core.validation import RequestModel
from backend.modules.document.downloads.downloads import download_service
from backend.modules.document.downloads.links import LONGEST_ZIP, ZIP, is_view, kind_of
from backend.modules.document.downloads.reply import (
    FILE_RESPONSES,
    SAFE_HEADERS,
    WishDep,
    file_reply,
)
from backend.modules.document.exceptions import (
    DocumentChanged,
    DocumentNotFound,
    NotViewable,
    RangeNotSatisfiable,
    VersionNotFound,
)
from backend.modules.document.lib import ZIP_MAX_DOCUMENTS
from backend.modules.document.shares.shares import share_service

router = Router(api_scope="documents")

Version = Annotated[int | None, Query(ge=1, le=1_000_000)]
LinkToken = Annotated[str, Query(min_length=1, max_length=300)]
ZipToken = Annotated[str, Query(min_length=1, max_length=LONGEST_ZIP)]
_ZIP_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The ZIP.",
        "content": {
            "application/zip": {"schema": {"type": "string", "format": "binary"}}
        },
    }
}


class ZipRequest(RequestModel):
    """The documents to put into a ZIP."""

    ids: list[UUID] = Field(
        min_length=1,
        max_length=ZIP_MAX_DOCUMENTS,
        examples=[["00000000-0000-4000-8000-000000000000"]],
    )


@router.get(
    "/{document_id:uuid}/download", response_class=Response, responses=FILE_RESPONSES
)
@raises(DocumentNotFound, VersionNotFound, DocumentChanged, RangeNotSatisfiable)
def download(
    document_id: UUID,
    wish: WishDep,
    user: CurrentUserDep,
    session: SessionDep,
    version: Version = None,
) -> Response:
    """Return the file of a document, by default of its current version.

    The reply has an `ETag`, and the SHA-256 of the whole file in `Repr-Digest`. All
    conditional headers (304, 412), `Range` and `If-Range` (206) are supported. The file
    is always sent as an attachment.
    """
    file = download_service.file_of(
        session, document_id, owner_id=user.id, number=version
    )
    return file_reply(file, wish)


@router.get("/{document_id:uuid}/download-link")
@api_scope(None)
@raises(DocumentNotFound, VersionNotFound)
def get_download_link(
    document_id: UUID,
    user: CurrentUserDep,
    session: SessionDep,
    token: AccessTokenDep,
    version: Version = None,
) -> DownloadLink:
    """Return a link to the file that needs no access token, for a plain `<a href>`.

    It works for five minutes. It ends earlier when its login session ends, when the
    account is disabled, or when the document is moved to the trash.
    """
    link = download_service.link_to(
        session,
        document_id,
        owner_id=user.id,
        session_id=token.session_id,
        number=version,
    )
    return DownloadLink.of(link)


@router.get("/{document_id:uuid}/view-link")
@api_scope(None)
@raises(DocumentNotFound, VersionNotFound, NotViewable)
def get_view_link(
    document_id: UUID,
    user: CurrentUserDep,
    session: SessionDep,
    token: AccessTokenDep,
    version: Version = None,
) -> DownloadLink:
    """Return a link that shows the file in a tab, an `<img>` or an `<iframe>`.

    It is for PNG, JPEG, GIF, WebP, PDF and plain text, and ends like a download link.
    Do not sandbox the `<iframe>` of a PDF: not every viewer starts in one.
    """
    link = download_service.link_to(
        session,
        document_id,
        owner_id=user.id,
        session_id=token.session_id,
        number=version,
        inline=True,
    )
    return DownloadLink.of(link)


@router.get(
    "/linked",
    response_class=Response,
    responses=FILE_RESPONSES,
    dependencies=[Depends(rate_limit(120, minutes=1, identify=by_address))],
)
@raises(LinkNotFound, DocumentChanged, RangeNotSatisfiable)
def download_linked(token: LinkToken, wish: WishDep, session: SessionDep) -> Response:
    """Return the file of a download link or a view link, without a login.

    A file of a view link has `Content-Disposition: inline`, and only pages of this
    origin and of the app may frame it.
    """
    is_share = kind_of(token).startswith("share")
    linked_file = (
        share_service.linked_file if is_share else download_service.linked_file
    )
    return file_reply(linked_file(session, token), wish, inline=is_view(token))


@router.post("/zip-link", dependencies=[Depends(rate_limit(20, minutes=1))])
@api_scope(None)
@raises(DocumentNotFound)
def get_zip_link(
    data: ZipRequest, user: CurrentUserDep, token: AccessTokenDep, session: SessionDep
) -> DownloadLink:
    """Return a link to a ZIP of several documents, for a plain `<a href>`.

    It works for five minutes. It ends earlier when its login session ends or when the
    account is disabled.
    """
    link = download_service.link_to_zip(
        session, data.ids, owner_id=user.id, session_id=token.session_id
    )
    session.commit()
    return DownloadLink.of(link, "documents/linked-zip")


@router.get(
    "/linked-zip",
    response_class=Response,
    responses=_ZIP_RESPONSES,
    dependencies=[Depends(rate_limit(20, minutes=1, identify=by_link(ZIP)))],
)
@raises(LinkNotFound, DocumentNotFound, TooManyDownloads)
def download_linked_zip(token: ZipToken, session: SessionDep) -> Response:
    """Return the ZIP of a link, without a login: see `POST documents/zip`."""
    owner_id, size, chunks = download_service.linked_zip(session, token)
    return _zip(owner_id, size, chunks)


@router.post(
    "/zip",
    response_class=Response,
    responses=_ZIP_RESPONSES,
    dependencies=[Depends(rate_limit(20, minutes=1))],
)
@api_scope("documents:read")
@raises(DocumentNotFound, TooManyDownloads)
def download_zip(
    data: ZipRequest, user: CurrentUserDep, session: SessionDep
) -> Response:
    """Return the current files of several documents as one ZIP.

    The ZIP is built while it is sent. If two files have the same name, the later one
    gets a number. A user can have four ZIPs and exports running at once.
    """
    size, chunks = download_service.as_zip(session, data.ids, owner_id=user.id)
    session.commit()
    return _zip(user.id, size, chunks)


def _zip(owner_id: UUID, size: int, chunks: Iterator[bytes]) -> Response:
    headers = {
        **SAFE_HEADERS,
        "Content-Disposition": 'attachment; filename="documents.zip"',
        "Content-Length": str(size),
    }
    return StreamedReply(
        chunks, user_id=owner_id, media_type="application/zip", headers=headers
    )
