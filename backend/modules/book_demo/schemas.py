"""The replies of the routes of bookings."""

from datetime import date, datetime
from typing import Self, cast
from uuid import UUID

from pydantic import Field

from backend.core.validation import ReplyModel
from backend.models import DemoBooking
from backend.modules.book_demo.book_demo import Managed, Shown
from backend.modules.book_demo.lib import Status, etag_of


class DemoSlot(ReplyModel):
    """A time at which a demo can be booked."""

    start: datetime
    end: datetime


class DemoSlotList(ReplyModel):
    """Free slots in order of time, all on one page."""

    items: list[DemoSlot]
    next_cursor: str | None = None


class BookingPublic(ReplyModel):
    """A booking as its visitor sees it, without the text that the visitor entered."""

    id: UUID
    status: Status
    start: datetime
    end: datetime
    timezone: str = Field(examples=["Europe/London"])
    location: str | None = Field(examples=["https://meet.example.com/demo"])

    @classmethod
    def of(cls, shown: Shown) -> Self:
        """Return the reply to the visitor."""
        booking = shown.booking
        return cls(
            id=booking.id,
            status=cast(Status, booking.status),
            start=booking.starts_at,
            end=booking.ends_at,
            timezone=booking.timezone,
            location=shown.location,
        )


class BookingCreated(BookingPublic):
    """A new booking, and the token for its `manage` routes."""

    manage_token: str

    @classmethod
    def with_token(cls, managed: Managed) -> Self:
        """Return the reply to the visitor who booked."""
        shown = BookingPublic.of(managed).model_dump()
        return cls(**shown, manage_token=managed.manage_token)


class NextDemo(ReplyModel):
    """The next demo of a user; null if none is booked."""

    demo: BookingPublic | None


class BookingForAdmin(ReplyModel):
    """A booking as the team sees it. Send `etag` as If-Match when changing it."""

    id: UUID
    status: Status
    start: datetime
    end: datetime
    name: str = Field(examples=["Ada Lovelace"])
    email: str = Field(examples=["ada@example.com"])
    company: str | None = Field(examples=["Analytical Engines"])
    message: str | None
    timezone: str = Field(examples=["Europe/London"])
    locale: str = Field(examples=["en-GB"])
    cancel_reason: str | None
    notes: str | None
    created_at: datetime
    updated_at: datetime
    etag: str = Field(examples=['"0123456789abcdef0123456789abcdef"'])

    @classmethod
    def of(cls, booking: DemoBooking) -> Self:
        """Return the reply to an administrator."""
        added = {
            "start": booking.starts_at,
            "end": booking.ends_at,
            "etag": etag_of(booking),
        }
        return cls.model_validate(booking.model_dump() | added)


class BookingList(ReplyModel):
    """A page of bookings, ordered by their start."""

    items: list[BookingForAdmin]
    next_cursor: str | None


class OpeningHours(ReplyModel):
    """Hours of a weekday, `HH:MM` in the team's time zone; 00:00 as end is midnight."""

    weekday: str = Field(examples=["monday"])
    start: str = Field(examples=["09:00"])
    end: str = Field(examples=["17:00"])


class AvailabilityPublic(ReplyModel):
    """When demos can be booked; hours and days are in `timezone`."""

    timezone: str = Field(examples=["Europe/Berlin"])
    weekly_hours: list[OpeningHours]
    duration_minutes: int = Field(examples=[30])
    buffer_minutes: int = Field(examples=[15])
    notice_minutes: int = Field(examples=[120])
    horizon_days: int = Field(examples=[60])
    blackout_days: list[date]
    location: str | None = Field(examples=["https://meet.example.com/demo"])
