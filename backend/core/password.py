"""Password hashing with bcrypt, bounded to the cores and without holding a slot."""

import secrets

import bcrypt

from backend.core import hashing_queue
from backend.core.config import settings

MIN_BYTES = 8
MAX_BYTES = 72  # bcrypt uses no more, and raises above it since version 5
_BCRYPT_ALPHABET = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


def hash(password: str, *, lane: hashing_queue.Lane = "others") -> str:  # noqa: A001
    """Return the bcrypt hash of a password of at most 72 UTF-8 bytes."""
    with hashing_queue.queue.core(lane):
        salt = bcrypt.gensalt(settings.BCRYPT_COST)
        return bcrypt.hashpw(password.encode(), salt).decode()


def verify(
    password: str, hashed: str | None, *, lane: hashing_queue.Lane = "logins"
) -> bool:
    """Tell whether the password has this hash.

    None stands for an account that does not exist, and takes just as long.
    """
    encoded = password.encode()
    too_long = len(encoded) > MAX_BYTES
    with hashing_queue.queue.core(lane):
        matches = bcrypt.checkpw(
            encoded[:MAX_BYTES], (hashed or _nobodys_hash()).encode()
        )
    return matches and hashed is not None and not too_long


def is_outdated(hashed: str) -> bool:
    """Tell whether the hash was made with another cost than the present one."""
    return int(hashed.split("$")[2]) != settings.BCRYPT_COST


def _nobodys_hash() -> str:
    filler = "".join(secrets.choice(_BCRYPT_ALPHABET) for _ in range(52))
    # The salt's 22nd character holds only two bits; a dot is one that is allowed.
    return f"$2b${settings.BCRYPT_COST:02d}${filler[:21]}.{filler[21:]}"
