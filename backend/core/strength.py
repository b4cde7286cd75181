"""Checks whether a password is easy to guess, in bounded time.

zxcvbn tries each way to read the symbols of a password as letters: `1` is i or l, and
`4` and `@` are both a. The number of ways multiplies, so 72 chosen symbols made it
compute for a quarter of a second, during which no other thread could run.
"""

from math import prod
from threading import Lock

_MAX_READINGS = 4
MIN_GUESSES = 1_000_000
# For each letter, the symbols that zxcvbn reads as it.
_SPELLINGS = (*("4@", "8", "({[<", "3", "69", "1!|", "1|7", "0", "$5", "+7", "%", "2"),)
# Keeps one symbol for each letter, except two for l: so at most two readings.
_SAME_LETTER = str.maketrans("@{[<9!|$+", "4(((61157")

# zxcvbn holds the interpreter lock. One call at a time lets other threads run in
# between.
_turn = Lock()


def is_weak(password: str, *, about: list[str]) -> bool:
    """Return whether zxcvbn needs under a million guesses, given the words `about`."""
    # Imported late, because most processes never need its word lists in memory.
    from zxcvbn_rs_py import zxcvbn

    text = judged(password)
    # The words about the user are spelled in both ways, or they would not be found in it.
    words = [*about, *(word.translate(_SAME_LETTER) for word in about)]
    with _turn:
        return zxcvbn(text, words).guesses < MIN_GUESSES


def readings(password: str) -> int:
    """Return the number of ways in which zxcvbn would read the symbols as letters."""
    found = set(password)
    return prod(max(1, len(found.intersection(each))) for each in _SPELLINGS)


def judged(password: str) -> str:
    """Return the text that zxcvbn gets: normally the password itself.

    If it has too many readings, all symbols of a letter become the same symbol. zxcvbn
    still finds the words in it.
    """
    if readings(password) > _MAX_READINGS:
        return password.translate(_SAME_LETTER)
    return password
