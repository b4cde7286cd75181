"""The routes of visitors: free slots, bookings by their token, and the next demo."""

from typing import Annotated

from fastapi import Depends, Path, Query, Response, status
from pydantic import AfterValidator, Field, StringConstraints

from backend.api.deps import ClientDep, CurrentUserDep, LocaleDep, SessionDep
from backend.api.idempotency import IdempotencyDep
from backend.core.auth import AccessToken
from backend.core.callers import by_address, by_everyone, by_field
from backend.core.exceptions import LinkNotFound
from backend.core.links import by_link
from backend.core.prepared import PreparedReply
from backend.core.rate_limit import rate_limit
from backend.core.routing import Router, raises
from backend.core.validation import (
    Day,
    Email,
    Instant,
    Line,
    RequestModel,
    Text,
    Timezone,
)
from backend.modules.book_demo.admin import api, export
from backend.modules.book_demo.admin.reply import CSV_RESPONSES, csv_reply
from backend.modules.book_demo.book_demo import Visitor, book_demo_service
from backend.modules.book_demo.exceptions import (
    BookingClosed,
    BookingMovedTooOften,
    BookingNotFound,
    InvalidDateRange,
    SlotTaken,
    SlotUnavailable,
    WorkEmailRequired,
)
from backend.modules.book_demo.invitation import MEDIA_TYPE
from backend.modules.book_demo.schemas import (
    BookingCreated,
    BookingPublic,
    DemoSlot,
    DemoSlotList,
    NextDemo,
)
from backend.modules.session.security_log.security_log import security_log_service
from backend.modules.session.session import session_service

router = Router()
router.include_router(api.router)

_FILE = {"schema": {"type": "string", "format": "binary"}}

Token = Annotated[
    str, Path(max_length=100, examples=["q2VdW7p0Zl1q7Xn2mWb8kQeT5uVdRcAsJ9iOg4HtLyK"])
]


def _without_tag(email: str) -> str:
    """Return the address without its tag: `ada+demo@…` is delivered to `ada@…`."""
    local, _, domain = email.partition("@")
    return f"{local.partition('+')[0]}@{domain}"


_by_mailbox = by_field(
    "email", Annotated[Email, AfterValidator(_without_tag)], per="e-mail address"
)
_READING = [Depends(rate_limit(60, minutes=1, identify=by_address))]
_CHANGING = [Depends(rate_limit(20, hours=1, identify=by_address))]


class BookRequest(RequestModel):
    """The visitor and the start of the demo."""

    name: Line = Field(examples=["Ada Lovelace"])
    email: Email = Field(
        examples=["ada@example.com"], description="The e-mail address at work."
    )
    company: Line | None = Field(default=None, examples=["Analytical Engines"])
    message: Text | None = Field(default=None, examples=["Two of us will join."])
    start: Instant = Field(
        examples=["2026-12-01T09:00:00Z"],
        description="The start of a free slot, as `slots` returns it.",
    )
    timezone: Timezone = Field(examples=["Europe/London"])
    website: Annotated[str, StringConstraints(max_length=200)] = Field(
        default="",
        examples=[""],
        description="Honeypot: render it hidden and leave it empty. Bookings that fill "
        "it are discarded.",
    )


class CancelRequest(RequestModel):
    """An optional reason, which is shown to the team."""

    reason: Text | None = Field(default=None, examples=["We chose another date."])


class RescheduleRequest(RequestModel):
    """The start of another free slot, and the visitor's time zone if it changed."""

    start: Instant = Field(examples=["2026-12-01T10:00:00Z"])
    timezone: Timezone | None = Field(default=None, examples=["Europe/London"])


@router.get("/slots", dependencies=_READING)
@raises(InvalidDateRange)
def slots(
    date_from: Annotated[Day, Query(examples=["2027-03-01"])],
    date_to: Annotated[Day, Query(examples=["2027-03-07"])],
    timezone: Timezone,
    session: SessionDep,
) -> DemoSlotList:
    """List the free slots from `date_from` to `date_to`, both included.

    The dates are days in `timezone`, at most 62 days apart. Slots that are too soon or
    too far ahead to be booked are left out.
    """
    found = book_demo_service.slots(
        session, date_from=date_from, date_to=date_to, timezone=timezone
    )
    return DemoSlotList(items=[DemoSlot.model_validate(slot) for slot in found])


