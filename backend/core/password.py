"""Password hashing with bcrypt, bounded to the cores and without holding a slot."""

import re
import secrets

import bcrypt

from backend.core import hashing_queue
from backend.core.config import settings

MIN_BYTES = 8
MAX_BYTES = 72  # bcrypt uses no more, and raises above it since version 5
_BCRYPT = re.compile(r"\$2[aby]\$(0[4-9]|[12]\d|3[01])\$[./A-Za-z0-9]{53}")
_BCRYPT_ALPHABET = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


def hash(password: str, *, lane: hashing_queue.Lane = "others") -> str:  # noqa: A001
    """Return the bcrypt hash of a password of at most 72 UTF-8 bytes."""
    with hashing_queue.queue.core(lane):
        salt = bcrypt.gensalt(settings.BCRYPT_COST)
        return bcrypt.hashpw(password.encode(), salt).decode()


def verify(
    password: str,
    hashed: str | None,
    *,
    decoy: str | None = None,
    lane: hashing_queue.Lane = "logins",
) -> bool:
    """Tell whether the password has this hash.

    None stands for an account that does not exist, and takes as long as the hash `decoy`
    of one that does, or as a new hash. What is no hash of bcrypt is nobody's, too.
    """
    if hashed is not None and _cost(hashed) is None:
        hashed = None
    encoded = password.encode()
    too_long = len(encoded) > MAX_BYTES
    with hashing_queue.queue.core(lane):
        matches = bcrypt.checkpw(
            encoded[:MAX_BYTES], (hashed or _nobodys_hash(decoy)).encode()
        )
    return matches and hashed is not None and not too_long


def unusable() -> str:
    """Return a hash that no known password has. Nothing is hashed for it."""
    return _nobodys_hash()


def is_outdated(hashed: str) -> bool:
    """Tell whether the hash was made with another cost than the present one."""
    return _cost(hashed) != settings.BCRYPT_COST


def _cost(hashed: str) -> int | None:
    found = _BCRYPT.fullmatch(hashed)
    return int(found[1]) if found else None


def _nobodys_hash(like: str | None = None) -> str:
    cost = _cost(like or "") or settings.BCRYPT_COST
    filler = "".join(secrets.choice(_BCRYPT_ALPHABET) for _ in range(52))
    # The salt's 22nd character holds only two bits; a dot is one that is allowed.
    return f"$2b${cost:02d}${filler[:21]}.{filler[21:]}"
