"""Preconditions of requests: If-Match and the others of RFC 9110, section 13."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

Verdict = Literal["proceed", "not modified", "failed"]

_TAG = re.compile(r'(?:W/)?"[^"]*"')
# The form that clients must send, and the two that servers must also accept (RFC 9110,
# section 5.6.7).
_DATES = (
    "%a, %d %b %Y %H:%M:%S GMT",
    "%A, %d-%b-%y %H:%M:%S GMT",
    "%a %b %d %H:%M:%S %Y",
)


@dataclass(frozen=True, slots=True)
class Conditions:
    """The conditional headers of a request; None if a header is missing.

    The values of a repeated header are joined by commas.
    """

    if_match: str | None = None
    if_none_match: str | None = None
    if_modified_since: str | None = None
    if_unmodified_since: str | None = None

    def evaluate(self, *, etag: str, modified_at: datetime | None = None) -> Verdict:
        """Evaluate the headers of a GET in the order of RFC 9110, section 13.2.2.

        Args:
            etag: The current ETag, which is strong.
            modified_at: When the state changed, in whole seconds. Without it, the
                conditions on dates are ignored.
        """
        if self.if_match is not None:
            if not allows(self.if_match, etag):
                return "failed"
        elif _is_later(modified_at, self.if_unmodified_since):
            return "failed"
        if self.if_none_match is not None:
            found = _names(self.if_none_match, etag, weak=True)
            return "not modified" if found else "proceed"
        since = http_date(self.if_modified_since)
        if modified_at is not None and since is not None and modified_at <= since:
            return "not modified"
        return "proceed"


def allows(if_match: str | None, etag: str) -> bool:
    """Return whether the If-Match header permits a change to the current ETag.

    A missing header and `*` permit it. Weak tags never match (RFC 9110, section
    13.1.1).
    """
    return if_match is None or _names(if_match, etag, weak=False)


def http_date(value: str | None) -> datetime | None:
    """Return the time in a header, or None if it is missing or invalid."""
    for form in _DATES:
        try:
            return datetime.strptime(value or "", form).replace(tzinfo=UTC)
        except ValueError:
            continue
    return None


def _is_later(modified_at: datetime | None, header: str | None) -> bool:
    since = http_date(header)
    return modified_at is not None and since is not None and modified_at > since


def _names(header: str, etag: str, *, weak: bool) -> bool:
    if header.strip() == "*":
        return True
    tags = _TAG.findall(header)
    return etag in ([tag.removeprefix("W/") for tag in tags] if weak else tags)
