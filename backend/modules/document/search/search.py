"""The service that searches documents: by words, or else by similar titles."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from backend.core.pagination import InvalidCursor, Page, Position
from backend.models import Document
from backend.modules.document.lib import Filters
from backend.modules.document.search import words
from backend.modules.document.search.db import Found, search_db

# A cursor says which of the two searches it continues.
_BY_WORDS, _BY_LIKENESS = "words", "alike"
_SHORT = 3


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

        A document matches if each search word is the beginning of a word in its title,
        tags or text. If no document matches, similar titles do, to allow for typos.

        Raises:
            InvalidCursor: the cursor is not from a search.
        """
        wanted = words.wanted(search)
        if not wanted:
            return Page([], None)
        position = Position.decode(cursor, by_time=False)
        after = _after(position)
        how = str(position.key).partition(" ")[0] if position else _BY_WORDS
        found: Sequence[Found] = []
        if how == _BY_WORDS:
            found = search_db.find(
                session, owner_id, wanted, filters, after=after, limit=limit + 1
            )
        # Words of up to three letters have too few trigrams to compare.
        alike = [word for word in wanted if len(word) > _SHORT]
        if not found and alike and (position is None or how == _BY_LIKENESS):
            how = _BY_LIKENESS
            found = search_db.find_alike(
                session, owner_id, alike, filters, after=after, limit=limit + 1
            )
        hits = Page.of(
            found, limit, lambda f: Position(f"{how} {f.rank:.6f}", f.document.id)
        )
        return Page([_hit(each, wanted) for each in hits.items], hits.next_cursor)


def _after(position: Position | None) -> tuple[float, UUID] | None:
    if position is None:
        return None
    how, _, rank = str(position.key).partition(" ")
    if how not in (_BY_WORDS, _BY_LIKENESS) or not rank.replace(".", "", 1).isdigit():
        raise InvalidCursor
    return float(rank[:20]), position.id


def _hit(found: Found, wanted: list[str]) -> Hit:
    title = words.marked(found.document.title, wanted)
    text = words.excerpt(found.text, wanted) if found.text else None
    return Hit(found.document, title, text)


search_service = SearchService()
