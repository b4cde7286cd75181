"""Tells whether a title is like a word: whether they share enough trigrams.

Postgres cuts a title into trigrams each time. Most titles do not have even one of those
that a similar title must have, and that is found out several times as fast.
"""

from collections.abc import Sequence
from math import ceil
from typing import Any

from sqlalchemy import String, and_, any_, case, false, literal
from sqlalchemy.dialects.postgresql import ARRAY

# Similarity of two typos: "invioce" to "invoice" 0.38, "contrcat" to "contract" 0.56.
THRESHOLD = 0.35
# There is a pattern for two of three letters, and comparing all of them costs more than
# the trigrams of a title do.
_LONGEST = 20


def is_like(title: Any, words: Sequence[str]) -> Any:
    """Return the SQL of whether a case-folded title is like all of these folded words.

    The setting `pg_trgm.word_similarity_threshold` must be THRESHOLD.
    """
    like = and_(*(literal(word).op("<%")(title) for word in words))
    required = [needles(word) for word in words]
    has = [_has_any(title, each) for each in required if each]
    # CASE, because Postgres would compare the trigrams first.
    return case((and_(*has), like), else_=false()) if has else like


def needles(word: str) -> list[str]:
    """Return strings of which each title that is like this word has at least one.

    Empty: nothing is known, because the locale of Postgres decides what the trigrams of
    this word are, or because the word is long.
    """
    if not (word.isascii() and word.isalnum()) or len(word) > _LONGEST:
        return []
    padded = f"  {word} "
    trigrams = dict.fromkeys(padded[i : i + 3] for i in range(len(word) + 1))
    # A similar title shares at least `shared` trigrams. So it has one of any set that
    # lacks fewer than these; the shortest are left out, because most titles have them.
    shared = ceil(THRESHOLD * len(trigrams) - 1e-6)
    found = sorted(map(str.strip, trigrams), key=len)[shared - 1 :]
    # "nvo" is not needed beside "nv".
    longer = {each for each in found for other in found if other in each != other}
    return [each for each in dict.fromkeys(found) if each not in longer]


def _has_any(title: Any, strings: Sequence[str]) -> Any:
    patterns = [f"%{each}%" for each in strings]
    return title.op("LIKE")(any_(literal(patterns, ARRAY(String))))
