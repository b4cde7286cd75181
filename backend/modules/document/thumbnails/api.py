"""The route that returns thumbnails."""

import hashlib
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response

from backend.api.conditions import NOT_MODIFIED, ConditionsDep
from backend.api.deps import CurrentUserDep, SessionDep
from backend.core.exceptions import NotModified
from backend.core.routing import Router, raises
from backend.modules.document.downloads.reply import SAFE_HEADERS
from backend.modules.document.exceptions import (
    DocumentChanged,
    DocumentNotFound,
    ThumbnailNotFound,
    VersionNotFound,
)
from backend.modules.document.thumbnails.thumbnails import thumbnail_service

router = Router(api_scope="documents")

_HEADERS = {
    "ETag": {"schema": {"type": "string"}},
    "Cache-Control": {"schema": {"type": "string"}},
}
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The thumbnail.",
        "content": {"image/webp": {"schema": {"type": "string", "format": "binary"}}},
        "headers": _HEADERS,
    },
    **NOT_MODIFIED,
}
# Seconds. A version has the same thumbnail for ever; the current version changes.
_FRESH_VERSION, _FRESH = 86_400, 60


@router.get(
    "/{document_id:uuid}/thumbnail", response_class=Response, responses=_RESPONSES
)
@raises(DocumentNotFound, VersionNotFound, ThumbnailNotFound, DocumentChanged)
def get_thumbnail(
    document_id: UUID,
    conditions: ConditionsDep,
    user: CurrentUserDep,
    session: SessionDep,
    version: Annotated[int | None, Query(ge=1, le=1_000_000)] = None,
) -> Response:
    """Return a small picture of an image or of the first page of a PDF.

    It is a WebP of at most 256 by 256 pixels, by default of the current version. It is
    drawn some seconds after the upload: `has_thumbnail` of the document says when. With
    `version`, caches keep it for a day.
    """
    image = thumbnail_service.image_of(
        session, document_id, owner_id=user.id, number=version
    )
    fresh = _FRESH_VERSION if version else _FRESH
    headers = {
        **SAFE_HEADERS,
        "ETag": f'"{hashlib.sha256(image).hexdigest()}"',
        "Cache-Control": f"private, max-age={fresh}",
    }
    verdict = conditions.evaluate(etag=headers["ETag"])
    if verdict == "failed":
        raise DocumentChanged
    if verdict == "not modified":
        raise NotModified(headers)
    return Response(image, media_type="image/webp", headers=headers)
