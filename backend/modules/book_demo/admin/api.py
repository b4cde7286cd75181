"""The routes of the team. The administrator role is checked at each request."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response, status

from backend.api.conditions import NOT_MODIFIED, ConditionsDep, IfMatchDep, check
from backend.api.deps import (
    AccessTokenDep,
    ClientDep,
    CurrentAdminDep,
    FreshAdminDep,
    SessionDep,
)
from backend.api.idempotency import IdempotencyDep
from backend.core.links import DownloadLink
from backend.core.pagination import InvalidCursor
from backend.core.prepared import PreparedReply
from backend.core.rate_limit import rate_limit
from backend.core.routing import Router, api_scope, raises
from backend.modules.book_demo.admin import export
from backend.modules.book_demo.admin.admin import Availability, booking_admin_service
from backend.modules.book_demo.admin.reply import CSV_RESPONSES, csv_reply
from backend.modules.book_demo.admin.schemas import (
    AvailabilityRequest,
    BookingChangeRequest,
    BookingFilterQuery,
    BookingListQuery,
    TeamBookingRequest,
)
from backend.modules.book_demo.exceptions import (
    AvailabilityChanged,
    BookingChanged,
    BookingClosed,
    BookingNotFound,
    InvalidStatusChange,
    SlotTaken,
    SlotUnavailable,
)
from backend.modules.book_demo.lib import etag_of
from backend.modules.book_demo.schemas import (
    AvailabilityPublic,
    BookingForAdmin,
    BookingList,
)
from backend.modules.session.security_log.security_log import security_log_service

router = Router(prefix="/admin", api_scope="bookings")

# A change can send e-mails to any address, and the team's own time is limited too.
_CHANGING = [Depends(rate_limit(60, minutes=1))]


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
    """List bookings by their start; `search` searches name, e-mail and company.

    Less than three letters or digits in a row only match the beginning of a word.
    """
    page = booking_admin_service.page(
        session,
        query.filters,
        newest_first=query.sort == "newest",
        cursor=query.cursor,
        limit=query.limit,
    )
    items = [BookingForAdmin.of(booking) for booking in page.items]
    return BookingList(items=items, next_cursor=page.next_cursor)


@router.post("/bookings", status_code=status.HTTP_201_CREATED, dependencies=_CHANGING)
@raises(SlotTaken, SlotUnavailable)
def admin_create_booking(
    data: TeamBookingRequest,
    _: FreshAdminDep,
    session: SessionDep,
    once: IdempotencyDep,
) -> BookingForAdmin:
    """Book a demo for a visitor, who gets an invitation and reminders by e-mail.

    The demo may be outside of opening hours, but it must not overlap another one. An
    address gets at most ten e-mails a day about new and moved bookings.
    """
    booking = booking_admin_service.book(
        session, data.visitor, start=data.start, notes=data.notes
    )
    reply = once.keep(BookingForAdmin.of(booking))
    session.commit()
    return reply


@router.get(
    "/bookings/export",
    dependencies=[Depends(rate_limit(10, minutes=1))],
    response_class=PreparedReply,
    responses=CSV_RESPONSES,
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
    return csv_reply(query.filters)


@router.get("/bookings/export-link", dependencies=[Depends(rate_limit(10, minutes=1))])
@api_scope(None)
def admin_get_export_link(
    _: CurrentAdminDep,
    token: AccessTokenDep,
    query: Annotated[BookingFilterQuery, Query()],
) -> DownloadLink:
    """Return a link to the bookings as CSV, for a plain `<a href>`.

    It works for five minutes. It ends earlier when its login session ends, or when the
    account is disabled or no administrator any more.
    """
    link = export.link_to(token.session_id, query.filters)
    return DownloadLink.of(link, "book-demo/linked-export")


@router.get("/bookings/{booking_id:uuid}", responses=NOT_MODIFIED)
@raises(BookingNotFound, BookingChanged)
def admin_get_booking(
    booking_id: UUID,
    _: CurrentAdminDep,
    session: SessionDep,
    response: Response,
    conditions: ConditionsDep,
) -> BookingForAdmin:
    """Return one booking. Send its `ETag` or `etag` as `If-Match` when changing it."""
    reply = BookingForAdmin.of(booking_admin_service.get(session, booking_id))
    check(conditions, reply.etag, BookingChanged)
    response.headers["ETag"] = reply.etag
    return reply


@router.patch("/bookings/{booking_id:uuid}", dependencies=_CHANGING)
@raises(
    BookingNotFound,
    BookingChanged,
    BookingClosed,
    InvalidStatusChange,
    SlotTaken,
    SlotUnavailable,
)
def admin_change_booking(
    booking_id: UUID,
    data: BookingChangeRequest,
    _: FreshAdminDep,
    session: SessionDep,
    response: Response,
    if_match: IfMatchDep,
) -> BookingForAdmin:
    """Change the status, the time or the notes of a booking.

    `start` moves a demo that has not begun, or that `status` confirms again. The
    visitor gets an e-mail with the `reason` and a new link; the old link ends. An
    address gets at most ten e-mails a day about new and moved bookings.

    Before the demo begins, it can be declined or confirmed again. This e-mails the
    visitor, and the team, for its calendar. After the start of the demo it can be set
    to completed or no-show, without an e-mail.

    With `If-Match`, the change is only made if the booking still has that `etag`.
    """
    booking = booking_admin_service.change(
        session,
        booking_id,
        status=data.status,
        notes=data.notes,
        start=data.start,
        reason=data.reason,
        if_match=if_match,
    )
    session.commit()
    reply = BookingForAdmin.of(booking)
    response.headers["ETag"] = reply.etag
    return reply
