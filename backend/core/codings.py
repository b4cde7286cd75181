"""Chooses a content coding by the Accept-Encoding header (RFC 9110, section 12.5.3)."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

IDENTITY = b"identity"

_ELEMENT = re.compile(
    rb"\s*([\w!#$%&'*+.^`|~-]+)\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?"
)
# The weight of sending a text as it is, if the header does not name it: less than any
# coding that the header allows.
_UNNAMED = 0.0001


def chosen(header: bytes | None, available: Iterable[bytes]) -> bytes:
    """Return the coding with the greatest weight; the first one of several.

    Without the header, and if it allows none of them, this is IDENTITY.
    """
    if header is None:
        return IDENTITY
    weights = _weights(header)
    best, greatest = IDENTITY, 0.0
    for coding in available:
        weight = weights.get(coding, weights.get(b"*", 0.0))
        if coding == IDENTITY and coding not in weights and b"*" not in weights:
            weight = _UNNAMED
        if weight > greatest:
            best, greatest = coding, weight
    return best


# Browsers send a few values. A header has at most 16 KB, so the cache is small.
@lru_cache(maxsize=64)
def _weights(header: bytes) -> Mapping[bytes, float]:
    """Return the weight of each coding in the header, without invalid elements."""
    found = map(_ELEMENT.fullmatch, header.lower().split(b","))
    return {each[1]: float(each[2] or 1) for each in found if each}
