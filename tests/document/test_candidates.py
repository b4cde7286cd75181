"""A search finds the documents that have all its parts, whichever plan finds them.

They are compared with what the plainest query finds.
"""

from collections.abc import Sequence
from itertools import cycle
from typing import Any
from unittest.mock import patch
from uuid import UUID

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import Session

from backend.modules.document.lib import Filters
from backend.modules.document.search.candidates import Candidates, Expected
from backend.modules.document.search.db import search_db
from backend.modules.document.search.query import parts_of, query_of
from tests.document.test_copied_runs import stored

# Few words, so that a search finds some of the documents.
_WORDS = ("invoice", "voice", "rental", "rent", "2026.07", "a", "東京都", "京都")
_FRAGMENTS = ("nvoic", "ent", "026", "京")
_texts = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=4).map(" ".join)
_searches = st.lists(st.sampled_from(_WORDS + _FRAGMENTS), min_size=1, max_size=4).map(
    " ".join
)


def having(db: Session, owner_id: UUID, parts: Sequence[str]) -> set[UUID]:
    """Return the documents with each of these tsqueries in one of their two rows."""
    found = (f"bool_or(words @@ CAST(:p{n} AS tsquery))" for n in range(len(parts)))
    query = (
        "SELECT document_id FROM document_words WHERE owner_id = :owner_id "
        f"GROUP BY document_id HAVING {' AND '.join(found)}"
    )
    values = {f"p{n}": part for n, part in enumerate(parts)}
    return set(db.execute(text(query), values | {"owner_id": owner_id}).scalars())


def expects(counts: Sequence[int], own: int) -> Any:
    """Return a planner that expects these numbers of rows, in turns."""

    def expected(_: Candidates, queries: Sequence[str]) -> Expected:
        rows = dict(zip(queries, cycle(counts), strict=False))
        return Expected(rows, own=own, total=100 * own)

    return expected


@settings(
    max_examples=20,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(
    st.lists(st.tuples(_texts, _texts), min_size=1, max_size=6),
    st.lists(_searches, min_size=3, max_size=3),
    # Few rows, very many, and few of one part.
    st.sampled_from([(1,), (10**6,), (3, 5, 10**4), (10**4, 10**6, 3)]),
    # A small owner, and a large one.
    st.sampled_from([100, 10**5]),
)
def test_a_search_finds_what_has_all_parts_however_many_rows_postgres_expects(
    db: Session,
    documents: list[tuple[str, str]],
    searches: list[str],
    counts: tuple[int, ...],
    own: int,
) -> None:
    first = stored(db, *documents[0])
    for title, body in documents[1:]:
        stored(db, title, body, owner_id=first.owner_id)

    for search in searches:
        query = query_of(search, parts_of(search))
        strict = having(db, first.owner_id, query.strict)
        loose = having(db, first.owner_id, query.loose)
        with patch.object(Candidates, "expect", expects(counts, own)):
            found = search_db.matches(db, first.owner_id, query, Filters())

        assert {match.id for match in found} == strict | loose, search
        assert {match.id for match in found if match.rank >= 1} == strict, search
        assert len(found) == len(strict | loose)
    db.rollback()
