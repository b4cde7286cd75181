"""Lets the team read, make and move bookings, decide on them, and set opening hours."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from backend.core import clock, preconditions, token
from backend.core.pagination import Page, Position
from backend.models import DemoAvailability, DemoBooking
from backend.modules.book_demo.book_demo import Visitor, new_booking
from backend.modules.book_demo.db import booking_db
from backend.modules.book_demo.exceptions import (
    AvailabilityChanged,
    BookingChanged,
    BookingClosed,
    BookingNotFound,
    InvalidStatusChange,
    SlotTaken,
    SlotUnavailable,
)
from backend.modules.book_demo.lib import (
    BookingFilters,
    Slot,
    Status,
    etag_of,
    is_open,
    move,
    slot_at,
)
from backend.modules.book_demo.notices import notice_service

# Visitors book at most as far ahead: see DemoAvailability.horizon_days.
_HORIZON = timedelta(days=366)
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

    def count_upcoming(self, session: Session) -> int:
        """Return how many confirmed demos have not begun."""
        return booking_db.count_confirmed(session, after=clock.now())

    def book(
        self,
        session: Session,
        visitor: Visitor,
        *,
        start: datetime,
        notes: str | None,
    ) -> DemoBooking:
        """Book a demo for a visitor; e-mail the visitor and the team.

        Opening hours and notice bind visitors only.

        Raises:
            SlotTaken: another booking takes this time.
            SlotUnavailable: `start` is not a full minute of the next 366 days.
            RateLimited: the address got ten e-mails about bookings within a day.
        """
        rules = booking_db.lock_availability(session)
        slot = _slot_at(rules, start)
        notice_service.refuse_mail_bomb(session, visitor.email)
        manage_token = token.new_token()
        owner_id = booking_db.owner_of_address(session, visitor.email)
        booking = new_booking(visitor, slot, manage_token, owner_id=owner_id)
        booking.notes = notes or None
        if not booking_db.save(session, booking):
            raise SlotTaken
        notice_service.booked(session, booking, rules, manage_token, by="the team")
        return booking

    def change(
        self,
        session: Session,
        booking_id: UUID,
        *,
        status: Status | None = None,
        notes: str | None = None,
        start: datetime | None = None,
        reason: str | None = None,
        if_match: str | None = None,
    ) -> DemoBooking:
        """Set the status, the notes and the time. None changes nothing; "" removes notes.

        The visitor gets an e-mail about another time, with the `reason`, and about a
        demo that is called off or takes place after all. A visitor's old link ends then:
        only its digest is stored, and the e-mail needs a link.

        Raises:
            BookingNotFound: there is no booking with this id.
            BookingChanged: `if_match` does not match the current ETag.
            InvalidStatusChange: the booking cannot get this status now.
            BookingClosed: a demo that is called off, or has begun, cannot be moved.
            SlotTaken: another booking takes the time.
            SlotUnavailable: `start` is not a full minute of the next 366 days.
            RateLimited: the address got ten e-mails about bookings within a day.
        """
        # Lock order: the availability before the booking.
        decides = status is not None or start is not None
        rules = booking_db.lock_availability(session) if decides else None
        booking = booking_db.lock(session, booking_id)
        if booking is None:
            raise BookingNotFound
        if not preconditions.allows(if_match, etag_of(booking)):
            raise BookingChanged
        if notes is not None:
            booking.notes = notes or None
        if rules is not None:
            self._decide(session, booking, rules, status, start, reason)
        session.flush()
        return booking

    def _decide(
        self,
        session: Session,
        booking: DemoBooking,
        rules: DemoAvailability,
        status: Status | None,
        start: datetime | None,
        reason: str | None,
    ) -> None:
        is_moved = start is not None and start != booking.starts_at
        if is_moved:
            # A query, so before the status changes: autoflush would write it here.
            notice_service.refuse_mail_bomb(session, booking.email)
        is_new_status = status is not None and status != booking.status
        if is_new_status:
            _set_status(booking, status)
        if start is not None and is_moved:
            if not is_open(booking, clock.now()):
                raise BookingClosed
            move(booking, _slot_at(rules, start))
        if is_new_status and booking.status == "declined":
            booking.sequence += 1
            session.flush()
            notice_service.declined(session, booking, rules)
        elif is_moved or (is_new_status and booking.status == "confirmed"):
            manage_token = token.new_token()
            booking.manage_digest = token.token_digest(manage_token)
            booking.sequence += 1
            if not booking_db.save(session, booking):
                raise SlotTaken
            if is_moved:
                notice_service.moved(
                    session, booking, rules, manage_token, reason=reason
                )
            else:
                notice_service.confirmed_again(session, booking, rules, manage_token)


def _set_status(booking: DemoBooking, status: Status | None) -> None:
    begun = booking.starts_at <= clock.now()
    if status is None or (booking.status, status) not in (_AFTER if begun else _BEFORE):
        raise InvalidStatusChange
    booking.status = status


def _slot_at(rules: DemoAvailability, start: datetime) -> Slot:
    now = clock.now()
    is_full_minute = start.second == start.microsecond == 0
    if not is_full_minute or not now < start <= now + _HORIZON:
        raise SlotUnavailable
    return slot_at(rules, start)


booking_admin_service = BookingAdminService()
