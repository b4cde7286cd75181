"""Lets the team read bookings, decide on them, and set its opening hours."""

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session

from backend.core import clock, preconditions, token
from backend.core.pagination import Page, Position
from backend.models import DemoAvailability, DemoBooking
from backend.modules.book_demo.db import booking_db
from backend.modules.book_demo.exceptions import (
    AvailabilityChanged,
    BookingNotFound,
    InvalidStatusChange,
    SlotTaken,
)
from backend.modules.book_demo.lib import BookingFilters, Status, etag_of
from backend.modules.book_demo.notices import notice_service

# The allowed changes of a status as (from, to), before and after the demo's start.
_BEFORE = {("confirmed", "declined"), ("declined", "confirmed")}
_AFTER = {
    ("confirmed", "completed"),
    ("confirmed", "no_show"),
    ("completed", "no_show"),
    ("no_show", "completed"),
}


@dataclass(frozen=True, slots=True)
class Availability:
    """When demos can be booked; the table DemoAvailability documents the fields."""

    timezone: str
    weekly_hours: list[dict[str, str]]
    duration_minutes: int
    buffer_minutes: int
    notice_minutes: int
    horizon_days: int
    blackout_days: list[date]
    location: str | None


class BookingAdminService:
    """Opening hours, and bookings as the team manages them."""

    def availability(self, session: Session) -> DemoAvailability:
        """Return when demos can be booked."""
        return booking_db.availability(session)

    def replace_availability(
        self, session: Session, wanted: Availability, *, if_match: str | None
    ) -> DemoAvailability:
        """Replace the rules for when demos can be booked. Existing bookings stay.

        Raises:
            AvailabilityChanged: `if_match` does not match the current ETag.
        """
        row = booking_db.lock_availability(session)
        if not preconditions.allows(if_match, etag_of(row)):
            raise AvailabilityChanged
        row.sqlmodel_update(asdict(wanted))
        session.flush()
        return row

    def page(
        self,
        session: Session,
        filters: BookingFilters,
        *,
        newest_first: bool,
        cursor: str | None,
        limit: int,
    ) -> Page[DemoBooking]:
        """Return a page of bookings by their start, or raise InvalidCursor."""
        found = booking_db.page(
            session,
            filters,
            after=Position.decode(cursor),
            down=newest_first,
            limit=limit + 1,
        )
        return Page.of(found, limit, lambda row: Position(row.starts_at, row.id))

    def get(self, session: Session, booking_id: UUID) -> DemoBooking:
        """Return a booking, or raise BookingNotFound."""
        booking = booking_db.get(session, booking_id)
        if booking is None:
            raise BookingNotFound
        return booking

    def change(
        self,
        session: Session,
        booking_id: UUID,
        *,
        status: Status | None,
        notes: str | None,
    ) -> DemoBooking:
        """Set the status and the notes. None changes nothing; "" removes the notes.

        Raises:
            BookingNotFound: there is no booking with this id.
            InvalidStatusChange: the booking cannot get this status now.
            SlotTaken: the booking was declined, and its time was booked again.
        """
        # Lock order: the availability before the booking.
        rules = booking_db.lock_availability(session) if status is not None else None
        booking = booking_db.lock(session, booking_id)
        if booking is None:
            raise BookingNotFound
        if notes is not None:
            booking.notes = notes or None
        if rules is not None and status is not None and status != booking.status:
            self._change_status(session, booking, rules, status)
        session.flush()
        return booking

    def _change_status(
        self,
        session: Session,
        booking: DemoBooking,
        rules: DemoAvailability,
        status: Status,
    ) -> None:
        begun = booking.starts_at <= clock.now()
        if (booking.status, status) not in (_AFTER if begun else _BEFORE):
            raise InvalidStatusChange
        booking.status = status
        if status == "declined":
            booking.sequence += 1
            session.flush()
            notice_service.declined(session, booking, rules)
        elif status == "confirmed":
            # Only the digest of the old token is stored, and the e-mail needs a token.
            manage_token = token.new_token()
            booking.manage_digest = token.token_digest(manage_token)
            booking.sequence += 1
            if not booking_db.save(session, booking):
                raise SlotTaken
            notice_service.confirmed_again(session, booking, rules, manage_token)


booking_admin_service = BookingAdminService()
