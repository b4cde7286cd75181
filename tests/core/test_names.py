"""Tests of the search of names and addresses: what it finds, and by which index."""

import pytest
from sqlalchemy import text
from sqlmodel import Session

from backend.core.names import name_pattern_of

NAMES = (
    "Ada Lovelace",
    "ada.king@example.com",
    "Maria-Anna O'Neil",
    "Jörg Müller",
    "u\u0308nal",
    "Иван Петров",
    "山田 太郎",
)
# Rows that no search of these tests finds.
_OTHERS = 200


@pytest.fixture
def people(db: Session) -> Session:
    """Fill a temporary table with names, and index their trigrams."""
    db.execute(text("CREATE TEMP TABLE people (name text)"))
    rows = [*NAMES, *(f"Bo Huu {number}" for number in range(1000, 1000 + _OTHERS))]
    db.execute(
        text("INSERT INTO people VALUES (:name)"), [{"name": name} for name in rows]
    )
    db.execute(text("CREATE INDEX ON people USING gin (name gin_trgm_ops)"))
    return db


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("LOVELACE", [0]),
        ("velac", [0]),
        ("ada", [0, 1]),
        ("a", [0, 1, 2]),
        ("an", [2]),
        ("k", [1]),
        ("el", []),
        ("o'n", [2]),
        ("a l", []),
        ("-anna o", [2]),
        ("\uff21\uff24\uff21", [0, 1]),
        ("@", []),
        (".k", [1]),
        ("@example.com", [1]),
        ("mü", [3]),
        ("ÜNA", [4]),
        ("ün", [4]),
        ("п", [5]),
        ("田", [6]),
        ("%", []),
        ("_", []),
        ("\\", []),
        (" ", []),
    ],
)
def test_a_search_of_names_finds_parts_and_a_short_one_finds_beginnings(
    people: Session, search: str, found: list[int]
) -> None:
    pattern = name_pattern_of(search)

    rows = people.execute(
        text("SELECT name FROM people WHERE :pattern <> '' AND name ~ :pattern"),
        {"pattern": pattern},
    ).scalars()

    assert list(rows) == [NAMES[place] for place in found]


@pytest.mark.parametrize("search", ["l", "an", "o'n", "g m", "ada", "lovelace", ".k"])
def test_the_index_of_trigrams_finds_a_search_of_names(
    people: Session, search: str
) -> None:
    people.execute(text("SET LOCAL enable_seqscan = off"))

    [plan] = people.execute(
        text("EXPLAIN (ANALYZE, FORMAT JSON) SELECT FROM people WHERE name ~ :pattern"),
        {"pattern": name_pattern_of(search)},
    ).scalar_one()

    [index] = plan["Plan"]["Plans"]
    assert index["Node Type"] == "Bitmap Index Scan"
    assert index["Actual Rows"] < _OTHERS
