"""The routes that list, read, change and delete documents."""

from dataclasses import replace
from typing import Annotated, cast
from uuid import UUID

from fastapi import Depends, Query, Request, Response, status

from backend.api.conditions import NOT_MODIFIED, ConditionsDep, IfMatchDep, check
from backend.api.deps import CurrentUserDep, LimitQuery, SessionDep
from backend.core.callers import by_caller_if
from backend.core.pagination import InvalidCursor
from backend.core.rate_limit import rate_limit
from backend.core.routing import Router, raises
from backend.modules.document.batches.api import router as batches
from backend.modules.document.document import Changes, check_match, document_service
from backend.modules.document.downloads.api import router as downloads
from backend.modules.document.exceptions import DocumentChanged, DocumentNotFound
from backend.modules.document.facets.api import router as facets
from backend.modules.document.facets.schemas import FiltersDep
from backend.modules.document.lib import Sort, state_etag
from backend.modules.document.quota.api import router as quota
from backend.modules.document.quota.quota import quota_service
from backend.modules.document.schemas import (
    DocumentFound,
    DocumentList,
    DocumentPublic,
    DocumentUpdateRequest,
    UsagePublic,
)
from backend.modules.document.search.search import search_service
from backend.modules.document.shares.api import router as sharing
from backend.modules.document.shares.shares import share_service
from backend.modules.document.thumbnails.api import router as thumbnails
from backend.modules.document.trash.api import router as trash
from backend.modules.document.trash.trash import trash_service
from backend.modules.document.uploads.api import router as uploads
from backend.modules.document.versions.api import router as versions

router = Router(api_scope="documents")
for topic in (
    uploads,
    downloads,
    thumbnails,
    trash,
    sharing,
    versions,
    quota,
    facets,
    batches,
):
    router.include_router(topic)

Cursor = Annotated[str | None, Query(max_length=2000)]


async def _searches(request: Request) -> bool:
    return bool(request.query_params.get("search", "").strip())


_by_searcher = by_caller_if(_searches, per="user, for searches")


@router.get(
    "",
    dependencies=[
        Depends(rate_limit(120, minutes=1, identify=_by_searcher, fails_open=True))
    ],
)
@raises(InvalidCursor)
def list_documents(
    user: CurrentUserDep,
    session: SessionDep,
    filters: FiltersDep,
    search: Annotated[str | None, Query(max_length=200)] = None,
    sort: Sort = "newest",
    reverse: bool = False,
    total: bool = False,
    cursor: Cursor = None,
    limit: LimitQuery = 50,
) -> DocumentList:
    """List the user's documents that are not in the trash.

    With `search`, the best matches come first, the found words are marked in
    `title_html` and `text_html`, and `sort`, `reverse` and `total` are ignored. A
    document matches if each search word is the beginning of a word in its title, tags, file name or
    text. The first one may also begin inside a word, so what a person copies out of a
    document finds it. If none matches, documents with similar titles are returned.
    `total=true` counts all matching documents; this is slower the more there are.

    `size` sorts the largest first, `updated` the last updated, and `title` and `name`,
    which is the file name, alphabetically. `reverse=true` reverses each order.
    """
    if search is not None and search.strip():
        found = search_service.page(
            session, user.id, search, filters, cursor=cursor, limit=limit
        )
        shares = share_service.active(session, [hit.document.id for hit in found.items])
        hits = [
            DocumentFound.found(hit, active_shares=shares[hit.document.id])
            for hit in found.items
        ]
        return DocumentList(items=hits, next_cursor=found.next_cursor, total=None)
    page = document_service.page(
        session,
        user.id,
        filters,
        sort=sort,
        reverse=reverse,
        cursor=cursor,
        limit=limit,
    )
    count = document_service.count(session, user.id, filters) if total else None
    shares = share_service.active(session, [document.id for document in page.items])
    return DocumentList.listed(page, shares, total=count)


@router.get("/usage")
def get_usage(user: CurrentUserDep, session: SessionDep) -> UsagePublic:
    """Return the storage that the user uses, and the quota."""
    return UsagePublic.model_validate(quota_service.of(session, user.id))


@router.get("/{document_id:uuid}", responses=NOT_MODIFIED)
@raises(DocumentNotFound, DocumentChanged)
def get_document(
    document_id: UUID,
    user: CurrentUserDep,
    session: SessionDep,
    response: Response,
    conditions: ConditionsDep,
) -> DocumentPublic:
    """Return a document. Send its `ETag` or `etag` as If-Match when changing it."""
    document = document_service.get(session, document_id, owner_id=user.id)
    check_match(document, conditions.if_match)
    reply = DocumentPublic.of(document)
    etag = state_etag(document.revision, reply.text_status, reply.has_thumbnail)
    check(replace(conditions, if_match=None), etag, DocumentChanged)
    response.headers["ETag"] = etag
    return reply


# Limited because each change indexes the title again.
@router.patch(
    "/{document_id:uuid}",
    dependencies=[Depends(rate_limit(60, minutes=1, fails_open=True))],
)
@raises(DocumentNotFound, DocumentChanged)
def update_document(
    document_id: UUID,
    data: DocumentUpdateRequest,
    user: CurrentUserDep,
    session: SessionDep,
    response: Response,
    if_match: IfMatchDep,
) -> DocumentPublic:
    """Change the title or the tags; an omitted field keeps its value.

    With `If-Match`, the change is only made if the document still has that `etag`.
    """
    changes = cast(Changes, data.model_dump(exclude_unset=True))
    document = document_service.update(
        session, document_id, changes, owner_id=user.id, if_match=if_match
    )
    session.commit()
    reply = DocumentPublic.of(document)
    response.headers["ETag"] = reply.etag
    return reply


@router.delete("/{document_id:uuid}", status_code=status.HTTP_204_NO_CONTENT)
@raises(DocumentNotFound, DocumentChanged)
def delete_document(
    document_id: UUID, user: CurrentUserDep, session: SessionDep, if_match: IfMatchDep
) -> None:
    """Move a document to the trash. Its shares do not work while it is there.

    With `If-Match`, it is only moved if the document still has that `etag`.
    """
    trash_service.delete(session, document_id, owner_id=user.id, if_match=if_match)
    session.commit()
