"""The routes that list and restore versions; uploads/api.py adds new ones."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Response

from backend.api.conditions import IfMatchDep
from backend.api.deps import CurrentUserDep, CursorQuery, LimitQuery, SessionDep
from backend.core.pagination import InvalidCursor
from backend.core.routing import Router, raises
from backend.modules.document.exceptions import (
    DocumentChanged,
    DocumentNotFound,
    VersionNotFound,
)
from backend.modules.document.schemas import DocumentPublic, VersionList, VersionPublic
from backend.modules.document.versions.versions import version_service

router = Router(api_scope="documents")


@router.get("/{document_id:uuid}/versions")
@raises(DocumentNotFound, InvalidCursor)
def list_versions(
    document_id: UUID,
    user: CurrentUserDep,
    session: SessionDep,
    cursor: CursorQuery = None,
    limit: LimitQuery = 50,
) -> VersionList:
    """List the versions of a document, newest first."""
    document, page = version_service.page(
        session, document_id, owner_id=user.id, cursor=cursor, limit=limit
    )
    current = document.version
    items = [VersionPublic.of(version, current=current) for version in page.items]
    return VersionList(items=items, next_cursor=page.next_cursor)


@router.post("/{document_id:uuid}/versions/{number}/restore")
@raises(DocumentNotFound, VersionNotFound, DocumentChanged)
def restore_version(
    document_id: UUID,
    number: Annotated[int, Path(ge=1, le=1_000_000)],
    user: CurrentUserDep,
    session: SessionDep,
    response: Response,
    if_match: IfMatchDep,
) -> DocumentPublic:
    """Make an older version the current version again; all versions are kept.

    With `If-Match`, this is only done if the document still has that `etag`.
    """
    document = version_service.restore(
        session, document_id, number, owner_id=user.id, if_match=if_match
    )
    session.commit()
    reply = DocumentPublic.of(document)
    response.headers["ETag"] = reply.etag
    return reply
