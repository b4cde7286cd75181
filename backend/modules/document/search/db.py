"""Queries of the search: index documents and find them. Flushes, never commits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Numeric,
    cast,
    func,
    literal,
    literal_column,
    null,
    select,
    tuple_,
    update,
)
from sqlalchemy.orm import defer
from sqlmodel import Session, col

from backend.models import Document, DocumentText, DocumentVersion
from backend.modules.document.db import matching
from backend.modules.document.lib import Filters
from backend.modules.document.search.words import as_pattern, as_query, words_of

# Only this many matches, the newest, are ranked. This bounds the cost of a search for a
# word that many documents have.
CANDIDATES = 1000
_SEARCHED_CHARACTERS = 600
# Similarity of typos: "invioce" to "invoice" 0.38, "contrcat" to "contract" 0.56.
_LIKENESS = "0.35"


@dataclass(frozen=True, slots=True)
class Found:
    """A document, its rank, and the part of its text around the first found word."""

    document: Document
    rank: float
    text: str | None


def vector(title: str, tags: Sequence[str], text: Any) -> Any:
    """Return the SQL of a document's search vector: title, then tags, then text.

    The title ranks highest. `text` may be SQL too. The configuration "simple" assumes
    no language; words are found by their beginning.
    """
    parts = ((words_of(title), "A"), (words_of(" ".join(tags)), "B"), (text, "D"))
    vectors: list[Any] = [
        func.setweight(func.to_tsvector("simple", part), literal_column(f"'{weight}'"))
        for part, weight in parts
    ]
    return vectors[0].op("||")(vectors[1]).op("||")(vectors[2])


class SearchDB:
    """Indexes documents and finds them."""

    def index(self, session: Session, document: Document) -> None:
        """Index a document by title, tags and the text of its current version."""
        text = (
            select(col(DocumentText.text))
            .join(DocumentVersion, col(DocumentVersion.id) == DocumentText.version_id)
            .where(
                col(DocumentVersion.document_id) == document.id,
                col(DocumentVersion.number) == document.version,
            )
            .scalar_subquery()
        )
        found = vector(document.title, document.tags, func.coalesce(text, ""))
        session.execute(
            update(Document)
            .where(col(Document.id) == document.id)
            .values(search=found)
            .execution_options(synchronize_session=False)
        )

    def find(
        self,
        session: Session,
        owner_id: UUID,
        words: list[str],
        filters: Filters,
        *,
        after: tuple[float, UUID] | None,
        limit: int,
    ) -> Sequence[Found]:
        """Return documents with a word that begins with each of these, best first."""
        query = func.to_tsquery("simple", as_query(words))
        newest = (
            matching(select(col(Document.id), col(Document.search)), owner_id, filters)
            .where(col(Document.search).op("@@")(query))
            .order_by(col(Document.created_at).desc(), col(Document.id).desc())
            .limit(CANDIDATES)
            .subquery()
        )
        rank = func.ts_rank(newest.c.search, query)
        return self._best(session, newest.c.id, rank, words, after=after, limit=limit)

    def find_alike(
        self,
        session: Session,
        owner_id: UUID,
        words: list[str],
        filters: Filters,
        *,
        after: tuple[float, UUID] | None,
        limit: int,
    ) -> Sequence[Found]:
        """Return documents with words like all of these in their title, best first."""
        name = "pg_trgm.word_similarity_threshold"
        session.execute(select(func.set_config(name, _LIKENESS, True)))
        some = (
            matching(
                select(col(Document.id), col(Document.title_key)), owner_id, filters
            )
            .where(*(literal(word).op("<%")(col(Document.title_key)) for word in words))
            .limit(CANDIDATES)
            .subquery()
        )
        likeness = [func.word_similarity(word, some.c.title_key) for word in words]
        rank = sum(likeness[1:], likeness[0]) / len(words)
        return self._best(session, some.c.id, rank, [], after=after, limit=limit)

    def _best(
        self,
        session: Session,
        document_id: Any,
        rank: Any,
        words: list[str],
        *,
        after: tuple[float, UUID] | None,
        limit: int,
    ) -> Sequence[Found]:
        # As numeric, cursors hold exactly what is compared.
        exact = func.round(cast(rank, Numeric), 6)
        ranked = select(document_id.label("id"), exact.label("rank"))
        if after is not None:
            rank_after, id_after = after
            ranked = ranked.where(
                tuple_(exact, document_id)
                < tuple_(cast(rank_after, Numeric), literal(id_after))
            )
        best = ranked.order_by(exact.desc(), document_id.desc()).limit(limit).cte()
        statement = (
            select(Document, best.c.rank, _around(words))
            .options(defer(Document.search))
            .join(best, best.c.id == Document.id)
            .outerjoin(
                DocumentVersion,
                (col(DocumentVersion.document_id) == Document.id)
                & (col(DocumentVersion.number) == Document.version),
            )
            .outerjoin(DocumentText, col(DocumentText.version_id) == DocumentVersion.id)
            .order_by(best.c.rank.desc(), best.c.id.desc())
        )
        rows = session.execute(statement).all()
        return [Found(document, float(rank), text) for document, rank, text in rows]


def _around(words: list[str]) -> Any:
    """Return the SQL of the part of the text around the first of the words."""
    if not words:
        return null()
    text = col(DocumentText.text)
    place = func.regexp_instr(text, as_pattern(words), 1, 1, 0, "i")
    start = func.greatest(place - _SEARCHED_CHARACTERS // 2, 1)
    return func.substr(text, start, _SEARCHED_CHARACTERS)


search_db = SearchDB()
