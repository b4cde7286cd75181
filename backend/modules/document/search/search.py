"""The service that searches documents: by their words, or else by similar titles."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlmodel import Session

from backend.core.pagination import InvalidCursor, Page, Position
from backend.models import Document
from backend.modules.document.lib import Filters
from backend.modules.document.search import marks
from backend.modules.document.search.db import CANDIDATES, Found, search_db
from backend.modules.document.search.query import MAX_PARTS, Part, parts_of, query_of

# A cursor says which of the two searches it continues.
_BY_WORDS, _BY_LIKENESS = "words", "alike"
_SHORT = 3
_MAX_LIKE = 60


@dataclass(frozen=True, slots=True)
class Hit:
    """A found document, with the found words marked in its title and text, as HTML."""

    document: Document
    title_html: str | None
    text_html: str | None


class SearchService:
    """Searches the documents of one owner."""

    def page(
        self,
        session: Session,
        owner_id: UUID,
        search: str,
        filters: Filters,
        *,
        cursor: str | None,
        limit: int,
    ) -> Page[Hit]:
        """Return a page of matching documents, best match first.

        A document matches if each word of the search is the beginning of a word in its
        title, tags, file name or text. The first word may also be the end of a word. If
        no document matches, similar titles do, to allow for typos.

        Raises:
            InvalidCursor: the cursor is not from a search.
        """
        parts = parts_of(search)
        if not parts:
            return Page([], None)
        position = Position.decode(cursor, by_time=False)
        after = _after(position)
        how = str(position.key).partition(" ")[0] if position else _BY_WORDS
        found: Sequence[Found] = []
        if how == _BY_WORDS:
            query = query_of(search, parts)
            patterns = marks.patterns_of(parts)
            found = search_db.find(
                session,
                *(owner_id, query, patterns, filters),
                after=after,
                limit=limit + 1,
            )
        # Words of up to three letters have too few trigrams to compare.
        words = [word.text[:_MAX_LIKE] for part in parts for word in part]
        alike = [word for word in words if len(word) > _SHORT][:MAX_PARTS]
        if not found and alike and (position is None or how == _BY_LIKENESS):
            how = _BY_LIKENESS
            found = search_db.find_alike(
                session, owner_id, alike, filters, after=after, limit=limit + 1
            )
        hits = Page.of(
            found, limit, lambda f: Position(f"{how} {f.rank:f}", f.document.id)
        )
        return Page([_hit(each, parts) for each in hits.items], hits.next_cursor)

    def ids(
        self, session: Session, owner_id: UUID, search: str, filters: Filters
    ) -> list[UUID]:
        """Return the ids of all documents that `page` ranks, except similar titles."""
        parts = parts_of(search)
        if not parts:
            return []
        query = query_of(search, parts)
        found = search_db.find(
            session, owner_id, query, [], filters, after=None, limit=3 * CANDIDATES
        )
        return [each.document.id for each in found]


def _after(position: Position | None) -> tuple[Decimal, UUID] | None:
    if position is None:
        return None
    how, _, rank = str(position.key).partition(" ")
    digits = rank.replace(".", "", 1)
    known = how in (_BY_WORDS, _BY_LIKENESS)
    if not known or not digits.isascii() or not digits.isdigit():
        raise InvalidCursor
    return Decimal(rank[:20]), position.id


def _hit(found: Found, parts: Sequence[Part]) -> Hit:
    title = marks.marked(found.document.title, parts)
    text = marks.excerpt(found.text, parts) if found.text else None
    return Hit(found.document, title, text)


search_service = SearchService()
