"""Password hashing with bcrypt, bounded to the cores and without holding a slot."""

import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import bcrypt

from backend.core import metrics
from backend.core.config import settings
from backend.core.exceptions import ServiceUnavailable
from backend.core.threads import slot_lent

MIN_BYTES = 8
MAX_BYTES = 72  # bcrypt uses no more, and raises above it since version 5
_MAX_WAITING = 64
_BCRYPT_ALPHABET = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

_cores = threading.Semaphore(os.cpu_count() or 1)
_waiting = threading.Semaphore(_MAX_WAITING)


def hash(password: str) -> str:  # noqa: A001
    """Return the bcrypt hash of a password of at most 72 UTF-8 bytes."""
    with _a_core():
        salt = bcrypt.gensalt(settings.BCRYPT_COST)
        return bcrypt.hashpw(password.encode(), salt).decode()


def verify(password: str, hashed: str | None) -> bool:
    """Tell whether the password has this hash.

    None stands for an account that does not exist, and takes just as long.
    """
    encoded = password.encode()
    too_long = len(encoded) > MAX_BYTES
    with _a_core():
        matches = bcrypt.checkpw(encoded[:MAX_BYTES], (hashed or unusable()).encode())
    return matches and hashed is not None and not too_long


def is_outdated(hashed: str) -> bool:
    """Tell whether the hash was made with another cost than the present one."""
    return int(hashed.split("$")[2]) != settings.BCRYPT_COST


def is_weak(password: str, *, about: list[str]) -> bool:
    """Tell whether zxcvbn guesses it within a million tries, knowing `about`."""
    # Its lists of words are 13 MiB: only for who needs them.
    from zxcvbn import zxcvbn

    return bool(zxcvbn(password, user_inputs=about)["score"] < 2)


def unusable() -> str:
    """Return a hash that no password has; comparing with it takes as long."""
    filler = "".join(secrets.choice(_BCRYPT_ALPHABET) for _ in range(52))
    # The salt's 22nd character holds only two bits; a dot is one that is allowed.
    return f"$2b${settings.BCRYPT_COST:02d}${filler[:21]}.{filler[21:]}"


@contextmanager
def _a_core() -> Iterator[None]:
    """Wait for a free core without a slot; 503 when too many wait already."""
    if not _waiting.acquire(blocking=False):
        raise ServiceUnavailable(retry_after=5)
    try:
        with metrics.HASHES.track_inprogress(), slot_lent(), _cores:
            yield
    finally:
        _waiting.release()
