"""Finds the documents that a search ranks: the newest of those that match.

A vector can be long, and reading it takes longer than all else that a search does. So
rows are found by the index of vectors, without reading the vectors. Only for a word that
a great many rows have, the newest rows are read one by one, until enough of them match.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from typing import cast as cast_type
from uuid import UUID

from sqlalchemy import (
    Integer,
    Select,
    and_,
    cast,
    func,
    intersect,
    literal,
    select,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import TSQUERY, distinct_on
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from backend.models import Document, DocumentWords
from backend.modules.document.db import filtered, matching
from backend.modules.document.lib import Filters
from backend.modules.document.search.lexemes import VERSION
from backend.modules.document.search.likeness import is_like

# Only this many matches, the newest, are ranked. This bounds the cost of a search for a
# word that many documents have.
CANDIDATES = 1000
# If Postgres expects more rows of the owner, it is cheaper to read the newest ones.
_MANY = 50_000
# An index entry of any owner costs this part of what it costs to read a vector.
_CHEAPER = 10
# If the owner has more documents, only so many titles, the newest, are compared with
# misspelt words.
FEW = 10_000
_COMPARED = 1000
# Besides the rarest part of a search, so many parts are looked up in the index, if they
# are less than so many times as frequent.
_LEADS = 2
_RARER = 10

_OF_ALL = "SELECT 1 FROM document_words"
_OF_OWNER = f"{_OF_ALL} WHERE owner_id = :owner_id"
_Words, _Others = (cast_type(Any, aliased(DocumentWords)) for _ in range(2))


@dataclass(frozen=True, slots=True)
class Match:
    """A document that a search found, and how well it matches."""

    id: UUID
    created_at: datetime
    rank: float


@dataclass(frozen=True, slots=True)
class Expected:
    """How many rows of the owner match each tsquery; all of the owner's, and all rows."""

    rows: Mapping[str, int]
    own: int
    total: int

    def many(self, query: str) -> bool:
        """Return whether it is cheaper to read the newest rows until enough match."""
        return self.rows[query] > _MANY

    def costly(self, *queries: str) -> bool:
        """Return whether it is cheaper to read all vectors of the owner.

        For a prefix, the index first collects the rows of all owners. The rows of this
        one are taken as a sample of them.
        """
        found = sum(self.rows[query] for query in queries)
        return found * self.total > _CHEAPER * self.own * self.own


