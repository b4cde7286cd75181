"""Codes as people type and paste them: one function for all kinds of codes."""

import unicodedata

# Beside the categories below: the white space among the controls, and what some keyboards
# and programs write for a dash or leave behind unseen.
_WHITE_SPACE = "\t\n\v\f\r"
_DASHES = "\u02d7\u2043\u2053\u207b\u208b\u2212\u30fc\uff70"
_UNSEEN = "\u034f\ufe0e\ufe0f"
_LEFT_OUT = {"Zs", "Zl", "Zp", "Pd", "Cf"}
_FULL_WIDTH_LETTERS = {
    chr(ord(letter) + 0xFEE0): letter
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
}

# The same for patterns of JSON Schema (ECMA-262 with the flag u), to be put into [].
BETWEEN = (
    r"\t\n\u000b\u000c\r\p{Z}\p{Pd}\p{Cf}"
    r"\u02d7\u2043\u2053\u207b\u208b\u2212\u30fc\uff70\u034f\ufe0e\ufe0f"
)
DIGITS = r"\p{Nd}"
LETTERS = r"A-Za-z\uff21-\uff3a\uff41-\uff5a"


def bare(code: str) -> str:
    """Return a code without what people put between its digits and letters.

    Blanks, dashes and what nobody sees is left out; decimal digits of all scripts become
    ASCII digits, full-width letters ASCII letters. What else is there stays.
    """
    return "".join(map(_bare, code))


def _bare(character: str) -> str:
    if character.isascii() and character.isalnum():
        return character
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    if unicodedata.category(character) in _LEFT_OUT:
        return ""
    if character in _WHITE_SPACE + _DASHES + _UNSEEN:
        return ""
    return _FULL_WIDTH_LETTERS.get(character, character)
