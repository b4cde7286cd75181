"""The order in which people expect titles, the same on every server.

Not every Postgres has ICU's collations, and an index on one must be built again when ICU
changes. So Python makes a key, and Postgres compares its bytes.
"""

import re
import unicodedata

from backend.core.words import folded

# Letters that people look for beside another one, although Unicode does not decompose
# them. Й is a letter of its own in Cyrillic alphabets.
_BASES = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l"}
    | {"ħ": "h", "\u0131": "i", "ŋ": "n", "й": "и\uffff"}
    # Katakana beside hiragana.
    | {chr(code): chr(code - 0x60) for code in range(0x30A1, 0x30F7)}
)
# Accents of Latin, Greek and Cyrillic, and the voicing marks of kana.
_ACCENTS = re.compile("[\u0300-\u036f\u3099\u309a]")
_NUMBER = re.compile("[0-9]+")
# ASCII punctuation after the digits; it belongs before them, like the rest.
_PUNCTUATION = str.maketrans({c: f"!{c}" for c in ":;<=>?@[\\]^_`{|}~"})
_MAX_CHARACTERS = 100


def sort_key(text: str) -> str:
    """Return a key of up to 300 characters. Compare keys by their code points.

    Punctuation comes first, then numbers by their value, then letters. Accents and case
    only matter between texts that are equal without them.
    """
    whole = folded(text)
    letters = _ACCENTS.sub("", unicodedata.normalize("NFKD", whole.translate(_BASES)))
    primary = _NUMBER.sub(_by_value, letters.translate(_PUNCTUATION))
    return f"{primary[: 2 * _MAX_CHARACTERS]}\x01{whole[:_MAX_CHARACTERS]}"


def _by_value(number: re.Match[str]) -> str:
    """Return a number after the count of its digits, so that 9 comes before 10."""
    digits = number.group().lstrip("0") or "0"
    return f"{len(digits):03}{digits}"
