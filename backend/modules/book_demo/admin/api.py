"""The routes of the team. The administrator role is checked at each request."""

from itertools import pairwise
from typing import Annotated, Literal, Self
from uuid import UUID

from fastapi import Depends, Query, Response
from pydantic import Field, StringConstraints, model_validator

from backend.api.conditions import NOT_MODIFIED, ConditionsDep, IfMatchDep, check
from backend.api.deps import (
    AccessTokenDep,
    ClientDep,
    CurrentAdminDep,
    FreshAdminDep,
    SessionDep,
)
from backend.core.pagination import InvalidCursor
from backend.core.prepared import PreparedReply
from backend.core.rate_limit import rate_limit
from backend.core.routing import Router, raises
from backend.core.validation import (
    Day,
    Instant,
    Line,
    OptionalText,
    RequestModel,
    Timezone,
)
from backend.modules.book_demo.admin import export
from backend.modules.book_demo.admin.admin import Availability, booking_admin_service
from backend.modules.book_demo.exceptions import (
    AvailabilityChanged,
    BookingNotFound,
    InvalidStatusChange,
    SlotTaken,
)
from backend.modules.book_demo.lib import WEEKDAYS, BookingFilters, Status, etag_of
from backend.modules.book_demo.schemas import (
    AvailabilityPublic,
    BookingForAdmin,
    BookingList,
)
from backend.modules.session.security_log.security_log import security_log_service

router = Router(prefix="/admin")

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


class BookingChangeRequest(RequestModel):
    """Changes by the team. Omitted fields stay; empty notes are removed."""

    status: Literal["confirmed", "declined", "completed", "no_show"] | None = Field(
        default=None, examples=["completed"]
    )
    notes: OptionalText | None = Field(default=None, examples=["Wants a quote."])


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


@router.get("/availability", responses=NOT_MODIFIED)
@raises(AvailabilityChanged)
def admin_get_availability(
    _: CurrentAdminDep,
    session: SessionDep,
    response: Response,
    conditions: ConditionsDep,
) -> AvailabilityPublic:
    """Return when demos can be booked. Send the `ETag` as `If-Match` to change it."""
    row = booking_admin_service.availability(session)
    check(conditions, etag_of(row), AvailabilityChanged)
    response.headers["ETag"] = etag_of(row)
    return AvailabilityPublic.model_validate(row)


@router.put("/availability")
@raises(AvailabilityChanged)
def admin_set_availability(
    data: AvailabilityRequest,
    _: FreshAdminDep,
    session: SessionDep,
    response: Response,
    if_match: IfMatchDep,
) -> AvailabilityPublic:
    """Replace the rules for when demos can be booked. Existing bookings stay.

    `If-Match` takes the `ETag` that was read: 412 if the rules changed since then.
    """
    rules = Availability(**data.model_dump())
    row = booking_admin_service.replace_availability(session, rules, if_match=if_match)
    session.commit()
    response.headers["ETag"] = etag_of(row)
    return AvailabilityPublic.model_validate(row)


@router.get("/bookings")
@raises(InvalidCursor)
def admin_list_bookings(
    _: CurrentAdminDep,
    session: SessionDep,
    query: Annotated[BookingListQuery, Query()],
) -> BookingList:
    """List bookings by their start; `search` searches name, e-mail and company."""
    page = booking_admin_service.page(
        session,
        query.filters,
        newest_first=query.sort == "newest",
        cursor=query.cursor,
        limit=query.limit,
    )
    items = [BookingForAdmin.of(booking) for booking in page.items]
    return BookingList(items=items, next_cursor=page.next_cursor)


@router.get(
    "/bookings/export",
    dependencies=[Depends(rate_limit(10, minutes=1))],
    response_class=PreparedReply,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
def admin_export_bookings(
    _: CurrentAdminDep,
    token: AccessTokenDep,
    client: ClientDep,
    session: SessionDep,
    query: Annotated[BookingFilterQuery, Query()],
) -> PreparedReply:
    """Download the bookings as CSV, earliest first. No cell can run as a formula."""
    security_log_service.record_own(session, "bookings_exported", token, client)
    session.commit()
    disposition = 'attachment; filename="bookings.csv"'
    return PreparedReply(
        export.as_csv(query.filters),
        media_type="text/csv",
        headers={"Content-Disposition": disposition},
    )


@router.get("/bookings/{booking_id:uuid}")
@raises(BookingNotFound)
def admin_get_booking(
    booking_id: UUID, _: CurrentAdminDep, session: SessionDep
) -> BookingForAdmin:
    """Return one booking."""
    return BookingForAdmin.of(booking_admin_service.get(session, booking_id))


@router.patch("/bookings/{booking_id:uuid}")
@raises(BookingNotFound, InvalidStatusChange, SlotTaken)
def admin_change_booking(
    booking_id: UUID,
    data: BookingChangeRequest,
    _: FreshAdminDep,
    session: SessionDep,
) -> BookingForAdmin:
    """Change the status or the notes of a booking.

    Before the demo begins, it can be declined or confirmed again. This e-mails the
    visitor, and the team, for its calendar. After the start of the demo it can be set
    to completed or no-show, without an e-mail.
    """
    booking = booking_admin_service.change(
        session, booking_id, status=data.status, notes=data.notes
    )
    session.commit()
    return BookingForAdmin.of(booking)
