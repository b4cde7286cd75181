"""What HTTP says of serving a file: conditions, ranges, names, digests (RFC 9110)."""

import base64
import re
from dataclasses import dataclass
from urllib.parse import quote

from backend.modules.document.exceptions import RangeNotSatisfiable

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
_UNSAFE_IN_ASCII = re.compile(r"[^ !#-$&-\[\]-~]")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a request asks for by its headers, None where it has no such header."""

    if_none_match: str | None = None
    if_range: str | None = None
    range: str | None = None


def etag_of_file(sha256: bytes) -> str:
    """Return the strong entity tag of these bytes, whatever they are called."""
    return f'"{sha256.hex()}"'


def digest_field(sha256: bytes) -> str:
    """Return the value of Repr-Digest (RFC 9530, section 3)."""
    return f"sha-256=:{base64.b64encode(sha256).decode()}:"


def disposition(name: str) -> str:
    """Return a Content-Disposition that saves under this name (RFC 6266, RFC 8187)."""
    plain = _UNSAFE_IN_ASCII.sub("_", name)
    value = f'attachment; filename="{plain}"'
    return (
        value if plain == name else f"{value}; filename*=UTF-8''{quote(name, safe='')}"
    )


def matches(header: str, etag: str) -> bool:
    """Tell whether If-None-Match names this entity tag."""
    tags = [tag.strip().removeprefix("W/") for tag in header.split(",")]
    return "*" in tags or etag in tags


def wanted_range(wish: Wish, *, etag: str, size: int) -> tuple[int, int] | None:
    """Return the first byte and the one behind the last, or None for all of it.

    One range is served; several, which no downloader needs, are answered in whole.

    Raises:
        RangeNotSatisfiable: it begins behind the end.
    """
    found = _RANGE.fullmatch((wish.range or "").replace(" ", ""))
    if found is None or (wish.if_range is not None and wish.if_range != etag):
        return None
    first, last = found.groups()
    if first:
        start, end = int(first), min(int(last) + 1 if last else size, size)
        if last and int(last) < int(first):
            return None  # invalid, so to be ignored
        if start >= size:
            raise RangeNotSatisfiable(size)
        return start, end
    if not last:
        return None
    if int(last) == 0:
        raise RangeNotSatisfiable(size)
    return max(0, size - int(last)), size
