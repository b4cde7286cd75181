"""Turns what a person searches into conditions on the vectors of documents.

A search is split into parts at its blanks. A document must match each part, somewhere.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from backend.core.words import Word, folded, split
from backend.modules.document.search import lexemes
from backend.modules.document.search.lexemes import quoted

MAX_PARTS = 12
_MAX_JOINED = 8  # words of one part, such as a web address
_MAX_WINDOWS = 24
_OLD_WORD = re.compile(r"[^\W_]+")

# Words with only punctuation between, or one text without spaces, or one emoji.
Part = Sequence[Word]


@dataclass(frozen=True, slots=True)
class Query:
    """A search, as tsqueries. `exact`, `strict` and `loose` have one for each part.

    A strict match has words that begin like those of the search, and joined words side
    by side. An exact match has the words themselves; the index finds it faster. A loose
    match may begin inside a word, and has joined words anywhere. `ranked` counts the
    words at their beginnings. `old` is for vectors that release 1.0.0 made; empty: there
    is none.
    """

    exact: tuple[str, ...]
    strict: tuple[str, ...]
    loose: tuple[str, ...]
    ranked: str
    old: str


def parts_of(search: str) -> list[Part]:
    """Return the parts of a search, twelve at most."""
    parts: list[list[Word]] = []
    for word in split(folded(search)):
        if word.joined and len(parts[-1]) < _MAX_JOINED:
            parts[-1].append(word)
        else:
            parts.append([word])
    return list(parts[:MAX_PARTS])


def query_of(search: str, parts: Sequence[Part]) -> Query:
    """Return the conditions for these parts, of which there is at least one."""
    old = _OLD_WORD.findall(search.lower())[:MAX_PARTS]
    return Query(
        exact=tuple(map(_exact, parts)),
        strict=tuple(_strict(part, first=part is parts[0]) for part in parts),
        loose=tuple(
            _loose(part, first=part[0] is parts[0][0]) for part in _without_rest(parts)
        ),
        ranked=" | ".join(_ranked(word) for part in parts for word in part),
        old=" & ".join(_beginning(word) for word in old),
    )


def _without_rest(parts: Sequence[Part]) -> Sequence[Part]:
    """Return the parts without a single letter at the beginning, if others follow.

    It may be the last letter of a word, and says too little to search for.
    """
    first, *others = parts
    if first[0].kind != "word" or len(first[0].text) > 1:
        return parts
    return [part for part in (first[1:], *others) if part] or parts


def _exact(part: Part) -> str:
    if part[0].kind != "word":
        return _of_unspaced(part[0])
    if len(part) == 1:
        return quoted(part[0].text[: lexemes.MAX_WORD])
    return " & ".join(map(quoted, _pairs(part)))


def _strict(part: Part, *, first: bool) -> str:
    if part[0].kind != "word":
        return _of_unspaced(part[0])
    whole = _side_by_side(part)
    if len(part) == 1 or not first:
        return whole
    # The first word may be the end of a word of the text: `24-03-15`.
    return f"{whole} | ({_inside(part[0].text)} & {_side_by_side(part[1:])})"


def _loose(part: Part, *, first: bool) -> str:
    if part[0].kind != "word":
        return _of_unspaced(part[0])
    found = [_beginning(word.text) for word in part]
    if first and len(part[0].text) > 1:
        found[0] = f"({found[0]} | ({_inside(part[0].text)}))"
    return " & ".join(found)


def _side_by_side(part: Part) -> str:
    if len(part) == 1:
        return _beginning(part[0].text)
    return _all(_pairs(part))


def _pairs(part: Part) -> list[str]:
    return [lexemes.pair(left.text, right.text) for left, right in pairwise(part)]


def _of_unspaced(word: Word) -> str:
    if word.kind == "symbol":
        return quoted(word.text)
    return _all(lexemes.unspaced(word.text)[:_MAX_WINDOWS])


def _ranked(word: Word) -> str:
    first = lexemes.unspaced(word.text)[0] if word.kind == "unspaced" else word.text
    return _beginning(first)


def _inside(fragment: str) -> str:
    return _all(lexemes.inside(fragment)[:_MAX_WINDOWS])


def _all(found: Sequence[str]) -> str:
    """Return a tsquery for all of these lexemes, the last one as a prefix."""
    return " & ".join([*map(quoted, found[:-1]), f"{quoted(found[-1])}:*"])


def _beginning(word: str) -> str:
    return f"{quoted(word[: lexemes.MAX_WORD])}:*"
