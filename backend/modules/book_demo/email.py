"""The e-mails about bookings.

An e-mail to a visitor contains only fixed text and times. Anyone can enter any address,
so the entered name, company and message must not reach its owner. The team gets them,
escaped, in English.
"""

from dataclasses import replace
from pathlib import Path

from backend.core import locales
from backend.core.locales import Reader
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
        booking.reader,
        booking=booking,
        moved=moved,
        location=location,
        links=invitation.add_links(booking, location),
        manage_url=invitation.manage_url(manage_token),
    )
    file = invitation.for_visitor(booking, location, manage_token)
    return replace(rendered, attachment=file)


def reminder(booking: DemoBooking, location: str | None) -> RenderedEmail:
    """Return the reminder. It has no manage link: only the token's digest is stored."""
    return _templates.render(
        "reminder", booking.reader, booking=booking, location=location
    )


def called_off(booking: DemoBooking, location: str | None) -> RenderedEmail:
    """Return the notice to the visitor that the demo was cancelled or declined."""
    by_team = booking.status == "declined"
    rendered = _templates.render(
        "called_off", booking.reader, booking=booking, by_team=by_team
    )
    file = invitation.for_visitor(booking, location, None)
    return replace(rendered, attachment=file)


def for_team(
    booking: DemoBooking, location: str | None, timezone: str, *, what: str
) -> RenderedEmail:
    """Return the notice to the team; `what` says what happened, such as "moved"."""
    reader = Reader(locales.BASE, timezone)
    rendered = _templates.render("for_team", reader, booking=booking, what=what)
    return replace(rendered, attachment=invitation.for_team(booking, location))
