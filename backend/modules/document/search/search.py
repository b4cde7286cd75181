"""The service that searches documents: by their words, or else by similar titles."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import floor
from uuid import UUID

from sqlmodel import Session

from backend.core.pagination import InvalidCursor, Page, Position
from backend.models import Document
from backend.modules.document.lib import Filters
from backend.modules.document.search import marks, typos
from backend.modules.document.search.candidates import Match
from backend.modules.document.search.db import Found, search_db
from backend.modules.document.search.query import MAX_PARTS, Part, parts_of, query_of

# A cursor says which of the two searches it continues.
_BY_WORDS, _BY_LIKENESS = "words", "alike"
_MAX_LIKE = 60

# A rank and the id of a document. All places are different.
Place = tuple[Decimal, UUID]


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
        search_db.prepare(session)
        found: list[Place] = []
        if how == _BY_WORDS:
            query = query_of(search, parts)
            found = _ordered(search_db.matches(session, owner_id, query, filters))
        # Words of up to three letters have too few trigrams to compare.
        words = [word.text[:_MAX_LIKE] for part in parts for word in part]
        alike = [word for word in words if len(word) >= typos.SHORTEST][:MAX_PARTS]
        if not found and alike and (position is None or how == _BY_LIKENESS):
            how = _BY_LIKENESS
            corrected = typos.corrected(alike)
            similar = search_db.similar(session, owner_id, alike, corrected, filters)
            found = _ordered(similar)
        places = Page.of(
            [place for place in found if after is None or place < after][: limit + 1],
            limit,
            lambda place: Position(f"{how} {place[0]:f}", place[1]),
        )
        ids = [document_id for _, document_id in places.items]
        patterns = marks.patterns_of(parts) if how == _BY_WORDS else ()
        loaded = search_db.load(session, ids, patterns)
        hits = [_hit(loaded[each], parts) for each in ids if each in loaded]
        return Page(hits, places.next_cursor)

    def ids(
        self, session: Session, owner_id: UUID, search: str, filters: Filters
    ) -> list[UUID]:
        """Return the ids of all documents that `page` ranks, except similar titles."""
        parts = parts_of(search)
        if not parts:
            return []
        query = query_of(search, parts)
        search_db.prepare(session)
        found = _ordered(search_db.matches(session, owner_id, query, filters))
        return [document_id for _, document_id in found]


def _ordered(matches: Iterable[Match]) -> list[Place]:
    """Return the places of matches, best first. Of equal ranks, the newest is best."""
    return sorted(map(_place, matches), reverse=True)


def _place(match: Match) -> Place:
    # Seconds since 1970 are below 10^11.
    age = Decimal(floor(match.created_at.timestamp())) / 10**16
    return Decimal(f"{match.rank:.5f}") + age, match.id


def _after(position: Position | None) -> Place | None:
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
