"""Bookings as CSV, written while it is read."""

import csv
import io
from collections.abc import AsyncIterator, Iterable, Sequence
from functools import partial

from backend.core.database import RequestSession
from backend.core.pagination import Page
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
    "cancel_reason",
    "notes",
    "created_at",
)
_PAGE = 500
# Spreadsheets run a cell that begins so as a formula, full-width forms included:
# OWASP, "CSV Injection".
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


async def as_csv(filters: BookingFilters) -> AsyncIterator[str]:
    """Return the bookings as pieces of a CSV file, the earliest first.

    Each page has a session of its own: who reads slowly holds no connection.
    """
    # Without the mark, Excel takes UTF-8 for the local encoding.
    yield "\ufeff" + _lines([_COLUMNS])
    cursor = None
    while True:
        page = await run_with_slot(partial(_page, filters, cursor))
        yield _lines(map(_row, page.items))
        cursor = page.next_cursor
        if cursor is None:
            return


def safe_cell(value: object) -> str:
    """Return a value as text that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_RISKY) else text


def _page(filters: BookingFilters, cursor: str | None) -> Page[DemoBooking]:
    with RequestSession() as session:
        return booking_admin_service.page(
            session, filters, newest_first=False, cursor=cursor, limit=_PAGE
        )


def _row(booking: DemoBooking) -> Sequence[str]:
    return [safe_cell(getattr(booking, name)) for name in _COLUMNS]


def _lines(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    # Quoted throughout: a separator inside a cell begins no new one.
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows)
    return text.getvalue()
