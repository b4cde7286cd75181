"""Searches names and e-mail addresses, supported by an index of trigrams.

Such an index only helps if three letters or digits are side by side, or at the beginning
of a word. So a shorter search only finds the beginnings of words.
"""

import re
from typing import Any

from sqlalchemy import ColumnElement, false, or_, true

from backend.core.words import folded, pattern_of

_LONG = re.compile(r"[^\W_]{3}")
_LEADING = re.compile(r"^[\W_]+")
# The index reads no class with characters beyond this one. So letters of full width are
# not listed, and a search that has such characters is found anywhere.
_LAST = "\u07ff"
# What stands before a word. Without names of classes, which depend on the server.
_BEFORE = "(?:^|[ \u00a0.,;:'\"()/&@_+*#-])"


def named(search: str, *columns: Any) -> ColumnElement[bool]:
    """Return the condition that one of these columns matches a search.

    A blank search matches every row. Punctuation alone matches none.
    """
    if not search.strip():
        return true()
    pattern = name_pattern_of(search)
    return or_(
        false(), *(column.regexp_match(pattern) for column in columns if pattern)
    )


def name_pattern_of(search: str) -> str:
    """Return a regular expression of Postgres; empty: the search is only punctuation."""
    text = folded(search)
    if _LONG.search(text) or max(text, default="") > _LAST:
        return pattern_of(text, wide=False)
    word = _LEADING.sub("", text)
    return _BEFORE + pattern_of(word, wide=False) if word else ""
