"""HTTP rules for serving a file: ranges, names, digests, dates (RFC 9110)."""

import base64
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import quote

from backend.core.preconditions import Conditions, http_date
from backend.modules.document.exceptions import RangeNotSatisfiable

# One range; empty elements of the list are allowed (RFC 9110, section 5.6.1.2).
_RANGE = re.compile(r"bytes\s*=[\s,]*([0-9]*)\s*-\s*([0-9]*)[\s,]*", re.IGNORECASE)
_MOST_DIGITS = 18
_UNSAFE_IN_ASCII = re.compile(r"[^ !#-$&-\[\]-~]")


@dataclass(frozen=True, slots=True)
class Wish:
    """The conditional and range headers of a request; None if a header is missing."""

    conditions: Conditions
    if_range: str | None = None
    range: str | None = None


def last_modified(changed_at: datetime, *, is_only_state: bool) -> datetime:
    """Return the Last-Modified of a file: a strong one (RFC 9110, section 8.8.2.2).

    The time is in whole seconds. It is rounded up, so that two changes in one second
    never share it with what a client received between them; nothing is served with it
    before that second has come. A file that never changed has no such problem.
    """
    whole = changed_at.astimezone(UTC).replace(microsecond=0)
    return whole if is_only_state else whole + timedelta(seconds=1)


def http_time(time: datetime) -> str:
    """Return a time in UTC as HTTP headers spell it."""
    return format_datetime(time, usegmt=True)


def etag_of_file(sha256: bytes) -> str:
    """Return the strong ETag of a file. It depends on the bytes alone, not the name."""
    return f'"{sha256.hex()}"'


def digest_field(sha256: bytes) -> str:
    """Return the value of Repr-Digest (RFC 9530, section 3)."""
    return f"sha-256=:{base64.b64encode(sha256).decode()}:"


def disposition(name: str, *, inline: bool = False) -> str:
    """Return a Content-Disposition to save or show a file (RFC 6266, RFC 8187)."""
    plain = _UNSAFE_IN_ASCII.sub("_", name)
    value = f'{"inline" if inline else "attachment"}; filename="{plain}"'
    return (
        value if plain == name else f"{value}; filename*=UTF-8''{quote(name, safe='')}"
    )


def wanted_range(
    wish: Wish, *, etag: str, modified_at: datetime, size: int
) -> tuple[int, int] | None:
    """Return the start and the exclusive end of the range; None for the whole file.

    Only a single range is served. A request for several ranges gets the whole file,
    as does an invalid range or an If-Range with another ETag or date.

    Raises:
        RangeNotSatisfiable: the range begins after the end of the file.
    """
    found = _RANGE.fullmatch((wish.range or "").strip())
    if found is None or not _is_same(wish.if_range, etag, modified_at):
        return None
    first, last = map(_number, found.groups())
    if first is not None:
        if last is not None and last < first:
            return None  # invalid, and therefore ignored
        if first >= size:
            raise RangeNotSatisfiable(size)
        return first, min(size, size if last is None else last + 1)
    if last is None:
        return None
    if last == 0:
        raise RangeNotSatisfiable(size)
    return max(0, size - last), size


def _is_same(if_range: str | None, etag: str, modified_at: datetime) -> bool:
    """Return whether If-Range names the current state (RFC 9110, section 13.1.5)."""
    if if_range is None or if_range.strip() == etag:
        return True
    return http_date(if_range.strip()) == modified_at


def _number(digits: str) -> int | None:
    if not digits:
        return None
    digits = digits.lstrip("0") or "0"
    # Every longer number is beyond the end of every file; int() would take long.
    return int(digits) if len(digits) <= _MOST_DIGITS else 10**_MOST_DIGITS
