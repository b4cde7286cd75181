"""Whether a password is easy to guess, at a cost that no password can raise.

zxcvbn tries each way to read the symbols of a password as letters: `1` is i or l, and
`4` and `@` are both a. The ways multiply, so 72 chosen symbols made it compute for a
quarter of a second, while no other thread could run.
"""

from math import prod
from threading import Lock

_MOST_READINGS = 4
_GUESSES_OF_A_WEAK_ONE = 1_000_000
# The symbols that zxcvbn reads as each letter.
_SPELLINGS = (*("4@", "8", "({[<", "3", "69", "1!|", "1|7", "0", "$5", "+7", "%", "2"),)
# One symbol is left for each letter but l, so two readings.
_SAME_LETTER = str.maketrans("@{[<9!|$+", "4(((61157")

# Computing it holds the interpreter. One at a time lets the other threads run between.
_turn = Lock()


def is_weak(password: str, *, about: list[str]) -> bool:
    """Return whether zxcvbn guesses it within a million tries, knowing `about`."""
    # Its word lists take memory that most processes never need.
    from zxcvbn_rs_py import zxcvbn

    with _turn:
        return zxcvbn(judged(password), about).guesses < _GUESSES_OF_A_WEAK_ONE


def readings(password: str) -> int:
    """Return in how many ways zxcvbn would read the symbols as letters."""
    found = set(password)
    return prod(max(1, len(found.intersection(each))) for each in _SPELLINGS)


def judged(password: str) -> str:
    """Return the spelling that zxcvbn sees: the password itself but for odd ones.

    Where the readings are too many, symbols of the same letter become one symbol. Words
    in such a spelling are found just as well.
    """
    if readings(password) > _MOST_READINGS:
        return password.translate(_SAME_LETTER)
    return password
