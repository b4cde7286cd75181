"""Password hashing with bcrypt, bounded to the cores and without holding a slot.

A password is hashed as it was typed, in one spelling: `prepared_password`. Release 1.0.0 cut the
blanks at its ends and left its spelling alone; its hashes are known by their prefix and
still take what they took.
"""

import re
import secrets
import unicodedata

import bcrypt

from backend.core import hashing_queue
from backend.core.config import settings
from backend.core.hashing_queue import Lane

MIN_BYTES = 8
MAX_BYTES = 72  # bcrypt uses no more, and raises above it since version 5
_BCRYPT = re.compile(r"\$2[aby]\$(0[4-9]|[12]\d|3[01])\$[./A-Za-z0-9]{53}")
_BCRYPT_ALPHABET = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
# The prefix of hashes of prepared passwords: crypt_blowfish's name for what OpenBSD calls
# $2b$, so release 1.0.0 verifies them as well.
_PREPARED = "$2y$"
_CUT = "$2b$"


def prepared_password(password: str) -> str:
    """Return the one spelling of a password (RFC 8265, OpaqueString).

    NFC, with every other space as U+0020. Nothing is cut and no case is changed.
    """
    spaces = {c for c in password if unicodedata.category(c) == "Zs"}
    return unicodedata.normalize(
        "NFC", password.translate({ord(c): " " for c in spaces})
    )


def has_right_length(password: str) -> bool:
    """Tell whether a new password has 8 to 72 bytes of UTF-8 in its one spelling."""
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
    """Tell whether the password has this hash.

    None stands for an account that does not exist, and takes as long as the hash `decoy`
    of one that does, or as a new hash. What is no hash of bcrypt is nobody's, too. A
    password that release 1.0.0 would have hashed in another form is hashed in that form
    as well, whatever the hash: so the time depends on what was typed alone.
    """
    if hashed is not None and _cost(hashed) is None:
        hashed = None
    compared = hashed or _nobodys_hash(decoy)
    exact, cut = prepared_password(password), password.strip()
    matches = _has_hash(exact, compared, lane)
    if not matches and cut != exact:
        matches = _has_hash(cut, compared, lane) and not _is_exact(compared)
    return matches and hashed is not None


def _is_exact(hashed: str) -> bool:
    return hashed.startswith(_PREPARED)


def _hash(form: str, prefix: str, lane: Lane) -> str:
    with hashing_queue.queue.core(lane):
        salt = bcrypt.gensalt(settings.BCRYPT_COST).replace(b"$2b$", prefix.encode())
        return bcrypt.hashpw(form.encode(), salt).decode()


def _has_hash(form: str, hashed: str, lane: Lane) -> bool:
    encoded = form.encode()
    with hashing_queue.queue.core(lane):
        matches = bcrypt.checkpw(encoded[:MAX_BYTES], hashed.encode())
    return matches and len(encoded) <= MAX_BYTES


def unusable_hash() -> str:
    """Return a hash that no known password has. Nothing is hashed for it."""
    return _nobodys_hash()


def is_outdated_hash(hashed: str, password: str) -> bool:
    """Tell whether a hash that the password has should be replaced by its `rehash_password`.

    It was made with another cost than the present one, or in another spelling.
    """
    if _cost(hashed) != settings.BCRYPT_COST:
        return True
    cut = password.strip()
    return not _is_exact(hashed) and cut == password != prepared_password(password)


def rehash_password(password: str, hashed: str) -> str:
    """Return a new hash in the place of one that the password has.

    Where release 1.0.0 cut blanks, nobody knows whether they were meant: the new hash
    takes the password with and without them, as the old one does.
    """
    cut = password.strip()
    if _is_exact(hashed) or cut == password:
        return hash_password(password, lane="logins")
    return _hash(cut, _CUT, "logins")


def _cost(hashed: str) -> int | None:
    found = _BCRYPT.fullmatch(hashed)
    return int(found[1]) if found else None


def _nobodys_hash(like: str | None = None) -> str:
    cost = _cost(like or "") or settings.BCRYPT_COST
    filler = "".join(secrets.choice(_BCRYPT_ALPHABET) for _ in range(52))
    # The salt's 22nd character holds only two bits; a dot is one that is allowed.
    return f"$2b${cost:02d}${filler[:21]}.{filler[21:]}"
