"""The tables of demos: the hours that can be booked, and the bookings."""

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Column, Computed, Date, Index, text
from sqlalchemy.dialects.postgresql import JSONB, TSTZRANGE, ExcludeConstraint
from sqlmodel import Field, SQLModel

from backend.core import clock, token
from backend.core.locales import Reader
from backend.tables.base import timestamp

# SQL for the bookings that occupy their time: none of them may overlap.
TAKES_TIME = "status NOT IN ('cancelled', 'declined')"
_SEARCHED = ("name", "email", "company")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
_OFFICE_HOURS = [{"weekday": d, "start": "09:00", "end": "17:00"} for d in _WEEKDAYS]


def _server(default: int | str) -> dict[str, str]:
    return {"server_default": str(default)}


class DemoAvailability(SQLModel, table=True):
    """The hours when demos can be booked: one row, created by its migration.

    Hours and blackout days are in `timezone`. Each of `weekly_hours` is a weekday with
    `start` and `end` as "HH:MM"; an end of "00:00" is midnight.
    """

    __tablename__ = "demo_availability"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint("duration_minutes BETWEEN 5 AND 480", name="sane_duration"),
        CheckConstraint("buffer_minutes BETWEEN 0 AND 480", name="sane_buffer"),
        CheckConstraint("notice_minutes BETWEEN 0 AND 43200", name="sane_notice"),
        CheckConstraint("horizon_days BETWEEN 1 AND 365", name="sane_horizon"),
    )

    id: int = Field(default=1, primary_key=True, sa_column_kwargs=_server(1))
    timezone: str = Field(sa_column_kwargs=_server("UTC"))
    weekly_hours: list[dict[str, str]] = Field(
        sa_type=JSONB,
        sa_column_kwargs={"server_default": text(f"'{json.dumps(_OFFICE_HOURS)}'")},
    )
    duration_minutes: int = Field(sa_column_kwargs=_server(30))
    buffer_minutes: int = Field(sa_column_kwargs=_server(0))
    notice_minutes: int = Field(sa_column_kwargs=_server(120))
    horizon_days: int = Field(sa_column_kwargs=_server(60))
    blackout_days: list[date] = Field(
        sa_type=ARRAY(Date),
        sa_column_kwargs={"server_default": text("'{}'")},
    )
    location: str | None = None


class DemoBooking(SQLModel, table=True):
    """A demo that a visitor booked. Two bookings that occupy time never overlap.

    The buffer is from `ends_at` to `free_at`. `timezone` and `locale` are the
    visitor's. Only the digest of the manage token is stored. `sequence` counts the
    changes (RFC 5545). `calendar_uid` names the event in calendars; it is null in
    bookings of release 1.0.0, whose name `invitation.py` computes as 1.0.0 does.

    `user_id` is the account whose verified address this was at the time of booking. It
    has no foreign key: after the account is deleted, the booking must not pass to the
    next owner of the address.
    """

    __tablename__ = "demo_bookings"
    __table_args__ = (
        ExcludeConstraint(
            ("blocked", "&&"),
            using="gist",
            where=text(TAKES_TIME),
            name="ex_demo_bookings_blocked",
        ),
        CheckConstraint(
            "status IN ('confirmed', 'declined', 'cancelled', 'completed', 'no_show')",
            name="known_status",
        ),
        CheckConstraint(
            "starts_at < ends_at AND ends_at <= free_at", name="times_in_order"
        ),
        Index("ix_demo_bookings_starts_at", "starts_at", "id"),
        Index("ix_demo_bookings_email", "email"),
        Index("ix_demo_bookings_ends_at", "ends_at"),
        Index("ix_demo_bookings_status", "status", "starts_at", "id"),
        Index(
            "ix_demo_bookings_user_id",
            "user_id",
            postgresql_where=text("user_id IS NOT NULL"),
        ),
        Index(
            "ix_demo_bookings_search",
            *_SEARCHED,
            postgresql_using="gin",
            postgresql_ops=dict.fromkeys(_SEARCHED, "gin_trgm_ops"),
        ),
    )

    id: UUID = Field(default_factory=token.new_id, primary_key=True)
    user_id: UUID | None = None
    name: str
    email: str
    company: str | None = None
    message: str | None = None
    timezone: str
    locale: str = Field(default="en", sa_column_kwargs=_server("en"))
    starts_at: datetime = timestamp()
    ends_at: datetime = timestamp()
    free_at: datetime = timestamp()
    blocked: Any = Field(
        default=None,
        sa_column=Column(
            TSTZRANGE,
            Computed("tstzrange(starts_at, free_at)", persisted=True),
            nullable=False,
        ),
    )
    status: str = "confirmed"
    manage_digest: bytes = Field(unique=True)
    sequence: int = 0
    calendar_uid: str | None = None
    cancel_reason: str | None = None
    notes: str | None = None
    created_at: datetime = timestamp(default_factory=clock.now)
    updated_at: datetime = timestamp(
        default_factory=clock.now, sa_column_kwargs={"onupdate": clock.now}
    )

    @property
    def reader(self) -> Reader:
        """How e-mails to the visitor are written."""
        return Reader(self.locale, self.timezone)
