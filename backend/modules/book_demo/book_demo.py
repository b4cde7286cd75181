"""Lets visitors list free slots, and book, move and cancel a demo."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from sqlmodel import Session

from backend.core import clock, token
from backend.core.config import settings
from backend.core.templates import Attachment
from backend.models import DemoBooking
from backend.modules.book_demo import invitation
from backend.modules.book_demo.db import booking_db
from backend.modules.book_demo.exceptions import (
    BookingClosed,
    BookingMovedTooOften,
    BookingNotFound,
    InvalidDateRange,
    SlotTaken,
    SlotUnavailable,
    WorkEmailRequired,
)
from backend.modules.book_demo.lib import (
    MIDNIGHT,
    Slot,
    find,
    instant,
    is_open,
    move,
    offered,
    without_taken,
)
from backend.modules.book_demo.notices import notice_service

log = structlog.get_logger()

_MAX_DAYS = 62
_MAX_MOVES = 5


@dataclass(frozen=True, slots=True)
class Visitor:
    """The person who wants a demo, and how e-mails to this person are written."""

    name: str
    email: str
    company: str | None
    message: str | None
    timezone: str
    locale: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A booking as the visitor sees it."""

    booking: DemoBooking
    location: str | None


@dataclass(frozen=True, slots=True)
class Managed(Shown):
    """A booking as the visitor sees it, and its token."""

    manage_token: str


def new_booking(
    visitor: Visitor, slot: Slot, manage_token: str, *, owner_id: UUID | None
) -> DemoBooking:
    """Return a booking that is not stored yet. `owner_id` owns the visitor's address."""
    booking = DemoBooking(
        user_id=owner_id,
        name=visitor.name,
        email=visitor.email,
        company=visitor.company,
        message=visitor.message,
        timezone=visitor.timezone,
        locale=visitor.locale,
        starts_at=slot.start,
        ends_at=slot.end,
        free_at=slot.free,
        manage_digest=token.token_digest(manage_token),
    )
    booking.calendar_uid = invitation.new_uid(booking)
    return booking


