"""Queries of the search. They read only.

The lexemes of a document are in two rows of `document_words`: of its title, tags and
file name, and of its text. A search must find its words in either.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, null, select, text
from sqlalchemy.orm import defer
from sqlmodel import Session, col

from backend.models import Document, DocumentText, DocumentVersion
from backend.modules.document.lib import Filters
from backend.modules.document.search.candidates import (
    CANDIDATES,
    Candidates,
    Expected,
    Match,
    all_of,
    tsquery,
)
from backend.modules.document.search.likeness import THRESHOLD
from backend.modules.document.search.query import Query

_SEARCHED_CHARACTERS = 600
_OPTIONS = {
    # A frequent and a rare word need different plans. Postgres would soon use one plan
    # for all words.
    "plan_cache_mode": "force_custom_plan",
    # Parallel workers read far beyond the newest matches.
    "max_parallel_workers_per_gather": "0",
    # With less, Postgres only remembers on which pages the rows of a frequent word are,
    # and reads all vectors there.
    "work_mem": "32MB",
    "pg_trgm.word_similarity_threshold": THRESHOLD,
}
_SET_OPTIONS = text("; ".join(f"SET LOCAL {o} = '{v}'" for o, v in _OPTIONS.items()))
_CURRENT = (col(DocumentVersion.document_id) == Document.id) & (
    col(DocumentVersion.number) == Document.version
)


@dataclass(frozen=True, slots=True)
class Found:
    """A found document, and the part of its text around the first found word."""

    document: Document
    text: str | None


class SearchDB:
    """Finds documents of one owner."""

    def prepare(self, session: Session) -> None:
        """Set options of Postgres until the end of the transaction."""
        session.execute(_SET_OPTIONS)

    def matches(
        self, session: Session, owner_id: UUID, query: Query, filters: Filters
    ) -> list[Match]:
        """Return documents that match all parts of a search, in any order.

        These are the newest CANDIDATES exact matches. If there are fewer, strict and
        loose ones follow, and those with old vectors: the newest CANDIDATES of each. All
        but loose and old ones have ranks of 1 and more.
        """
        rank = func.ts_rank(col(Document.search), tsquery(query.ranked))
        search = Candidates(session, owner_id, filters, rank)
        exact, *others = map(all_of, (query.exact, query.strict, query.loose))
        expected = search.expect([exact, *others])
        strict: list[Match] = []
        loose: list[Match] = []
        if expected.own >= CANDIDATES:
            strict = search.exact(exact, expected)
        if len(strict) < CANDIDATES:
            strict, loose = _inexact(search, query, expected)
        found = {match.id: match for match in loose}
        found |= {m.id: Match(m.id, m.created_at, m.rank + 1) for m in strict}
        return list(found.values())

    def similar(
        self,
        session: Session,
        owner_id: UUID,
        words: Sequence[str],
        corrected: Sequence[str],
        filters: Filters,
    ) -> list[Match]:
        """Return documents with words like all of these in their title, in any order.

        Of few documents, all titles are compared with the words. Of many, those that
        match the tsqueries of the corrected words are found, or else the newest titles
        are compared.
        """
        title = col(Document.title_key)
        likeness = [func.word_similarity(word, title) for word in words]
        rank = sum(likeness[1:], likeness[0]) / len(words)
        search = Candidates(session, owner_id, filters, rank)
        if search.few():
            return search.alike(words, among=None)
        return search.indexed(*corrected) or search.alike(words)

    def load(
        self, session: Session, ids: Sequence[UUID], patterns: Sequence[str]
    ) -> dict[UUID, Found]:
        """Return documents, each with the part of its text around the first found word.

        The first of the patterns that the text has finds the word.
        """
        statement = (
            select(Document, _around(patterns))
            .options(defer(Document.search))
            .outerjoin(DocumentVersion, _CURRENT)
            .outerjoin(DocumentText, col(DocumentText.version_id) == DocumentVersion.id)
            .where(col(Document.id).in_(ids))
        )
        rows = session.execute(statement).all()
        return {document.id: Found(document, text) for document, text in rows}


def _inexact(
    search: Candidates, query: Query, expected: Expected
) -> tuple[list[Match], list[Match]]:
    """Return strict matches, and loose ones; strict ones of these have higher ranks."""
    loose = search.old(query.old) if query.old else []
    if len(query.loose) > 1:
        every = search.spread(query.loose, better=query.strict)
        loose += every
        if len(every) < CANDIDATES:
            return [], loose
    strict = search.whole(all_of(query.strict), expected)
    if len(strict) < CANDIDATES and len(query.strict) > 1:
        strict += search.spread(query.strict)
    if len(strict) < CANDIDATES and len(query.loose) == 1:
        loose += search.whole(all_of(query.loose), expected)
    return strict, loose


def _around(patterns: Sequence[str]) -> Any:
    """Return the SQL of the part of the text around the first found pattern."""
    if not patterns:
        return null()
    text = col(DocumentText.text)
    places = [func.nullif(func.regexp_instr(text, each), 0) for each in patterns]
    start = func.greatest(func.coalesce(*places, 1) - _SEARCHED_CHARACTERS // 2, 1)
    return func.substr(text, start, _SEARCHED_CHARACTERS)


search_db = SearchDB()
