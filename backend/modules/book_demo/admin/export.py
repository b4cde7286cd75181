"""Streams bookings as CSV."""

import csv
import io
from collections.abc import AsyncIterator, Iterable, Sequence
from functools import partial
from uuid import UUID

from pydantic import TypeAdapter

from backend.core import links
from backend.core.database import RequestSession
from backend.core.exceptions import LinkNotFound
from backend.core.links import Link
from backend.core.threads import run_with_slot
from backend.models import DemoBooking
from backend.modules.book_demo.admin.admin import booking_admin_service
from backend.modules.book_demo.lib import BookingFilters

_COLUMNS = (
    "id",
    "status",
    "starts_at",
    "ends_at",
    "name",
    "email",
    "company",
    "message",
    "timezone",
    "locale",
    "cancel_reason",
    "notes",
    "created_at",
)
LINK = "bookings-link"
_FILTERS = TypeAdapter(BookingFilters)
_PAGE = 500
# Spreadsheets run a cell that begins with one of these characters as a formula, even
# with a full-width one: OWASP, "CSV Injection".
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def link_to(session_id: UUID, filters: BookingFilters) -> Link:
    """Return a link to the CSV, made by a login session of an administrator."""
    return links.sign(LINK, session_id.hex, links.encoded(_FILTERS.dump_json(filters)))


def read_link(link: str) -> tuple[UUID, BookingFilters]:
    """Return the login session and the filters of a link, or raise LinkNotFound."""
    parts = links.read(LINK, link)
    if parts is None:
        raise LinkNotFound
    return UUID(parts[0]), _FILTERS.validate_json(links.decoded(parts[1]))


async def as_csv(filters: BookingFilters) -> AsyncIterator[str]:
    """Yield the bookings as pieces of a CSV file, earliest first.

    Each page has its own database session, so a slow reader holds no connection.
    """
    # Without the byte order mark, Excel reads UTF-8 as the local encoding.
    head = "\ufeff" + _lines([_COLUMNS])
    cursor = None
    while True:
        lines, cursor = await run_with_slot(partial(_page, filters, cursor))
        yield head + lines
        head = ""
        if cursor is None:
            return


def safe_cell(value: object) -> str:
    """Return a value as text that no spreadsheet runs as a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_RISKY) else text


def _page(filters: BookingFilters, cursor: str | None) -> tuple[str, str | None]:
    """Return the lines of a page, and the cursor of the next page if there is one."""
    with RequestSession() as session:
        page = booking_admin_service.page(
            session, filters, newest_first=False, cursor=cursor, limit=_PAGE
        )
    return _lines(map(_row, page.items)), page.next_cursor


def _row(booking: DemoBooking) -> Sequence[str]:
    return [safe_cell(getattr(booking, name)) for name in _COLUMNS]


def _lines(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    # All cells are quoted, so that a separator inside a cell does not start a new one.
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows)
    return text.getvalue()