@dataclass(frozen=True, slots=True)
class Candidates:
    """Queries for documents of one owner that match these filters.

    Each finds the newest CANDIDATES. `rank` is the SQL of their rank.
    """

    session: Session
    owner_id: UUID
    filters: Filters
    rank: Any

    def expect(self, queries: Sequence[str]) -> Expected:
        """Return how many rows of the owner Postgres expects for each tsquery.

        It knows the frequencies of the most frequent lexemes.
        """
        values = {f"query_{place}": query for place, query in enumerate(queries)}
        branches = [f"{_OF_OWNER} AND words @@ CAST(:{v} AS tsquery)" for v in values]
        every = " UNION ALL ".join([*branches, _OF_OWNER, _OF_ALL])
        [found] = self.session.execute(
            text(f"EXPLAIN (FORMAT JSON) {every}"),
            {**values, "owner_id": self.owner_id},
        ).scalar_one()
        *rows, own, total = (plan["Plan Rows"] for plan in found["Plan"]["Plans"])
        return Expected(dict(zip(queries, rows, strict=True)), own, total)

    def exact(self, query: str, expected: Expected) -> list[Match]:
        """Return documents of which one row, the head or the text, matches.

        The tsquery has no prefix, so the index finds the rows one after the other.
        """
        return self.newest(query) if expected.many(query) else self.indexed(query)

    def whole(self, query: str, expected: Expected) -> list[Match]:
        """Return documents of which one row, the head or the text, matches."""
        frequent = expected.many(query) or expected.costly(query)
        return self.newest(query) if frequent else self.indexed(query)

    def spread(
        self, parts: Sequence[str], better: Sequence[str] | None = None
    ) -> list[Match]:
        """Return documents with each of these tsqueries in the head or in the text.

        The rank is one higher if each of the `better` ones is there too.
        """
        expected = self.expect(parts)
        rarest, *others = sorted(parts, key=expected.rows.__getitem__)
        # The index looks up similarly rare parts. For the others it would collect far
        # more rows than are left, so their vectors are read.
        most = _RARER * expected.rows[rarest]
        leads = [rarest, *[p for p in others if expected.rows[p] < most][:_LEADS]]
        if expected.costly(*leads):
            found = self._having(parts)
        else:
            rows = intersect(*map(self._rows, leads)).subquery()
            rest = [part for part in parts if part not in leads]
            found = select(rows.c.document_id, rows.c.created_at).where(
                *(_has(rows.c.document_id, part) for part in rest)
            )
        bonus: Any = 0
        if better is not None:
            more = [part for part in better if part not in parts]
            every = and_(true(), *(_has(col(Document.id), part) for part in more))
            bonus = cast(every, Integer)
        return self._live(_in_order(found, found.selected_columns).offset(0), bonus)

    def indexed(self, *queries: str) -> list[Match]:
        """Return documents of which one row matches, found by the index of vectors."""
        # OFFSET lets Postgres find all rows first. It would rather read the newest rows
        # in the hope that enough of them match.
        return self._live(_in_order(self._rows(*queries), _Words).offset(0))

    def newest(self, query: str) -> list[Match]:
        """Return documents of which one row matches, reading the newest rows first."""
        rows = select(_Words.document_id, _Words.created_at).where(
            _Words.owner_id == self.owner_id,
            # IS TRUE, because no index can find that. Not `_matches`: only if Postgres
            # expects that many rows match, it stops at the newest.
            _Words.words.op("@@")(tsquery(query)).is_(True),
        )
        return self._live(rows)

    def old(self, query: str) -> list[Match]:
        """Return documents that match by a vector that release 1.0.0 made."""
        columns = select(col(Document.id), col(Document.created_at), self.rank)
        statement = matching(columns, self.owner_id, self.filters).where(
            col(Document.search_version) < VERSION,
            col(Document.search).op("@@")(tsquery(query)),
        )
        return self._read(_newest_documents(statement).limit(CANDIDATES))

    def few(self) -> bool:
        """Return whether the owner has few documents that match the filters."""
        ids = matching(select(col(Document.id)), self.owner_id, self.filters)
        count = select(func.count()).select_from(ids.limit(FEW + 1).subquery())
        return int(self.session.execute(count).scalar_one()) <= FEW

    def alike(
        self, words: Sequence[str], *, among: int | None = _COMPARED
    ) -> list[Match]:
        """Return documents that have titles like all the words.

        Only so many documents, the newest, are compared; None: all.
        """
        columns = select(col(Document.id), col(Document.title_key))
        titles = matching(columns, self.owner_id, self.filters)
        # Postgres compares the titles of the subquery. It would look up those of the
        # table in the index of trigrams, among the titles of all owners.
        some = (
            titles.offset(0)
            if among is None
            else _newest_documents(titles).limit(among)
        ).subquery()
        # OFFSET lets Postgres look up each document. It expects too many, and would
        # read those of all owners.
        document = select(col(Document.created_at), self.rank.label("rank"))
        like = document.where(col(Document.id) == some.c.id).offset(0).lateral()
        statement = (
            select(some.c.id, like.c.created_at, like.c.rank)
            .join(like, literal(True))
            .where(is_like(some.c.title_key, words))
            .order_by(like.c.created_at.desc(), some.c.id.desc())
        )
        return self._read(statement.limit(CANDIDATES))

    def _rows(self, *queries: str) -> Select[Any]:
        """Return the query for all rows that match, found by the index of vectors."""
        return select(_Words.document_id, _Words.created_at).where(
            _Words.owner_id == self.owner_id,
            *(_matches(_Words, query) for query in queries),
        )

    def _live(self, rows: Select[Any], bonus: Any = 0) -> list[Match]:
        """Return the newest documents of these rows; the bonus adds to their ranks."""
        some = rows.subquery()
        place = (some.c.created_at, some.c.document_id)
        # OFFSET lets Postgres look up each document. It would rather read all documents
        # of the owner.
        document = filtered(
            select((self.rank + bonus).label("rank")).where(
                col(Document.id) == place[1]
            ),
            self.filters,
        )
        live = document.offset(0).lateral()
        statement = (
            select(place[1], place[0], live.c.rank)
            .join(live, literal(True))
            # A document may have two rows that match.
            .ext(distinct_on(*place))
            .order_by(*(column.desc() for column in place))
        )
        return self._read(statement.limit(CANDIDATES))

    def _read(self, statement: Any) -> list[Match]:
        return [Match(*row) for row in self.session.execute(statement)]

    def _having(self, parts: Sequence[str]) -> Select[Any]:
        """Return the query for all documents with these parts, found by reading all."""
        every = (func.bool_or(_matches(_Words, part)) for part in parts)
        rows = select(_Words.document_id, _Words.created_at).where(
            _Words.owner_id == self.owner_id
        )
        return rows.group_by(_Words.document_id, _Words.created_at).having(and_(*every))


def tsquery(query: str) -> Any:
    """Return the SQL of a tsquery."""
    return cast(literal(query), TSQUERY)


def all_of(parts: Sequence[str]) -> str:
    """Return the tsquery that all of these match."""
    return " & ".join(f"({part})" for part in parts)


def _matches(words: Any, query: str) -> Any:
    # A subquery hides the lexemes from the planner. It would expect many rows of many
    # rare lexemes, and then not use the index.
    return words.words.op("@@")(select(tsquery(query)).scalar_subquery())


def _has(document_id: Any, query: str) -> Any:
    """Return the condition that the head or the text of a document matches."""
    # Without OFFSET, Postgres would read the vectors of all documents.
    rows = select(_Others.document_id).where(
        _Others.document_id == document_id, _matches(_Others, query).is_(True)
    )
    return rows.offset(0).exists()


def _in_order(rows: Select[Any], of: Any) -> Select[Any]:
    return rows.order_by(of.created_at.desc(), of.document_id.desc())


def _newest_documents(statement: Any) -> Any:
    return statement.order_by(col(Document.created_at).desc(), col(Document.id).desc())
