"""Words as search knows them, and excerpts with the found words marked."""

import html
import re

_WORD = re.compile(r"[^\W_]+")
_MAX_WORDS = 12
_MAX_WORD_CHARACTERS = 60
_AROUND = 90  # characters before and after the first word found


def words_of(text: str) -> str:
    """Return a text's words, parted by spaces.

    Postgres takes "invoice-2026.pdf" for one word, a file's name; people do not.
    """
    return " ".join(_WORD.findall(text))


def wanted(search: str) -> list[str]:
    """Return the words that are looked for: letters and digits only, in lower case."""
    found = _WORD.findall(search.lower())[:_MAX_WORDS]
    return [word[:_MAX_WORD_CHARACTERS] for word in found]


def as_query(words: list[str]) -> str:
    """Return a tsquery for texts with words that begin like all of these."""
    return " & ".join(f"{word}:*" for word in words)


def as_pattern(words: list[str]) -> str:
    """Return a regular expression of Postgres for the beginning of any of these."""
    return rf"\m({'|'.join(words)})"


def marked(text: str, words: list[str]) -> str:
    """Return the text as HTML: escaped, and the words found in <mark>."""
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
    """Return what surrounds the first word found, marked; None when there is none."""
    pattern = re.compile(rf"(?<![^\W_])(?:{'|'.join(words)})", re.IGNORECASE)
    found = pattern.search(text) if words else None
    if found is None:
        return None
    start, end = max(0, found.start() - _AROUND), found.end() + _AROUND
    piece = " ".join(text[start:end].split())
    before, after = "… " * (start > 0), " …" * (end < len(text))
    return f"{before}{marked(piece, words)}{after}"
