"""Normalizes codes as people type and paste them; used for all kinds of codes."""

import re
import unicodedata

_BLANKS = r"\t\n\u000b\u000c\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
# These include characters that only look like dashes: minus signs, and the sign for a
# long vowel, which Japanese keyboards write.
_DASHES = (
    r"\-\u02d7\u058a\u05be\u1400\u1806\u2010-\u2015\u2043\u2053\u207b\u208b\u2212"
    r"\u2e17\u2e1a\u2e3a\u2e3b\u2e40\u2e5d\u301c\u3030\u30a0\u30fc"
    r"\ufe31\ufe32\ufe58\ufe63\uff0d\uff70"
)
# Soft hyphens, joiners, zero-width spaces, direction marks, variation selectors.
_INVISIBLE = (
    r"\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe0e\ufe0f\ufeff"
)
# Character classes, to be put in the brackets of patterns; also used in JSON Schema.
BETWEEN = _BLANKS + _DASHES + _INVISIBLE
DIGITS = r"\p{Nd}"
LETTERS = r"A-Za-z\uff21-\uff3a\uff41-\uff5a"

_FULL_WIDTH = {
    ord(letter) + 0xFEE0: letter
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
}


def bare(code: str) -> str:
    """Return a code without the separators between its digits and letters.

    Blanks, dashes and invisible characters are removed. Decimal digits of all scripts
    become ASCII digits, and full-width letters become ASCII letters. The rest is kept.
    """
    text = re.sub(f"[{BETWEEN}]", "", code).translate(_FULL_WIDTH)
    return "".join(str(unicodedata.decimal(c, c)) for c in text)
