"""API tokens: what they look like, and what the token of a request names.

A token is a prefix, 30 random letters and digits (178 bits) and a checksum: the CRC-32 of
the random part in base62, as in GitHub's tokens. So scanners of source code recognise a
token, and a mistyped one is refused without a query. Only a digest of it is stored.
"""

import re
from collections.abc import Sequence
from typing import Protocol
from zlib import crc32

from starlette.requests import Request

from backend.core import token
from backend.core.auth import AccessToken
from backend.core.exceptions import ApiTokenRefused, InvalidToken

PREFIX = "sample_pat_"
_RANDOM, _CHECKSUM = 30, 6
_PATTERN = re.compile(
    rf"{PREFIX}(?P<random>[0-9A-Za-z]{{{_RANDOM}}})(?P<checksum>[0-9A-Za-z]{{{_CHECKSUM}}})"
)


class Directory(Protocol):
    """Finds API tokens: `app.state.api_tokens` is one."""

    async def find(
        self, request: Request, digests: Sequence[bytes], *, scope: str
    ) -> AccessToken | None:
        """Return what the token with one of these digests names; it may be over."""


def new() -> str:
    """Return a new token."""
    random = token.new_base62(_RANDOM)
    return PREFIX + random + _checksum(random)


def is_one(text: str) -> bool:
    """Return whether a bearer token claims to be an API token. No JWT begins so."""
    return text.startswith(PREFIX)


def digests(text: str) -> Sequence[bytes]:
    """Return the digests (one per key) under which a token may be stored.

    Raises:
        InvalidToken: it has another form, or its checksum is wrong.
    """
    found = _PATTERN.fullmatch(text)
    if found is None or found["checksum"] != _checksum(found["random"]):
        raise InvalidToken
    return token.keyed_digests("api token", text)


def digest(text: str) -> bytes:
    """Return the digest that is stored for a token."""
    return token.keyed_digest("api token", text)


async def read(request: Request, text: str) -> AccessToken:
    """Return what an API token names, for the scope that the request's route needs.

    Whether the token still works and has the scope is read with its user, later.

    Raises:
        InvalidToken: the token is malformed, or never existed.
        ApiTokenRefused: the route takes no API token.
        RateLimited: many unknown tokens came from this network address.
    """
    known = digests(text)
    scope: str | None = request.scope["route"].api_scope
    if scope is None:
        raise ApiTokenRefused
    directory: Directory = request.app.state.api_tokens
    found = await directory.find(request, known, scope=scope)
    if found is None:
        raise InvalidToken
    return found


def _checksum(random: str) -> str:
    number = crc32(random.encode())
    digits = ""
    for _ in range(_CHECKSUM):
        number, digit = divmod(number, len(token.BASE62))
        digits = token.BASE62[digit] + digits
    return digits
