"""Splits texts into words. Stored texts and searches are split by the same function.

Postgres would split by rules that depend on the server's locale, and Python's `\\w` cuts
words of Hindi or Thai at their combining marks.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from typing import Literal, NamedTuple

# A text of 256 KB stays below this, except for characters that stand for whole phrases.
_MAX_CHARACTERS = 400_000

# Characters that nobody sees: soft hyphens, joiners, variation and direction marks.
_HIDDEN = dict.fromkeys(
    [
        *(0xAD, 0x34F, 0x61C, 0xFEFF),
        *(*range(0x180B, 0x1810), *range(0x200B, 0x2010), *range(0x202A, 0x202F)),
        *(*range(0x2060, 0x2070), *range(0xFE00, 0xFE10), *range(0xE0000, 0xE0200)),
    ]
)
# Blocks of scripts without spaces between words, as pairs of first and last.
_UNSPACED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x0F00, 0x109F),  # Tibetan, Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x1950, 0x19DF),  # Tai Le, New Tai Lue
    (0x1A20, 0x1B7F),  # Tai Tham, Balinese
    (0x2E80, 0x312F),  # Han radicals, kana, Bopomofo
    (0x31A0, 0x4DBF),  # Bopomofo, kana, Han
    (0x4E00, 0x9FFF),  # Han
    (0xA980, 0xA9FF),  # Javanese, Myanmar
    (0xAA60, 0xAADF),  # Myanmar, Tai Viet
    (0xF900, 0xFAFF),  # Han
    (0x1B000, 0x1B16F),  # kana
    (0x20000, 0x3FFFF),  # Han
)
_FIRSTS = [first for first, _ in _UNSPACED]

_FULL_WIDTH = 0xFEE0  # from "!" to its full-width form
_BLANKS = "[\\s\u00a0\u2007\u202f]+"

# A text's shape has one of these letters for each of its characters.
_WORD, _UNSPACED_LETTER, _SYMBOL, _MARK, _BLANK, _OTHER = "wcsm ."
_TOKEN = re.compile("w[wm]*|c[cm]*|s")
Kind = Literal["word", "unspaced", "symbol"]
_KINDS: dict[str, Kind] = {"w": "word", "c": "unspaced", "s": "symbol"}


class Word(NamedTuple):
    """A part of a folded text, from `start` to `end`.

    A "word" has letters, digits and marks. "unspaced" is a run of a script without
    spaces. A "symbol" is one emoji or other symbol. `joined`: only punctuation, without
    blanks, is between this word and the word before.
    """

    text: str
    start: int
    end: int
    kind: Kind
    joined: bool


def folded(text: str) -> str:
    """Return a text in which spellings that look alike are equal.

    These are: case, width, ligatures, ways to write accents, and hidden characters.
    Accents stay. (NFKC_Casefold of Unicode, but the dot of a Turkish I is dropped.)
    """
    if text.isascii():
        return text[:_MAX_CHARACTERS].lower()
    text = unicodedata.normalize("NFKC", text[:_MAX_CHARACTERS]).casefold()
    text = text.translate(_HIDDEN).replace("i\u0307", "i")
    return unicodedata.normalize("NFKC", text)[:_MAX_CHARACTERS]


def split(text: str) -> Iterator[Word]:
    """Yield the words of a folded text, in order."""
    shape = text.translate({ord(c): _letter(c) for c in set(text)})
    before = ""
    end = 0
    for match in _TOKEN.finditer(shape):
        start = match.start()
        kind = _KINDS[shape[start]]
        joined = kind == before == "word" and " " not in shape[end:start]
        before, end = kind, match.end()
        yield Word(text[start:end], start, end, kind, joined)


def pattern_of(text: str, *, wide: bool = True) -> str:
    """Return a regular expression of Postgres that finds a text in other spellings.

    It lists case, accents and, if `wide`, full width of each letter itself, because
    Postgres only knows the letters of the server's locale. It has no repetition except
    of blanks.
    """
    runs = "".join(" " if _letter(c) == _BLANK else c for c in folded(text)).split()
    return _BLANKS.join("".join(_spellings(c, wide) for c in run) for run in runs)


def _spellings(letter: str, wide: bool) -> str:
    """Return an expression for one folded character."""
    both = {letter, letter.upper(), letter.title()}
    if wide and "!" <= letter <= "~":
        both |= {chr(ord(each) + _FULL_WIDTH) for each in both}
    both |= {unicodedata.normalize("NFD", each) for each in both}
    singles = "".join(re.escape(each) for each in sorted(both) if len(each) == 1)
    others = [re.escape(each) for each in sorted(both) if len(each) > 1]
    return f"(?:{'|'.join([f'[{singles}]', *others])})" if others else f"[{singles}]"


def _letter(character: str) -> str:
    """Return the letter of a character for the shape of a text."""
    category = unicodedata.category(character)
    if category[0] == "M":
        return _MARK
    if category == "Nd":
        return _WORD
    if category[0] in "LN":
        place = bisect_right(_FIRSTS, ord(character)) - 1
        unspaced = place >= 0 and ord(character) <= _UNSPACED[place][1]
        return _UNSPACED_LETTER if unspaced else _WORD
    # Unassigned: probably an emoji that is newer than Python's tables.
    if category in ("So", "Cn", "Co"):
        return _SYMBOL
    return _BLANK if category[0] == "Z" or category == "Cc" else _OTHER
