"""A title is like a word exactly if Postgres says so, whatever is looked for first."""

from random import Random

import pytest
from sqlalchemy import String, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session

from backend.modules.document.search.likeness import THRESHOLD, is_like, needles

# Few letters, so that many titles are like a word. Only titles have the last ones.
_LETTERS = "aab1éк"
_OTHERS = " -_%ß"


def words(random: Random) -> list[str]:
    """Return words of these letters; some have only the ASCII ones."""
    return [
        "".join(random.choices(_LETTERS[: 4 + number % 3], k=4 + number % 7))
        for number in range(60)
    ]


def titles(random: Random, words: list[str]) -> list[str]:
    """Return titles, each with a part of one of the words among other letters."""
    found = []
    for word in words * 10:
        start = random.randrange(4)
        part = word[start : start + random.randint(1, 6)]
        letters = random.choices(_LETTERS + _OTHERS, k=random.randint(0, 9))
        letters.insert(random.randint(0, len(letters)), part)
        found.append("".join(letters))
    return found


def test_no_title_that_postgres_finds_alike_is_left_out(db: Session) -> None:
    random = Random(1)  # noqa: S311 (the same each time)
    some = words(random)
    title = func.unnest(literal(titles(random, some), ARRAY(String))).column_valued()
    setting = ("pg_trgm.word_similarity_threshold", str(THRESHOLD), True)
    db.execute(select(func.set_config(*setting)))

    counts = [0, 0]
    for word in some:
        alike = select(title).where(literal(word).op("<%")(title))
        expected = list(db.execute(alike).scalars())
        found = list(db.execute(select(title).where(is_like(title, [word]))).scalars())

        assert found == expected, word
        counts[word.isascii()] += len(found)

    assert min(counts) > 100


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("zebr", ["ze", "br"]),
        ("invioce", ["ce", "inv", "nvi", "vio", "ioc"]),
        ("müller", []),
        ("a" * 21, []),
    ],
)
def test_a_similar_title_has_one_of_some_parts_of_an_ascii_word(
    word: str, found: list[str]
) -> None:
    assert needles(word) == found
