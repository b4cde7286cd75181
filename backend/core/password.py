"""Hashes and verifies passwords with bcrypt.

At most one hash runs per core, and a request that waits for one holds no slot.

Passwords are hashed as they were typed, in one Unicode form (`prepared_password`).
Release 1.0.0 stripped blanks at the ends and did not normalize. Its hashes have another
prefix, and still accept the same passwords as before.
"""

import re
import secrets
import unicodedata

import bcrypt

from backend.core import hashing_queue
from backend.core.config import settings
from backend.core.hashing_queue import Lane, give_way

MIN_BYTES = 8
MAX_BYTES = 72  # bcrypt ignores the rest, and since version 5 raises
_BCRYPT = re.compile(r"\$2[aby]\$(0[4-9]|[12]\d|3[01])\$[./A-Za-z0-9]{53}")
_BCRYPT_ALPHABET = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
# Hashes of prepared passwords. The prefix is crypt_blowfish's name for OpenBSD's $2b$,
# so release 1.0.0 can verify them too.
_PREPARED = "$2y$"
# Hashes of stripped passwords, as release 1.0.0 makes them.
_STRIPPED = "$2b$"


def prepared_password(password: str) -> str:
    """Return the form of a password that is hashed (RFC 8265, OpaqueString).

    It is normalized to NFC, and every kind of space becomes U+0020. Blanks at the ends
    and the case are kept.
    """
    spaces = {c for c in password if unicodedata.category(c) == "Zs"}
    return unicodedata.normalize(
        "NFC", password.translate({ord(c): " " for c in spaces})
    )


def has_right_length(password: str) -> bool:
    """Return whether a new password has 8 to 72 bytes of UTF-8 in its prepared form."""
    return MIN_BYTES <= len(prepared_password(password).encode()) <= MAX_BYTES


def hash_password(password: str, *, lane: Lane = "others") -> str:
    """Return the bcrypt hash of a password of at most 72 UTF-8 bytes."""
    return _hash(prepared_password(password), _PREPARED, lane)


def verify_password(
    password: str,
    hashed: str | None,
    *,
    decoy: str | None = None,
    lane: Lane = "logins",
) -> bool:
    """Return whether the password matches the hash.

    The time must not reveal whether an account exists. So None (no account), or a text
    that is not a bcrypt hash, takes as long as the hash `decoy`, or without it as a new
    hash. A password that release 1.0.0 hashes in another form is also tried in that
    form, whatever the hash: so the time depends on the typed password only.
    """
    if hashed is not None and _cost(hashed) is None:
        hashed = None
    compared = hashed or _random_hash(decoy)
    prepared, stripped = prepared_password(password), password.strip()
    matches = _matches(prepared, compared, lane)
    if not matches and stripped != prepared:
        matches = _matches(stripped, compared, lane) and not _is_prepared(compared)
    return matches and hashed is not None


def _is_prepared(hashed: str) -> bool:
    return hashed.startswith(_PREPARED)


def _hash(form: str, prefix: str, lane: Lane) -> str:
    with hashing_queue.queue.core(lane):
        salt = bcrypt.gensalt(settings.BCRYPT_COST).replace(b"$2b$", prefix.encode())
        return give_way(bcrypt.hashpw, form.encode(), salt).decode()


def _matches(form: str, hashed: str, lane: Lane) -> bool:
    encoded = form.encode()
    with hashing_queue.queue.core(lane):
        matches = give_way(bcrypt.checkpw, encoded[:MAX_BYTES], hashed.encode())
    return matches and len(encoded) <= MAX_BYTES


def unusable_hash() -> str:
    """Return random text in the form of a hash, which no known password matches."""
    return _random_hash()


def is_outdated_hash(hashed: str, password: str) -> bool:
    """Return whether to replace a hash that matches the password by `rehash_password`.

    True if its cost is not the current one, or if release 1.0.0 hashed the password
    without normalizing it. With blanks at its ends the form stays as it is.
    """
    if _cost(hashed) != settings.BCRYPT_COST:
        return True
    has_blanks = password.strip() != password
    normalized = prepared_password(password)
    return not (_is_prepared(hashed) or has_blanks or password == normalized)


def rehash_password(password: str, hashed: str) -> str:
    """Return a new hash to replace one that the password matches.

    Where release 1.0.0 stripped blanks, it is unknown whether the user meant them. So
    the new hash accepts the password with and without them, as the old one does.
    """
    stripped = password.strip()
    if _is_prepared(hashed) or stripped == password:
        return hash_password(password, lane="logins")
    return _hash(stripped, _STRIPPED, "logins")


def _cost(hashed: str) -> int | None:
    found = _BCRYPT.fullmatch(hashed)
    return int(found[1]) if found else None


def _random_hash(like: str | None = None) -> str:
    cost = _cost(like or "") or settings.BCRYPT_COST
    filler = "".join(secrets.choice(_BCRYPT_ALPHABET) for _ in range(52))
    # The salt's 22nd character holds only two bits; a dot is a valid one.
    return f"$2b${cost:02d}${filler[:21]}.{filler[21:]}"
