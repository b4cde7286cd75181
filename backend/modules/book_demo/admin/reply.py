"""The reply that streams bookings as CSV."""

from typing import Any

from backend.core.prepared import PreparedReply
from backend.modules.book_demo.admin import export
from backend.modules.book_demo.lib import BookingFilters

CSV_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/csv": {"schema": {"type": "string", "format": "binary"}}}}
}


def csv_reply(filters: BookingFilters) -> PreparedReply:
    """Return the bookings that match, as a file to save."""
    return PreparedReply(
        export.as_csv(filters),
        media_type="text/csv",
        headers={"Content-Disposition": 'attachment; filename="bookings.csv"'},
    )
