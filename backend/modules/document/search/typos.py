"""Makes the words that a misspelt word may have been meant to be.

All of them are looked for in the index of vectors, so the cost of a typo does not depend
on the number of documents.
"""

import unicodedata
from collections.abc import Iterator, Sequence

from backend.modules.document.search.lexemes import HEAD, quoted

# Shorter words have too many neighbours that are not meant. Longer ones are rare.
SHORTEST = 4
_LONGEST = 20
# A Latin word of ten letters has 600 neighbours; together they must stay affordable.
_MOST = 2500


def _letters(first: int, last: int) -> str:
    letters = map(chr, range(first, last + 1))
    return "".join(letter for letter in letters if letter.isalpha())


# The letters that may be missing or wrong, for each script.
_ALPHABETS = (
    _letters(ord("a"), ord("z")),
    _letters(0x3B1, 0x3C9),  # Greek
    _letters(0x430, 0x45F),  # Cyrillic
    _letters(0x561, 0x586),  # Armenian
    _letters(0x5D0, 0x5EA),  # Hebrew
    _letters(0x621, 0x64A),  # Arabic
)
# The forms of a letter with an accent: to forget an accent is a typo too.
_ACCENTED: dict[str, str] = {}
for _letter in filter(str.islower, _letters(0xDF, 0x17F) + _letters(0x3AC, 0x3CE)):
    _plain = unicodedata.normalize("NFD", _letter)[0]
    _ACCENTED[_plain] = _ACCENTED.get(_plain, "") + _letter


def corrected(words: Sequence[str]) -> list[str]:
    """Return a tsquery for each word: the heads that have the word or a neighbour.

    One tsquery for all words would be slow: at each row, the index would look at the
    neighbours of all words.
    """
    queries, most = [], _MOST
    for word in words:
        found = [f"{quoted(word)}:*"]
        neighbours = set(neighbours_of(word)) if len(word) <= _LONGEST else set()
        if len(neighbours) <= most:
            most -= len(neighbours)
            found += map(quoted, sorted(neighbours))
        queries.append(f"{quoted(HEAD)} & ({' | '.join(found)})")
    return queries


def neighbours_of(word: str) -> Iterator[str]:
    """Yield the words that are one typo away from a folded word; some more than once.

    A typo is one letter too many, a missing or wrong letter, a forgotten accent, or two
    letters in the wrong order. Numbers have no neighbours: they would be other numbers.
    """
    if word.isdecimal():
        return
    alphabet = "".join(each for each in _ALPHABETS if not set(word).isdisjoint(each))
    for place, letter in enumerate(word):
        before, after = word[:place], word[place + 1 :]
        yield before + after
        yield before + after[:1] + letter + after[1:]
        for other in alphabet:
            yield before + other + after
            yield before + other + letter + after
        for other in _ACCENTED.get(letter, ""):
            yield before + other + after
    for other in alphabet:
        yield word + other
