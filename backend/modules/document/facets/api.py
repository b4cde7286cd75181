"""The routes that count documents by type and by tag."""

from typing import Annotated

from fastapi import Depends, Query

from backend.api.deps import CurrentUserDep, CursorQuery, LimitQuery, SessionDep
from backend.core.pagination import InvalidCursor
from backend.core.rate_limit import rate_limit
from backend.core.routing import Router, raises
from backend.modules.document.facets.facets import facet_service
from backend.modules.document.facets.schemas import (
    Facets,
    FiltersDep,
    TagCount,
    TagList,
    TypeCount,
)

router = Router(api_scope="documents")


@router.get(
    "/facets", dependencies=[Depends(rate_limit(60, minutes=1, fails_open=True))]
)
def get_facets(
    user: CurrentUserDep,
    session: SessionDep,
    filters: FiltersDep,
    search: Annotated[str, Query(max_length=200)] = "",
) -> Facets:
    """Count the documents that match the filters, by type and by tag.

    With `search`, the documents that a list with this search ranks are counted: about a
    thousand at most, and none that only has a similar title.
    """
    counts = facet_service.counts(session, user.id, filters, search=search)
    return Facets(
        total=counts.total,
        is_complete=counts.is_complete,
        groups=[TypeCount(type=t, documents=n) for t, n in counts.groups.items()],
        types=[TypeCount(type=t, documents=n) for t, n in counts.types.items()],
        tags=[TagCount(tag=t, documents=n) for t, n in counts.tags.items()],
    )


@router.get(
    "/tags", dependencies=[Depends(rate_limit(240, minutes=1, fails_open=True))]
)
@raises(InvalidCursor)
def list_tags(
    user: CurrentUserDep,
    session: SessionDep,
    prefix: Annotated[
        str, Query(max_length=50, description="Only tags that begin like this.")
    ] = "",
    cursor: CursorQuery = None,
    limit: LimitQuery = 50,
) -> TagList:
    """List the tags of the user's documents that are not in the trash.

    The most frequent tags come first, and tags of one frequency by name. Only the newest
    20,000 documents are counted.
    """
    page = facet_service.tags(
        session, user.id, prefix=prefix, cursor=cursor, limit=limit
    )
    items = [TagCount(tag=tag, documents=documents) for tag, documents in page.items]
    return TagList(items=items, next_cursor=page.next_cursor)
