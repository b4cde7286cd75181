"""Marks found words in titles and excerpts, as escaped HTML."""

import html
import re
from collections.abc import Iterator, Sequence

from backend.core.words import Word, folded, pattern_of, split
from backend.modules.document.search.query import Part

_AROUND = 90  # characters before and after the first word found
# A character, with the marks after it that may become one character with it.
_CLUSTER = re.compile(r".[\u0300-\u036f\u3099\u309a\uff9e\uff9f]*", re.DOTALL)


def marked(text: str, parts: Sequence[Part]) -> str:
    """Return a text as escaped HTML, with <mark> around the found words."""
    out, end = [], 0
    for start, stop in _places(text, parts):
        out.append(html.escape(text[end:start]))
        out.append(f"<mark>{html.escape(text[start:stop])}</mark>")
        end = stop
    return "".join([*out, html.escape(text[end:])])


def excerpt(text: str, parts: Sequence[Part]) -> str | None:
    """Return the text around the first found word, marked; None if none is found."""
    first = next(_places(text, parts), None)
    if first is None:
        return None
    start, end = max(0, first[0] - _AROUND), first[1] + _AROUND
    piece = " ".join(text[start:end].split())
    before, after = "… " * (start > 0), " …" * (end < len(text))
    return f"{before}{marked(piece, parts)}{after}"


def patterns_of(parts: Sequence[Part]) -> tuple[str, str]:
    """Return two regular expressions of Postgres for the words of a search.

    The first finds them at the beginning of a word, the second finds the first word
    anywhere. Both name all spellings of a letter, because Postgres only knows those of
    the server's locale.
    """
    words = dict.fromkeys(word.text[:60] for part in parts for word in part)
    found = [pattern_of(word) for word in words]
    return f"(?<![A-Za-z0-9])(?:{'|'.join(found)})", found[0]


def _places(text: str, parts: Sequence[Part]) -> Iterator[tuple[int, int]]:
    """Yield where found words start and end, in order and apart."""
    whole, starts, ends = _traced(text)
    words = list(split(whole))
    first = parts[0][0]
    # The search may begin inside a word, if no word begins as it does.
    inside = (
        first.text
        if first.kind == "word"
        and len(first.text) > 1
        and not any(word.text.startswith(first.text) for word in words)
        else None
    )
    last = 0
    for word in words:
        for start, end in _found(word, parts, inside):
            place, stop = starts[word.start + start], ends[word.start + end - 1]
            if place >= last:
                yield place, stop
                last = stop


def _found(
    word: Word, parts: Sequence[Part], inside: str | None
) -> Iterator[tuple[int, int]]:
    """Yield the parts of a word that a search found: all of it, unless unspaced."""
    wanted = [each.text for part in parts for each in part if each.kind == word.kind]
    if word.kind == "unspaced":
        pattern = "|".join(map(re.escape, sorted(wanted, key=len, reverse=True)))
        if pattern:
            yield from (found.span() for found in re.finditer(pattern, word.text))
    elif word.text.startswith(tuple(wanted)) or (inside and inside in word.text):
        yield 0, len(word.text)


def _traced(text: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """Return the folded text, and where each of its characters starts and ends in it.

    Characters are folded one by one, each with the marks after it.
    """
    if text.isascii():
        return text.lower(), range(len(text)), range(1, len(text) + 1)
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for cluster in _CLUSTER.finditer(text):
        piece = folded(cluster.group())
        out.append(piece)
        starts += [cluster.start()] * len(piece)
        ends += [cluster.end()] * len(piece)
    return "".join(out), starts, ends
