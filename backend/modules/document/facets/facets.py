"""The service that counts documents by type and by tag."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from backend.core.pagination import InvalidCursor, Page, Position
from backend.modules.document.facets.db import COUNTED, facet_db
from backend.modules.document.lib import Filters, clean_tag
from backend.modules.document.search.search import search_service

# A cursor needs an id, and a tag has none.
_NO_ID = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many documents match, by wildcard, by media type and by tag.

    Unless `is_complete`, only the newest COUNTED documents were counted.
    """

    total: int
    is_complete: bool
    groups: Mapping[str, int]
    types: Mapping[str, int]
    tags: Mapping[str, int]


class FacetService:
    """Counts the documents of one owner that are not in the trash."""

    def counts(
        self, session: Session, owner_id: UUID, filters: Filters, *, search: str
    ) -> Counts:
        """Return how many of the matching documents have which type and which tag.

        A search that is not blank counts the documents that it ranks, without those
        that only have similar titles.
        """
        ids = None
        if search.strip():
            ids = search_service.ids(session, owner_id, search, filters)
        types, tags = facet_db.counts(session, owner_id, filters, ids=ids)
        groups: Counter[str] = Counter()
        for media_type, documents in types.items():
            groups[f"{media_type.partition('/')[0]}/*"] += documents
        total = groups.total()
        return Counts(
            total=total,
            is_complete=total < COUNTED,
            groups=_by_frequency(groups),
            types=_by_frequency(types),
            tags=tags,
        )

    def tags(
        self,
        session: Session,
        owner_id: UUID,
        *,
        prefix: str,
        cursor: str | None,
        limit: int,
    ) -> Page[tuple[str, int]]:
        """Return a page of tags with their numbers of documents, most frequent first.

        Raises:
            InvalidCursor: the cursor is not from this list.
        """
        found = facet_db.tags(
            session,
            owner_id,
            prefix=clean_tag(prefix),
            after=_after(cursor),
            limit=limit + 1,
        )
        return Page.of(
            found, limit, lambda each: Position(f"{each[1]} {each[0]}", _NO_ID)
        )


def _after(cursor: str | None) -> tuple[int, str] | None:
    position = Position.decode(cursor, by_time=False)
    if position is None:
        return None
    documents, _, name = str(position.key).partition(" ")
    known = documents.isascii() and documents.isdigit() and int(documents) <= COUNTED
    if not known:
        raise InvalidCursor
    return int(documents), name


def _by_frequency(counts: Mapping[str, int]) -> Mapping[str, int]:
    return dict(sorted(counts.items(), key=lambda each: (-each[1], each[0])))


facet_service = FacetService()
