"""The requests of the routes of the team."""

from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from backend.core.locales import BASE
from backend.core.validation import (
    Day,
    Email,
    Instant,
    Line,
    Locale,
    OptionalText,
    RequestModel,
    Text,
    Timezone,
    omissible,
)
from backend.modules.book_demo.book_demo import Visitor
from backend.modules.book_demo.lib import WEEKDAYS, BookingFilters, Status

_HOURS = {"weekday": "monday", "start": "09:00", "end": "17:00"}
Clock = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class OpeningHoursRequest(RequestModel):
    """Hours of a weekday, `HH:MM` in the team's time zone; 00:00 as end is midnight."""

    weekday: Literal[
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"
    ] = Field(examples=["monday"])
    start: Clock = Field(examples=["09:00"])
    end: Clock = Field(examples=["17:00"])

    @property
    def last(self) -> str:
        """The end, with midnight as "24:00", which sorts after every start."""
        return "24:00" if self.end == "00:00" else self.end

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.start >= self.last:
            raise ValueError("hours must end later than they start")
        return self


class AvailabilityRequest(RequestModel):
    """The complete rules for when demos can be booked; they replace the old ones."""

    timezone: Timezone = Field(examples=["Europe/Berlin"])
    weekly_hours: Annotated[list[OpeningHoursRequest], Field(max_length=70)] = Field(
        examples=[[_HOURS]]
    )
    duration_minutes: int = Field(ge=5, le=480, examples=[30])
    buffer_minutes: int = Field(ge=0, le=480, examples=[15])
    notice_minutes: int = Field(ge=0, le=43200, examples=[120])
    horizon_days: int = Field(ge=1, le=365, examples=[60])
    blackout_days: Annotated[list[Day], Field(max_length=366)] = Field(
        examples=[["2026-12-25"]]
    )
    location: Line | None = Field(
        default=None, examples=["https://meet.example.com/demo"]
    )

    @model_validator(mode="after")
    def _no_overlap(self) -> Self:
        self.weekly_hours.sort(key=lambda h: (WEEKDAYS.index(h.weekday), h.start))
        for first, second in pairwise(self.weekly_hours):
            if first.weekday == second.weekday and second.start < first.last:
                raise ValueError("hours of the same day must not overlap")
        return self


_Start = Annotated[
    Instant,
    Field(
        description="A full minute of the next 366 days, also outside of opening hours.",
        examples=["2027-03-02T10:00:00Z"],
    ),
]


class TeamBookingRequest(RequestModel):
    """A demo that the team books for a visitor."""

    name: Line = Field(examples=["Ada Lovelace"])
    email: Email = Field(examples=["ada@example.com"])
    company: Line | None = Field(default=None, examples=["Analytical Engines"])
    message: Text | None = Field(default=None, examples=["Two of us will join."])
    start: _Start
    timezone: Timezone = Field(examples=["Europe/London"])
    locale: Locale = Field(
        default=BASE,
        description="The language of the e-mails to the visitor.",
        examples=["en-GB"],
    )
    notes: OptionalText | None = Field(default=None, examples=["Called us."])

    @property
    def visitor(self) -> Visitor:
        """The visitor in the form that the service takes."""
        return Visitor(
            name=self.name,
            email=self.email,
            company=self.company,
            message=self.message,
            timezone=self.timezone,
            locale=self.locale,
        )


class BookingChangeRequest(RequestModel):
    """Changes by the team. Omitted fields stay; empty notes are removed."""

    status: Literal["confirmed", "declined", "completed", "no_show"] | None = Field(
        default=None, examples=["confirmed"]
    )
    notes: OptionalText | None = Field(default=None, examples=["Wants a quote."])
    start: _Start = omissible()
    reason: Text | None = Field(
        default=None,
        description="Why the demo was moved, for the visitor to read.",
        examples=["Our colleague is ill."],
    )

    @model_validator(mode="after")
    def _one_decision(self) -> Self:
        moves = "start" in self.model_fields_set
        if moves and self.status not in (None, "confirmed"):
            raise ValueError("only a confirmed demo can be moved")
        if self.reason is not None and not moves:
            raise ValueError("reason is only for another start")
        return self


class BookingFilterQuery(RequestModel):
    """The filters of bookings."""

    status: Status | None = None
    starts_from: Instant | None = None
    starts_before: Instant | None = None
    search: str | None = Field(default=None, max_length=200)

    @property
    def filters(self) -> BookingFilters:
        """The filters in the form that the service takes."""
        return BookingFilters(
            status=self.status,
            starts_from=self.starts_from,
            starts_before=self.starts_before,
            search=self.search,
        )


class BookingListQuery(BookingFilterQuery):
    """The filters, the order and the page of a list of bookings."""

    sort: Literal["newest", "oldest"] = "newest"
    cursor: str | None = Field(default=None, max_length=500)
    limit: int = Field(default=50, ge=1, le=100)
