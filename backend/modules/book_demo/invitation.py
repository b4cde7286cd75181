"""Bookings as calendar files (RFC 5545, RFC 5546) and as links to web calendars."""

from datetime import datetime
from urllib.parse import urlencode, urlsplit

from backend.core import clock
from backend.core.config import settings
from backend.core.templates import Attachment
from backend.models import DemoBooking
from backend.modules.book_demo.lib import CALLED_OFF

SUMMARY = f"{settings.APP_NAME} demo"
FILE_NAME = "demo.ics"
# SendGrid accepts no parameters such as `method=`; the file contains the method.
MEDIA_TYPE = "text/calendar"
_HOST = urlsplit(settings.APP_PUBLIC_URL).hostname


def manage_url(manage_token: str) -> str:
    """Return the URL of the frontend page that moves or cancels the booking."""
    return f"{settings.APP_PUBLIC_URL}/book-demo/manage/{manage_token}"


def for_visitor(
    booking: DemoBooking, location: str | None, manage_token: str | None
) -> Attachment:
    """Return the file for the visitor, without any text that the visitor entered."""
    about = f"Move or cancel: {manage_url(manage_token)}" if manage_token else None
    return _file(booking, location, SUMMARY, about)


def for_team(booking: DemoBooking, location: str | None) -> Attachment:
    """Return the file for the team, with the visitor's name, company and message."""
    visitor = ", ".join(part for part in (booking.name, booking.company) if part)
    return _file(booking, location, f"{SUMMARY}: {visitor}", booking.message)


def add_links(booking: DemoBooking, location: str | None) -> dict[str, str]:
    """Return links that add the demo to a web calendar, by the calendar's name."""
    google = {
        "action": "TEMPLATE",
        "text": SUMMARY,
        "dates": f"{_basic(booking.starts_at)}/{_basic(booking.ends_at)}",
        "location": location or "",
    }
    outlook = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": SUMMARY,
        "startdt": f"{booking.starts_at:%Y-%m-%dT%H:%M:%SZ}",
        "enddt": f"{booking.ends_at:%Y-%m-%dT%H:%M:%SZ}",
        "location": location or "",
    }
    return {
        "Google": f"https://calendar.google.com/calendar/render?{urlencode(google)}",
        "Outlook": "https://outlook.office.com/calendar/0/deeplink/compose?"
        + urlencode(outlook),
    }


def _basic(at: datetime) -> str:
    return f"{at:%Y%m%dT%H%M%SZ}"


def _file(
    booking: DemoBooking, location: str | None, summary: str, about: str | None
) -> Attachment:
    # Imported here: icalendar takes 3 MiB and 40 ms, and few processes need it.
    from icalendar import Calendar, Event, vCalAddress

    called_off = booking.status in CALLED_OFF
    team = vCalAddress(f"mailto:{settings.BOOK_DEMO_TEAM_EMAIL}")
    team.params["CN"] = settings.APP_NAME
    visitor = vCalAddress(f"mailto:{booking.email}")
    visitor.params["ROLE"] = "REQ-PARTICIPANT"
    event = Event()
    event.add("uid", f"{booking.id}@{_HOST}")
    event.add("sequence", booking.sequence)
    event.add("dtstamp", clock.now())
    event.add("dtstart", booking.starts_at)
    event.add("dtend", booking.ends_at)
    event.add("summary", summary)
    event.add("status", "CANCELLED" if called_off else "CONFIRMED")
    event.add("organizer", team)
    event.add("attendee", visitor)
    if location:
        event.add("location", location)
    if about:
        event.add("description", about)
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.APP_NAME}//book-demo//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if called_off else "REQUEST")
    calendar.add_component(event)
    return Attachment(FILE_NAME, MEDIA_TYPE, calendar.to_ical())
