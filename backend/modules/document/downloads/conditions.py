"""HTTP rules for serving a file: conditions, ranges, names, digests (RFC 9110)."""

import base64
import re
from dataclasses import dataclass
from urllib.parse import quote

from backend.modules.document.exceptions import RangeNotSatisfiable

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_UNSAFE_IN_ASCII = re.compile(r"[^ !#-$&-\[\]-~]")


@dataclass(frozen=True, slots=True)
class Wish:
    """The conditional and range headers of a request; None if a header is missing."""

    if_none_match: str | None = None
    if_range: str | None = None
    range: str | None = None


def etag_of_file(sha256: bytes) -> str:
    """Return the strong ETag of a file. It depends on the bytes alone, not the name."""
    return f'"{sha256.hex()}"'


def digest_field(sha256: bytes) -> str:
    """Return the value of Repr-Digest (RFC 9530, section 3)."""
    return f"sha-256=:{base64.b64encode(sha256).decode()}:"


def disposition(name: str) -> str:
    """Return a Content-Disposition to save a file by this name (RFC 6266, RFC 8187)."""
    plain = _UNSAFE_IN_ASCII.sub("_", name)
    value = f'attachment; filename="{plain}"'
    return (
        value if plain == name else f"{value}; filename*=UTF-8''{quote(name, safe='')}"
    )


def matches(header: str, etag: str) -> bool:
    """Return whether the If-None-Match header names this ETag; weak tags match too."""
    tags = [tag.strip().removeprefix("W/") for tag in header.split(",")]
    return "*" in tags or etag in tags


def wanted_range(wish: Wish, *, etag: str, size: int) -> tuple[int, int] | None:
    """Return the start and the exclusive end of the range; None for the whole file.

    Only a single range is served. A request for several ranges gets the whole file,
    as does an invalid range or an If-Range that does not match the ETag.

    Raises:
        RangeNotSatisfiable: the range begins after the end of the file.
    """
    found = _RANGE.fullmatch((wish.range or "").replace(" ", ""))
    if found is None or (wish.if_range is not None and wish.if_range != etag):
        return None
    first, last = found.groups()
    if first:
        start, end = int(first), min(int(last) + 1 if last else size, size)
        if last and int(last) < int(first):
            return None  # invalid, and therefore ignored
        if start >= size:
            raise RangeNotSatisfiable(size)
        return start, end
    if not last:
        return None
    if int(last) == 0:
        raise RangeNotSatisfiable(size)
    return max(0, size - int(last)), size
