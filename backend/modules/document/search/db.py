"""Queries of the search. They read only.

The lexemes of a document are in two rows of `document_words`: of its title, tags and
file name, and of its text. A search must find its words in either.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from typing import cast as cast_type
from uuid import UUID

from sqlalchemy import (
    CTE,
    ColumnElement,
    Numeric,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import aliased, defer
from sqlmodel import Session, col

from backend.models import Document, DocumentText, DocumentVersion, DocumentWords
from backend.modules.document.db import matching
from backend.modules.document.lib import Filters
from backend.modules.document.search.lexemes import HEAD, VERSION, quoted
from backend.modules.document.search.query import Query

# Only this many matches, the newest, are ranked. This bounds the cost of a search for a
# word that many documents have.
CANDIDATES = 1000
_SEARCHED_CHARACTERS = 600
# Similarity of typos: "invioce" to "invoice" 0.38, "contrcat" to "contract" 0.56.
_LIKENESS = "0.35"

_RANKED = col(Document.search)
_Words, _Head, _Text = (cast_type(Any, aliased(DocumentWords)) for _ in range(3))
_AGE = func.floor(func.extract("epoch", col(Document.created_at))).label("age")
_CURRENT = (col(DocumentVersion.document_id) == Document.id) & (
    col(DocumentVersion.number) == Document.version
)


@dataclass(frozen=True, slots=True)
class Found:
    """A document, its rank, and the part of its text around the first found word."""

    document: Document
    rank: Decimal
    text: str | None


class SearchDB:
    """Finds documents of one owner."""

    def find(
        self,
        session: Session,
        owner_id: UUID,
        query: Query,
        patterns: Sequence[str],
        filters: Filters,
        *,
        after: tuple[Decimal, UUID] | None,
        limit: int,
    ) -> Sequence[Found]:
        """Return documents that match all parts of a search, best first.

        The part of the text around the first of the patterns that it has is returned.
        Strict matches come before loose ones. Loose matches are only looked for if
        there are fewer than CANDIDATES strict ones.
        """
        # A frequent and a rare word need different plans. Postgres would soon use one
        # plan for all words, which took 3.4 s instead of 0.2 s for a frequent one.
        # Parallel workers read far beyond the newest matches.
        _set(
            session,
            plan_cache_mode="force_custom_plan",
            max_parallel_workers_per_gather="0",
        )
        strict = _matches(owner_id, filters, query.strict, "strict")
        few = select(func.count()).select_from(strict).scalar_subquery() < CANDIDATES
        every = [_matches(owner_id, filters, query.loose, "loose", few)]
        if query.old:
            every.append(_old(owner_id, filters, query.old).where(few).cte("old"))
        found = union_all(
            select(strict.c.id, literal(1).label("strict")),
            *(select(loose.c.id, literal(0)) for loose in every),
        ).subquery()
        each = (
            select(found.c.id, func.max(found.c.strict).label("strict"))
            .group_by(found.c.id)
            .subquery()
        )
        words = func.ts_rank(_RANKED, _tsquery(query.ranked))
        some = (
            select(each.c.id, (each.c.strict + words).label("rank"), _AGE)
            .join(Document, col(Document.id) == each.c.id)
            .subquery()
        )
        return self._best(session, some, patterns, after=after, limit=limit)

    def find_alike(
        self,
        session: Session,
        owner_id: UUID,
        words: list[str],
        filters: Filters,
        *,
        after: tuple[Decimal, UUID] | None,
        limit: int,
    ) -> Sequence[Found]:
        """Return documents with words like all of these in their title, best first."""
        _set(session, **{"pg_trgm.word_similarity_threshold": _LIKENESS})
        key = col(Document.title_key)
        alike = (
            matching(select(col(Document.id), key, _AGE), owner_id, filters)
            .where(*(literal(word).op("<%")(key) for word in words))
            .limit(CANDIDATES)
            .subquery()
        )
        likeness = [func.word_similarity(word, alike.c.title_key) for word in words]
        rank = sum(likeness[1:], likeness[0]) / len(words)
        some = select(alike.c.id, rank.label("rank"), alike.c.age).subquery()
        return self._best(session, some, [], after=after, limit=limit)

    def _best(
        self,
        session: Session,
        some: Any,
        patterns: Sequence[str],
        *,
        after: tuple[Decimal, UUID] | None,
        limit: int,
    ) -> Sequence[Found]:
        # As numeric, cursors hold exactly what is compared. Of equal ranks, the newest
        # documents come first: seconds since 1970 are below 10^11.
        exact = func.round(cast(some.c.rank, Numeric), 5) + some.c.age / 10**16
        ranked = select(some.c.id, func.round(exact, 16).label("rank")).subquery()
        chosen = select(ranked.c.id, ranked.c.rank)
        if after is not None:
            rank_after, id_after = after
            chosen = chosen.where(
                tuple_(ranked.c.rank, ranked.c.id)
                < tuple_(cast(rank_after, Numeric), literal(id_after))
            )
        order = (ranked.c.rank.desc(), ranked.c.id.desc())
        best = chosen.order_by(*order).limit(limit).cte()
        statement = (
            select(Document, best.c.rank, _around(patterns))
            .options(defer(Document.search))
            .join(best, best.c.id == Document.id)
            .outerjoin(DocumentVersion, _CURRENT)
            .outerjoin(DocumentText, col(DocumentText.version_id) == DocumentVersion.id)
            .order_by(best.c.rank.desc(), best.c.id.desc())
        )
        rows = session.execute(statement).all()
        return [Found(document, rank, text) for document, rank, text in rows]


def _matches(
    owner_id: UUID,
    filters: Filters,
    parts: Sequence[str],
    name: str,
    *conditions: ColumnElement[bool],
) -> CTE:
    """Return the newest CANDIDATES documents that match each of these tsqueries.

    First come documents that have all parts in one row: in the head or in the text. If
    they are fewer, the parts may be divided between both. Then the two longest parts,
    which are probably the rarest, lead the search, each in either row; the others are
    looked for in both.
    """
    whole = _newest(
        [
            _documents(owner_id, filters, _Words).where(
                _Words.words.op("@@")(_all(parts)), *conditions
            )
        ],
        f"{name}_whole",
    )
    if len(parts) == 1:
        return whole
    few = select(func.count()).select_from(whole).scalar_subquery() < CANDIDATES
    one, other, *rest = sorted(parts, key=len, reverse=True)
    leads = [([one], [other]), ([other], [one])]
    if rest:
        leads += [([one, other], []), ([], [one, other])]
    divided = (
        _documents(owner_id, filters, _Head)
        .join(_Text, _Text.document_id == _Head.document_id)
        .where(
            _Head.is_text.is_(False),
            _Text.is_text.is_(True),
            few,
            *(
                or_(_Head.words.op("@@")(each), _Text.words.op("@@")(each))
                for each in map(_tsquery, rest)
            ),
            *conditions,
        )
    )
    ways = [select(whole.c.id, whole.c.created_at)]
    for in_head, in_text in leads:
        # The lexeme of heads keeps the index from returning texts.
        head = _all([quoted(HEAD), *in_head])
        way = divided.where(_Head.words.op("@@")(head)) if in_head else divided
        if in_text:
            way = way.where(_Text.words.op("@@")(_all(in_text)))
        ways.append(way)
    return _newest(ways, name)


def _old(owner_id: UUID, filters: Filters, query: str) -> Any:
    """Return a query for documents whose vector release 1.0.0 made."""
    columns = select(col(Document.id), col(Document.created_at))
    return (
        matching(columns, owner_id, filters)
        .where(
            col(Document.search_version) < VERSION, _RANKED.op("@@")(_tsquery(query))
        )
        .order_by(col(Document.created_at).desc(), col(Document.id).desc())
        .limit(CANDIDATES)
    )


def _documents(owner_id: UUID, filters: Filters, words: Any) -> Any:
    """Return a query for documents of an owner that have rows of words."""
    columns = select(words.document_id.label("id"), words.created_at)
    rows = columns.join(Document, col(Document.id) == words.document_id)
    return matching(rows.where(words.owner_id == owner_id), owner_id, filters)


def _newest(ways: Sequence[Any], name: str) -> CTE:
    """Return the newest CANDIDATES documents that any of these queries finds."""
    newest = []
    for way in ways:
        columns = way.selected_columns
        # Twice: a document may have two rows that match.
        order = way.order_by(columns.created_at.desc(), columns.id.desc())
        newest.append(order.limit(2 * CANDIDATES).subquery().select())
    every: Any = union_all(*newest).subquery()
    return (
        select(every.c.id, every.c.created_at)
        .distinct()
        .order_by(every.c.created_at.desc(), every.c.id.desc())
        .limit(CANDIDATES)
        .cte(name)
    )


def _set(session: Session, **options: str) -> None:
    """Set options of Postgres until the end of the transaction."""
    session.execute(select(*(func.set_config(*each, True) for each in options.items())))


def _all(parts: Sequence[str]) -> Any:
    return _tsquery(" & ".join(f"({part})" for part in parts))


def _tsquery(text: str) -> Any:
    return cast(literal(text), TSQUERY)


def _around(patterns: Sequence[str]) -> Any:
    """Return the SQL of the part of the text around the first found pattern."""
    if not patterns:
        return null()
    text = col(DocumentText.text)
    places = [func.nullif(func.regexp_instr(text, each), 0) for each in patterns]
    start = func.greatest(func.coalesce(*places, 1) - _SEARCHED_CHARACTERS // 2, 1)
    return func.substr(text, start, _SEARCHED_CHARACTERS)


search_db = SearchDB()
