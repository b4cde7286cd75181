"""Password hashing with bcrypt, bounded to the cores and without holding a slot.

A password is hashed as it was typed, in one spelling: `prepared`. Release 1.0.0 cut the
blanks at its ends and left its spelling alone; its hashes are known by their prefix and
still take what they took.
"""

import os
import secrets
import threading
import unicodedata
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

# The prefix of hashes of prepared passwords: crypt_blowfish's name for what OpenBSD calls
# $2b$, so release 1.0.0 verifies them as well.
_PREPARED = "$2y$"
_CUT = "$2b$"

_cores = threading.Semaphore(os.cpu_count() or 1)
_waiting = threading.Semaphore(_MAX_WAITING)


def prepared(password: str) -> str:
    """Return the one spelling of a password (RFC 8265, OpaqueString).

    NFC, with every other space as U+0020. Nothing is cut and no case is changed.
    """
    spaces = {c for c in password if unicodedata.category(c) == "Zs"}
    return unicodedata.normalize(
        "NFC", password.translate({ord(c): " " for c in spaces})
    )


def has_right_length(password: str) -> bool:
    """Tell whether a new password has 8 to 72 bytes of UTF-8 in its one spelling."""
    return MIN_BYTES <= len(prepared(password).encode()) <= MAX_BYTES


def hash(password: str) -> str:  # noqa: A001
    """Return the bcrypt hash of a password of at most 72 UTF-8 bytes."""
    return _hash(prepared(password), _PREPARED)


def verify(password: str, hashed: str | None) -> bool:
    """Tell whether the password has this hash.

    None stands for an account that does not exist, and takes just as long. A password
    that release 1.0.0 would have hashed in another form is hashed in that form as well,
    whatever the hash: so the time depends on what was typed alone.
    """
    exact, cut = prepared(password), password.strip()
    if _has_hash(exact, hashed):
        return True
    return cut != exact and _has_hash(cut, hashed) and not _is_exact(hashed)


def _is_exact(hashed: str | None) -> bool:
    return hashed is not None and hashed.startswith(_PREPARED)


def _hash(form: str, prefix: str) -> str:
    with _a_core():
        salt = bcrypt.gensalt(settings.BCRYPT_COST).replace(b"$2b$", prefix.encode())
        return bcrypt.hashpw(form.encode(), salt).decode()


def _has_hash(form: str, hashed: str | None) -> bool:
    encoded = form.encode()
    too_long = len(encoded) > MAX_BYTES
    with _a_core():
        matches = bcrypt.checkpw(
            encoded[:MAX_BYTES], (hashed or _nobodys_hash()).encode()
        )
    return matches and hashed is not None and not too_long


def is_outdated(hashed: str, password: str) -> bool:
    """Tell whether a hash that the password has should be replaced by its `rehash`.

    It was made with another cost than the present one, or in another spelling.
    """
    if int(hashed.split("$")[2]) != settings.BCRYPT_COST:
        return True
    cut = password.strip()
    return not _is_exact(hashed) and cut == password != prepared(password)


def rehash(password: str, hashed: str) -> str:
    """Return a new hash in the place of one that the password has.

    Where release 1.0.0 cut blanks, nobody knows whether they were meant: the new hash
    takes the password with and without them, as the old one does.
    """
    cut = password.strip()
    if _is_exact(hashed) or cut == password:
        return hash(password)
    return _hash(cut, _CUT)


def is_weak(password: str, *, about: list[str]) -> bool:
    """Tell whether zxcvbn guesses it within a million tries, knowing `about`."""
    # Its lists of words are 13 MiB: only for who needs them.
    from zxcvbn import zxcvbn

    return bool(zxcvbn(password, user_inputs=about)["score"] < 2)


def _nobodys_hash() -> str:
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
