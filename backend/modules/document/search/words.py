"""Splits texts and searches into words, and marks found words in excerpts."""

import html
import re

_WORD = re.compile(r"[^\W_]+")
_MAX_WORDS = 12
_MAX_WORD_CHARACTERS = 60
_AROUND = 90  # characters before and after the first word found


def words_of(text: str) -> str:
    """Return the words of a text, separated by spaces.

    PostgreSQL takes the file name "invoice-2026.pdf" for one word; people search its
    parts.
    """
    return " ".join(_WORD.findall(text))


def wanted(search: str) -> list[str]:
    """Return the words of a search: letters and digits only, in lower case."""
    found = _WORD.findall(search.lower())[:_MAX_WORDS]
    return [word[:_MAX_WORD_CHARACTERS] for word in found]


def as_query(words: list[str]) -> str:
    """Return a tsquery for texts that have a word beginning with each of these."""
    return " & ".join(f"{word}:*" for word in words)


def as_pattern(words: list[str]) -> str:
    """Return a PostgreSQL regular expression for words that begin with one of these."""
    return rf"\m({'|'.join(words)})"


def marked(text: str, words: list[str]) -> str:
    """Return a text as escaped HTML, with <mark> around the found words."""
    if not words:
        return html.escape(text)
    pattern = re.compile(rf"(?<![^\W_])(?:{'|'.join(words)})[^\W_]*", re.IGNORECASE)
    parts, end = [], 0
    for match in pattern.finditer(text):
        parts.append(html.escape(text[end : match.start()]))
        parts.append(f"<mark>{html.escape(match.group())}</mark>")
        end = match.end()
    return "".join([*parts, html.escape(text[end:])])


def excerpt(text: str, words: list[str]) -> str | None:
    """Return the text around the first found word, marked; None if none is found."""
    pattern = re.compile(rf"(?<![^\W_])(?:{'|'.join(words)})", re.IGNORECASE)
    found = pattern.search(text) if words else None
    if found is None:
        return None
    start, end = max(0, found.start() - _AROUND), found.end() + _AROUND
    piece = " ".join(text[start:end].split())
    before, after = "… " * (start > 0), " …" * (end < len(text))
    return f"{before}{marked(piece, words)}{after}"
