"""All randomness, and the HMACs under which one-time codes are stored."""

import base64
import hashlib
import hmac
import secrets
from uuid import UUID, uuid4

from backend.core.config import settings

CODE_DIGITS = 6
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


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
    """Return the hash under which such a token is stored."""
    return keyed_digest("token", value)


def keyed_digest(*parts: str) -> bytes:
    """Return the HMAC-SHA-256 of a secret and all that it is bound to.

    Keyed, because a plain hash of a million possible codes hides nothing.
    """
    message = "\0".join(parts).encode()
    return hmac.digest(
        settings.CODE_SECRET_KEY.get_secret_value().encode(), message, hashlib.sha256
    )


def same_digest(left: bytes, right: bytes) -> bool:
    """Compare in a time that does not depend on where the two differ."""
    return hmac.compare_digest(left, right)