@router.post(
    "/book",
    status_code=status.HTTP_201_CREATED,
    dependencies=[
        Depends(rate_limit(10, hours=1, identify=by_address)),
        Depends(rate_limit(5, hours=24, identify=_by_mailbox)),
        Depends(rate_limit(200, hours=1, identify=by_everyone)),
    ],
)
@raises(SlotTaken, SlotUnavailable, WorkEmailRequired)
def book(
    data: BookRequest, locale: LocaleDep, session: SessionDep, once: IdempotencyDep
) -> BookingCreated:
    """Book a free slot. The visitor gets an invitation and reminders by e-mail.

    The e-mail also contains `manage_token`, in a link to the frontend. An address gets
    at most ten e-mails a day about new and moved bookings. They are in the language
    that `Accept-Language` prefers, among en and de.
    """
    visitor = Visitor(
        name=data.name,
        email=data.email,
        company=data.company,
        message=data.message,
        timezone=data.timezone,
        locale=locale,
    )
    booked = book_demo_service.book(
        session, visitor, start=data.start, is_robot=bool(data.website)
    )
    reply = once.keep(BookingCreated.with_token(booked))
    session.commit()
    return reply


@router.get("/next")
def next_demo(user: CurrentUserDep, session: SessionDep) -> NextDemo:
    """Return the user's next demo, or the one that takes place now.

    It was booked with the user's verified address. Only the link in its e-mails moves
    or cancels it.
    """
    found = book_demo_service.next_of(session, user.id, email=user.email)
    return NextDemo(demo=BookingPublic.of(found) if found else None)


@router.get("/manage/{token}", dependencies=_READING)
@raises(BookingNotFound)
def get_booking(token: Token, session: SessionDep) -> BookingPublic:
    """Return the booking that belongs to the token."""
    return BookingPublic.of(book_demo_service.get(session, token))


@router.get(
    "/manage/{token}/ics",
    dependencies=_READING,
    response_class=Response,
    responses={200: {"content": {MEDIA_TYPE: _FILE}}},
)
@raises(BookingNotFound)
def get_calendar_file(token: Token, session: SessionDep) -> Response:
    """Download the booking as a calendar file (RFC 5545)."""
    file = book_demo_service.calendar_file(session, token)
    disposition = f'attachment; filename="{file.name}"'
    return Response(
        file.content,
        media_type=file.type,
        headers={"Content-Disposition": disposition},
    )


@router.post("/manage/{token}/cancel", dependencies=_CHANGING)
@raises(BookingNotFound, BookingClosed)
def cancel(token: Token, data: CancelRequest, session: SessionDep) -> BookingPublic:
    """Cancel the booking before it begins. The visitor and the team get an e-mail."""
    cancelled = book_demo_service.cancel(session, token, reason=data.reason)
    session.commit()
    return BookingPublic.of(cancelled)


@router.post("/manage/{token}/reschedule", dependencies=_CHANGING)
@raises(
    BookingNotFound, BookingClosed, BookingMovedTooOften, SlotTaken, SlotUnavailable
)
def reschedule(
    token: Token, data: RescheduleRequest, session: SessionDep
) -> BookingPublic:
    """Move the booking to another free slot. Its token and id stay the same.

    A booking can be moved five times at most. An address gets at most ten e-mails a day
    about new and moved bookings.
    """
    moved = book_demo_service.reschedule(
        session, token, start=data.start, timezone=data.timezone
    )
    session.commit()
    return BookingPublic.of(moved)


@router.get(
    "/linked-export",
    dependencies=[Depends(rate_limit(10, minutes=1, identify=by_link(export.LINK)))],
    response_class=PreparedReply,
    responses=CSV_RESPONSES,
)
@raises(LinkNotFound)
def download_linked_export(
    token: Annotated[str, Query(min_length=1, max_length=2000)],
    client: ClientDep,
    session: SessionDep,
) -> PreparedReply:
    """Return the bookings of a link, without a login.

    Administrators get the link from `GET book-demo/admin/bookings/export-link`.
    """
    session_id, filters = export.read_link(token)
    user = session_service.owner_of(session, session_id)
    if user is None or not user.is_admin:
        raise LinkNotFound
    access = AccessToken(user.id, session_id)
    security_log_service.record_own(session, "bookings_exported", access, client)
    session.commit()
    return csv_reply(filters)
