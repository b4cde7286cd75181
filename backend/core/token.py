"""All randomness, and the HMACs under which codes and tokens are stored.

They are made with the first key of CODE_SECRET_KEY. What was stored before that key was
put in front is under one of the others: so look a digest up among `token_digests` or
`keyed_digests`, and compare a stored one by `is_one_of`.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Collection
from uuid import UUID, uuid4

from backend.core.config import settings

CODE_DIGITS = 6
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_KEYS = tuple(key.get_secret_value().encode() for key in settings.CODE_SECRET_KEY)


def new_id() -> UUID:
    """Return a random identifier (RFC 9562, version 4)."""
    return uuid4()


def new_code() -> str:
    """Return a one-time code of six digits, leading zeros included."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def jitter(seconds: float) -> float:
    """Return a random time between half of `seconds` and all of them."""
    return seconds * (0.5 + secrets.randbelow(1000) / 2000)


def new_token() -> str:
    """Return 256 random bits for a link, safe in URLs."""
    return secrets.token_urlsafe(32)


def new_totp_secret() -> str:
    """Return 160 random bits in base32, as authenticator apps take them (RFC 4226)."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def new_recovery_code() -> str:
    """Return 80 random bits, easy to type: four groups of four letters and digits.

    In Crockford's base32, which has no I, L, O and U.
    """
    letters = "".join(secrets.choice(_CROCKFORD) for _ in range(16))
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))


def token_digest(value: str) -> bytes:
    """Return the digest under which a token is stored."""
    return keyed_digest("token", value)


def token_digests(value: str) -> tuple[bytes, ...]:
    """Return the digests under one of which a token is stored, if it is ours."""
    return keyed_digests("token", value)


def keyed_digest(*parts: str) -> bytes:
    """Return the HMAC-SHA-256 of a secret and all that it is bound to.

    Keyed, because a plain hash of a million possible codes hides nothing.
    """
    return _digest(_KEYS[0], parts)


def keyed_digests(*parts: str) -> tuple[bytes, ...]:
    """Return the `keyed_digest` of each key, the present one first."""
    return tuple(_digest(key, parts) for key in _KEYS)


def same_digest(left: bytes, right: bytes) -> bool:
    """Compare in a time that does not depend on where the two differ."""
    return hmac.compare_digest(left, right)


def is_one_of(digest: bytes, digests: Collection[bytes]) -> bool:
    """Tell whether a stored digest is one of these."""
    return any(same_digest(digest, other) for other in digests)


def _digest(key: bytes, parts: tuple[str, ...]) -> bytes:
    return hmac.digest(key, "\0".join(parts).encode(), hashlib.sha256)
