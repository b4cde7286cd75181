"""The e-mails about bookings.

An e-mail to a visitor contains only fixed text and times. Anyone can enter any address,
so the entered name, company and message must not reach its owner. The team gets them,
escaped.
"""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from backend.core.templates import RenderedEmail, Templates
from backend.models import DemoBooking
from backend.modules.book_demo import invitation

_templates = Templates(Path(__file__).parent / "email_templates")


def confirmed(
    booking: DemoBooking, location: str | None, manage_token: str, *, moved: bool
) -> RenderedEmail:
    """Return the confirmation, with the time, the manage link and the invitation."""
    rendered = _templates.render(
        "confirmed",
        f"Your {invitation.SUMMARY} {'has been moved' if moved else 'is booked'}",
        when=_when(booking, booking.timezone),
        location=location,
        links=invitation.add_links(booking, location),
        manage_url=invitation.manage_url(manage_token),
    )
    file = invitation.for_visitor(booking, location, manage_token)
    return replace(rendered, attachment=file)


def reminder(booking: DemoBooking, location: str | None) -> RenderedEmail:
    """Return the reminder. It has no manage link: only the token's digest is stored."""
    return _templates.render(
        "reminder",
        f"Reminder: your {invitation.SUMMARY}",
        when=_when(booking, booking.timezone),
        location=location,
    )


def called_off(booking: DemoBooking, location: str | None) -> RenderedEmail:
    """Return the notice to the visitor that the demo was cancelled or declined."""
    by_team = booking.status == "declined"
    rendered = _templates.render(
        "called_off",
        f"Your {invitation.SUMMARY} is cancelled",
        when=_when(booking, booking.timezone),
        by_team=by_team,
    )
    file = invitation.for_visitor(booking, location, None)
    return replace(rendered, attachment=file)


def for_team(
    booking: DemoBooking, location: str | None, timezone: str, *, what: str
) -> RenderedEmail:
    """Return the notice to the team; `what` is booked, moved or cancelled."""
    rendered = _templates.render(
        "for_team",
        f"Demo {what} by {booking.email}",
        booking=booking,
        when=_when(booking, timezone),
        what=what,
    )
    return replace(rendered, attachment=invitation.for_team(booking, location))


def _when(booking: DemoBooking, timezone: str) -> str:
    zone = ZoneInfo(timezone)
    start, end = booking.starts_at.astimezone(zone), booking.ends_at.astimezone(zone)
    return f"{_day(start)}, {start:%H:%M} to {end:%H:%M} ({timezone})"


def _day(at: datetime) -> str:
    return f"{at:%A} {at.day} {at:%B %Y}"
