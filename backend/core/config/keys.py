"""The types of settings that are secrets."""

import re
from itertools import pairwise
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr

from backend.core.config.texts import split

_MIN_BYTES = 32
_MIN_CHARACTERS = 10
# A random key of 32 hex digits has fewer than once in ten million keys.
_MIN_JUMPS = 12
_PLACEHOLDERS = ("change", "your-", "your_", "secret-key", "placeholder", "example")


def _split_keys(value: str) -> tuple[str, ...]:
    # Blanks at the ends of the value stay part of a key, as in release 1.0.0.
    return tuple(re.split(r"\s*,\s*", value))


def _are_distinct(value: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
    if len(set(value)) < len(value):
        raise ValueError("contains the same key twice")
    return value


def _is_not_placeholder(value: SecretStr) -> SecretStr:
    text = value.get_secret_value().lower()
    if not text.strip() or text.startswith(_PLACEHOLDERS):
        raise ValueError("is empty or a placeholder")
    return value


def _is_strong(value: SecretStr) -> SecretStr:
    unit = _unit(value.get_secret_value())
    if (
        len(unit.encode()) < _MIN_BYTES
        or len(set(unit)) < _MIN_CHARACTERS
        or _jumps(unit) < _MIN_JUMPS
    ):
        raise ValueError(f"must be {_MIN_BYTES} random bytes or more")
    return value


def _unit(text: str) -> str:
    """Return the part that the text repeats, or the text if it repeats nothing."""
    # The borders of each beginning, as in the search of Knuth, Morris and Pratt.
    borders = [0]
    border = 0
    for character in text[1:]:
        while border and text[border] != character:
            border = borders[border - 1]
        border += text[border] == character
        borders.append(border)
    period = len(text) - borders[-1]
    return text[:period] if 2 * period <= len(text) else text


def _jumps(text: str) -> int:
    """Count the characters that neither repeat nor continue the one before them."""
    return sum(abs(ord(one) - ord(other)) > 1 for one, other in pairwise(text))


Secret = Annotated[SecretStr, AfterValidator(_is_not_placeholder)]
OptionalSecret = Annotated[
    SecretStr,
    AfterValidator(
        lambda value: _is_not_placeholder(value) if value.get_secret_value() else value
    ),
]
StrongSecret = Annotated[Secret, AfterValidator(_is_strong)]
# The first key signs, all keys verify.
Keys = Annotated[
    tuple[StrongSecret, ...],
    BeforeValidator(_split_keys),
    AfterValidator(_are_distinct),
]
EncryptionKeys = Annotated[
    tuple[StrongSecret, ...],
    BeforeValidator(split),
    Field(min_length=1),
    AfterValidator(_are_distinct),
]
