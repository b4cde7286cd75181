"""Reads the headers of tus 1.0 (https://tus.io/protocols/resumable-upload).

All functions take the value of a header, None if it is missing, and raise InvalidHeader
if it is invalid.
"""

import hashlib
import re
from base64 import b64decode
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from backend.modules.upload.exceptions import (
    ChecksumMismatch,
    InvalidHeader,
    UnsupportedTusFeature,
)
from backend.modules.upload.lib import ALGORITHMS

_MAX_METADATA = 8 * 1024
# The largest integer that every JSON parser reads exactly (RFC 8259, section 6).
_MAX_INTEGER = 2**53 - 1
_KEY = re.compile(r"[!-+\--~]{1,100}")  # printable ASCII without blanks and commas


def integer(header: str, value: str | None, *, least: int = 0) -> int:
    """Return the value of Upload-Length or Upload-Offset, in bytes."""
    if value is None:
        raise InvalidHeader(header, "is missing")
    if not re.fullmatch("[0-9]{1,16}", value) or int(value) > _MAX_INTEGER:
        raise InvalidHeader(header, "must be a whole number of bytes")
    if int(value) < least:
        raise InvalidHeader(header, f"must be at least {least}")
    return int(value)


def metadata(value: str | None) -> dict[str, str]:
    """Return the pairs of Upload-Metadata, with decoded values."""
    header = "Upload-Metadata"
    if value is not None and (len(value) > _MAX_METADATA or not value.isascii()):
        raise InvalidHeader(
            header, f"must be at most {_MAX_METADATA} characters of ASCII"
        )
    pairs: dict[str, str] = {}
    for pair in value.split(",") if value else ():
        key, _, encoded = pair.strip().partition(" ")
        if not _KEY.fullmatch(key) or key in pairs:
            raise InvalidHeader(header, "must be pairs with different keys")
        pairs[key] = _text(header, encoded)
    return pairs


def _text(header: str, encoded: str) -> str:
    try:
        return b64decode(encoded.encode("ascii"), validate=True).decode()
    except ValueError as error:
        raise InvalidHeader(header, "must have values in base64 of UTF-8") from error


class Checksum:
    """The digest that Upload-Checksum promises, and that of the bytes added so far.

    Raises:
        UnsupportedTusFeature: the algorithm is not supported.
    """

    def __init__(self, value: str) -> None:
        algorithm, _, encoded = value.partition(" ")
        if algorithm not in ALGORITHMS:
            raise UnsupportedTusFeature(f"Use one of {', '.join(ALGORITHMS)}.")
        self._hash: Any = hashlib.new(algorithm, usedforsecurity=False)
        try:
            self._promised = b64decode(encoded.encode("ascii"), validate=True)
        except ValueError as error:
            raise InvalidHeader(
                "Upload-Checksum", "must be a digest in base64"
            ) from error

    def add(self, data: bytes) -> None:
        """Add bytes of the body."""
        self._hash.update(data)

    def check(self) -> None:
        """Raise ChecksumMismatch unless the bytes have the promised digest."""
        if self._hash.digest() != self._promised:
            raise ChecksumMismatch


def http_date(moment: datetime) -> str:
    """Return a time for Upload-Expires (RFC 9110, section 5.6.7)."""
    return format_datetime(moment, usegmt=True)
