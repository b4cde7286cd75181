"""Bookings as calendar files (RFC 5545, RFC 5546) and as links to web calendars.

The visitor and the team get a file each about the same event. A calendar only takes an
invitation whose organizer is not its own user. So the visitor is invited by the team,
and the team by the address that sends the e-mails. Times are in UTC: no VTIMEZONE is
needed, and each calendar shows its own user's time.
"""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from backend.core import clock
from backend.core.config import settings
from backend.core.templates import Attachment, Templates
from backend.models import DemoBooking
from backend.modules.book_demo.lib import CALLED_OFF

if TYPE_CHECKING:
    from icalendar import vCalAddress

FILE_NAME = "demo.ics"
MEDIA_TYPE = "text/calendar"

_SENDER = settings.SENDGRID_FROM_EMAIL.address
_templates = Templates(Path(__file__).parent / "email_templates")


def manage_url(manage_token: str) -> str:
    """Return the URL of the frontend page that moves or cancels the booking."""
    return f"{settings.APP_PUBLIC_URL}/book-demo/manage/{manage_token}"


def new_uid(booking: DemoBooking) -> str:
    """Return the name of a new booking's event, which stays the same for ever."""
    domain = settings.BOOK_DEMO_TEAM_EMAIL.rpartition("@")[2]
    return f"{booking.id}@{domain}"


def for_visitor(
    booking: DemoBooking, location: str | None, manage_token: str | None
) -> Attachment:
    """Return the file for the visitor, without any text that the visitor entered."""
    title, about = _texts(booking, manage_token)
    # The team gets the answers: nobody reads those to the sender's address.
    team = _person(
        settings.BOOK_DEMO_TEAM_EMAIL,
        CN=settings.APP_NAME,
        SENT_BY=f"mailto:{_SENDER}",
    )
    # Not yet accepted: anyone can enter any address.
    attendees = [_attendee(booking.email, RSVP="TRUE")]
    return _file(booking, location, title, about, team, attendees)


def for_team(booking: DemoBooking, location: str | None) -> Attachment:
    """Return the file for the team, with the visitor's name, company and message."""
    visitor = ", ".join(part for part in (booking.name, booking.company) if part)
    title = f"{settings.APP_NAME} demo: {visitor}"
    sender = _person(_SENDER, CN=settings.APP_NAME)
    attendees = [
        _attendee(settings.BOOK_DEMO_TEAM_EMAIL, RSVP="FALSE"),
        _attendee(booking.email, RSVP="FALSE", CN=booking.name),
    ]
    return _file(booking, location, title, booking.message, sender, attendees)


def add_links(booking: DemoBooking, location: str | None) -> dict[str, str]:
    """Return links that add the demo to a web calendar, by the calendar's name."""
    title, _ = _texts(booking, None)
    place = {"location": location} if location else {}
    google = {
        "action": "TEMPLATE",
        "text": title,
        "dates": f"{_basic(booking.starts_at)}/{_basic(booking.ends_at)}",
    }
    outlook = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": title,
        "startdt": f"{booking.starts_at:%Y-%m-%dT%H:%M:%SZ}",
        "enddt": f"{booking.ends_at:%Y-%m-%dT%H:%M:%SZ}",
    }
    return {
        "Google": "https://calendar.google.com/calendar/render?"
        + urlencode(google | place),
        "Outlook": "https://outlook.office.com/calendar/0/deeplink/compose?"
        + urlencode(outlook | place),
    }


def _basic(at: datetime) -> str:
    return f"{at:%Y%m%dT%H%M%SZ}"


def _texts(booking: DemoBooking, manage_token: str | None) -> tuple[str, str]:
    """Return the title and the description in the visitor's language."""
    url = manage_url(manage_token) if manage_token else None
    text = _templates.text("calendar", booking.reader, manage_url=url)
    title, _, about = text.partition("\n")
    return title, about


def _uid(booking: DemoBooking) -> str:
    if booking.calendar_uid is not None:
        return booking.calendar_uid
    # As release 1.0.0, which made this booking, has sent it to calendars.
    return f"{booking.id}@{urlsplit(settings.APP_PUBLIC_URL).hostname}"


def _person(email: str, **parameters: str) -> "vCalAddress":
    # Imported here: icalendar takes 3 MiB and 40 ms, and few processes need it.
    from icalendar import vCalAddress

    person = vCalAddress(f"mailto:{email}")
    for name, value in parameters.items():
        person.params[name.replace("_", "-")] = value
    return person


def _attendee(email: str, **parameters: str) -> "vCalAddress":
    return _person(email, ROLE="REQ-PARTICIPANT", PARTSTAT="NEEDS-ACTION", **parameters)


def _file(
    booking: DemoBooking,
    location: str | None,
    title: str,
    about: str | None,
    organizer: "vCalAddress",
    attendees: "list[vCalAddress]",
) -> Attachment:
    from icalendar import Calendar, Event

    called_off = booking.status in CALLED_OFF
    method = "CANCEL" if called_off else "REQUEST"
    event = Event()
    event.add("uid", _uid(booking))
    event.add("sequence", booking.sequence)
    event.add("dtstamp", clock.now())
    event.add("dtstart", booking.starts_at)
    event.add("dtend", booking.ends_at)
    event.add("summary", title)
    event.add("status", "CANCELLED" if called_off else "CONFIRMED")
    event.add("organizer", organizer)
    for attendee in attendees:
        event.add("attendee", attendee)
    if location:
        event.add("location", location)
    if about:
        event.add("description", about)
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.APP_NAME}//book-demo//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    # iMIP wants the method in the media type as well (RFC 6047, section 2.4).
    media_type = f"{MEDIA_TYPE}; method={method}; charset=utf-8"
    return Attachment(FILE_NAME, media_type, calendar.to_ical())
