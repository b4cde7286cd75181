"""The e-mails about bookings.

An e-mail to a visitor contains only fixed text, times, and the team's reason for moving a
demo. Anyone can enter any address, so the entered name, company and message must not
reach its owner. The team gets them, escaped, in English.
"""

from dataclasses import replace
from pathlib import Path
from typing import Literal

from backend.core import locales
from backend.core.locales import Reader
from backend.core.templates import RenderedEmail, Templates
from backend.models import DemoBooking
from backend.modules.book_demo import invitation

Author = Literal["the visitor", "the team"]

_templates = Templates(Path(__file__).parent / "email_templates")


def confirmed(
    booking: DemoBooking,
    location: str | None,
    manage_token: str,
    *,
    moved: bool,
    reason: str | None = None,
) -> RenderedEmail:
    """Return the confirmation, with the time, the manage link and the invitation.

    Only the team may give a `reason`: a visitor's text must not be in it.
    """
    rendered = _templates.render(
        "confirmed",
        booking.reader,
        booking=booking,
        moved=moved,
        reason=reason,
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
    booking: DemoBooking,
    location: str | None,
    timezone: str,
    *,
    what: str,
    by: Author = "the visitor",
) -> RenderedEmail:
    """Return the notice to the team.

    `what` says what happened, such as "moved", and `by` who entered the booking.
    """
    reader = Reader(locales.BASE, timezone)
    rendered = _templates.render("for_team", reader, booking=booking, what=what, by=by)
    return replace(rendered, attachment=invitation.for_team(booking, location))
