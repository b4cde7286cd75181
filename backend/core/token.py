"""Makes all random values, and the HMACs that are stored instead of codes and tokens.

New HMACs use the first key of CODE_SECRET_KEY. Older ones may use another of its keys.
So search rows by `token_digests` or `keyed_digests`, and compare a stored digest with
`is_one_of`.
"""

import base64
import hashlib
import hmac
import secrets
import string
from collections.abc import Collection
from uuid import UUID, uuid4

from backend.core.config import settings

CODE_DIGITS = 6
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase
_KEYS = tuple(key.get_secret_value().encode() for key in settings.CODE_SECRET_KEY)


def new_id() -> UUID:
    """Return a random UUID (RFC 9562, version 4)."""
    return uuid4()


def new_code() -> str:
    """Return a one-time code of six digits, leading zeros included."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"


def jitter(seconds: float) -> float:
    """Return a random number between half of `seconds` and `seconds`."""
    return seconds * (0.5 + secrets.randbelow(1000) / 2000)


def new_token() -> str:
    """Return a URL-safe token of 256 random bits, for a link."""
    return secrets.token_urlsafe(32)


def new_totp_secret() -> str:
    """Return 160 random bits in base32, as authenticator apps expect (RFC 4226)."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def new_recovery_code() -> str:
    """Return 80 random bits that are easy to type: four groups of four characters.

    They are in Crockford's base32, which has no I, L, O and U.
    """
    letters = "".join(secrets.choice(_CROCKFORD) for _ in range(16))
    return "-".join(letters[start : start + 4] for start in range(0, 16, 4))


def new_base62(length: int) -> str:
    """Return random letters and digits: 5.95 bits each."""
    return "".join(secrets.choice(BASE62) for _ in range(length))


def token_digest(value: str) -> bytes:
    """Return the digest that is stored for a token."""
    return keyed_digest("token", value)


def token_digests(value: str) -> tuple[bytes, ...]:
    """Return the digests (one per key) that may be stored for a token."""
    return keyed_digests("token", value)


def keyed_digest(*parts: str) -> bytes:
    """Return the HMAC-SHA-256 of a secret and the values that it is bound to.

    It is keyed, because a plain hash of one of a million codes hides nothing.
    """
    return _digest(_KEYS[0], parts)


def keyed_digests(*parts: str) -> tuple[bytes, ...]:
    """Return the `keyed_digest` under each key, the current key first."""
    return tuple(_digest(key, parts) for key in _KEYS)


def same_digest(left: bytes, right: bytes) -> bool:
    """Return whether two digests are equal, in constant time."""
    return hmac.compare_digest(left, right)


def is_one_of(digest: bytes, digests: Collection[bytes]) -> bool:
    """Return whether a stored digest is one of these."""
    return any(same_digest(digest, other) for other in digests)


def _digest(key: bytes, parts: tuple[str, ...]) -> bytes:
    return hmac.digest(key, "\0".join(parts).encode(), hashlib.sha256)