class BookDemoService:
    """Free slots, and bookings as visitors manage them."""

    def slots(
        self, session: Session, *, date_from: date, date_to: date, timezone: str
    ) -> list[Slot]:
        """Return the free slots from `date_from` to `date_to`, days in `timezone`.

        Raises:
            InvalidDateRange: the days are not in order, or more than 62 days apart.
        """
        if not timedelta(0) <= date_to - date_from <= timedelta(days=_MAX_DAYS):
            raise InvalidDateRange
        now = clock.now()
        rules = booking_db.availability(session)
        # No slot lies outside these days. `date.max` would have no following day.
        today, around = now.date(), timedelta(days=2)
        first = max(date_from, today - around)
        last = min(date_to, today + timedelta(days=rules.horizon_days) + around)
        if first > last:
            return []
        zone = ZoneInfo(timezone)
        begin = instant(first, MIDNIGHT, zone)
        end = instant(last + timedelta(days=1), MIDNIGHT, zone)
        found = offered(rules, begin=begin, end=end, now=now)
        if not found:
            return []
        taken = booking_db.taken(session, begin=found[0].start, end=found[-1].free)
        return without_taken(found, taken)

    def book(
        self, session: Session, visitor: Visitor, *, start: datetime, is_robot: bool
    ) -> Managed:
        """Book the slot that begins at `start`; e-mail the visitor and the team.

        A robot gets the usual reply, but nothing is stored: an error would teach it to
        leave the honeypot empty.

        Raises:
            SlotTaken: the slot was booked meanwhile.
            SlotUnavailable: no slot begins at `start`.
            WorkEmailRequired: the domain of the address is not accepted.
            RateLimited: the address got ten e-mails about bookings within a day.
        """
        if visitor.email.rpartition("@")[2] in settings.BOOK_DEMO_REFUSED_DOMAINS:
            raise WorkEmailRequired
        rules = booking_db.lock_availability(session)
        slot = find(rules, start, clock.now())
        if slot is None:
            raise SlotUnavailable
        notice_service.refuse_mail_bomb(session, visitor.email)
        manage_token = token.new_token()
        owner_id = booking_db.owner_of_address(session, visitor.email)
        booking = new_booking(visitor, slot, manage_token, owner_id=owner_id)
        if is_robot:
            log.info("booking of a robot discarded")
        else:
            if not booking_db.save(session, booking):
                raise SlotTaken
            notice_service.booked(session, booking, rules, manage_token)
        return Managed(booking, rules.location, manage_token)

    def get(self, session: Session, manage_token: str) -> Managed:
        """Return the booking of a token, or raise BookingNotFound."""
        booking = booking_db.by_digests(session, token.token_digests(manage_token))
        if booking is None:
            raise BookingNotFound
        return Managed(booking, booking_db.availability(session).location, manage_token)

    def bookings_of(
        self,
        session: Session,
        user_id: UUID,
        *,
        email: str,
        after: UUID | None,
        limit: int,
    ) -> Sequence[DemoBooking]:
        """Return the user's bookings after the id `after`, in id order, for an export.

        These are the bookings made while the user had the address, and those made
        before any account had confirmed it: their e-mails went to the user's mailbox.
        """
        return booking_db.of_user(
            session, user_id, email=email, after=after, limit=limit
        )

    def next_of(self, session: Session, user_id: UUID, *, email: str) -> Shown | None:
        """Return the user's next demo or the one that takes place now, or None.

        The user's bookings are those of `bookings_of`.
        """
        booking = booking_db.next_of_user(
            session, user_id, email=email, now=clock.now()
        )
        if booking is None:
            return None
        return Shown(booking, booking_db.availability(session).location)

    def keep_for(self, session: Session, user_id: UUID, *, email: str) -> None:
        """Assign the address's unassigned bookings to the user who gives it up.

        Otherwise they would pass to the next owner of the address.
        """
        booking_db.set_user(session, user_id, email=email)

    def calendar_file(self, session: Session, manage_token: str) -> Attachment:
        """Return the calendar file of a token's booking, or raise BookingNotFound."""
        managed = self.get(session, manage_token)
        return invitation.for_visitor(managed.booking, managed.location, manage_token)

    def cancel(
        self, session: Session, manage_token: str, *, reason: str | None
    ) -> Managed:
        """Cancel the booking of a token; e-mail the visitor and the team.

        A booking that is already cancelled stays as it is, without an e-mail.

        Raises:
            BookingNotFound: no booking has this token.
            BookingClosed: the team declined the booking, or the demo has begun.
        """
        booking = self._lock(session, manage_token)
        rules = booking_db.availability(session)
        if booking.status != "cancelled":
            if not is_open(booking, clock.now()):
                raise BookingClosed
            booking.status = "cancelled"
            booking.cancel_reason = reason
            booking.sequence += 1
            session.flush()
            notice_service.cancelled(session, booking, rules)
        return Managed(booking, rules.location, manage_token)

    def reschedule(
        self,
        session: Session,
        manage_token: str,
        *,
        start: datetime,
        timezone: str | None,
    ) -> Managed:
        """Move the booking of a token to `start`; e-mail the visitor and the team.

        If it already begins at `start`, nothing changes and no e-mail is sent.

        Raises:
            BookingNotFound: no booking has this token.
            BookingClosed: the demo was cancelled or declined, or it has begun.
            SlotTaken: the slot was booked meanwhile.
            SlotUnavailable: no slot begins at `start`.
            BookingMovedTooOften: the booking was changed five times.
            RateLimited: the address got ten e-mails about bookings within a day.
        """
        # Lock order: the availability before the booking.
        rules = booking_db.lock_availability(session)
        booking = self._lock(session, manage_token)
        now = clock.now()
        if not is_open(booking, now):
            raise BookingClosed
        if start != booking.starts_at:
            slot = find(rules, start, now)
            if slot is None:
                raise SlotUnavailable
            if booking.sequence >= _MAX_MOVES:
                raise BookingMovedTooOften
            notice_service.refuse_mail_bomb(session, booking.email)
            move(booking, slot)
            booking.timezone = timezone or booking.timezone
            booking.sequence += 1
            if not booking_db.save(session, booking):
                raise SlotTaken
            notice_service.moved(session, booking, rules, manage_token)
        return Managed(booking, rules.location, manage_token)

    def _lock(self, session: Session, manage_token: str) -> DemoBooking:
        booking = booking_db.lock_by_digests(session, token.token_digests(manage_token))
        if booking is None:
            raise BookingNotFound
        return booking


book_demo_service = BookDemoService()
