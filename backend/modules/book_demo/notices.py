"""Which e-mails a change of a booking sends, now and before it begins.

Reminders wait in the outbox, so a restart loses none and no two workers send one
twice. Whatever still waits about a booking is withdrawn when it changes.
"""

from datetime import timedelta

from sqlmodel import Session

from backend import outbox
from backend.core import clock
from backend.core.config import settings
from backend.core.templates import RenderedEmail
from backend.models import DemoAvailability, DemoBooking
from backend.modules.book_demo import email

_DAY_BEFORE, _HOUR_BEFORE = timedelta(hours=24), timedelta(hours=1)


def booked(
    session: Session, booking: DemoBooking, rules: DemoAvailability, manage_token: str
) -> None:
    """Tell both sides of a new booking."""
    confirmed(session, booking, rules, manage_token)
    _to_team(session, booking, rules, "booked")


def moved(
    session: Session, booking: DemoBooking, rules: DemoAvailability, manage_token: str
) -> None:
    """Tell both sides that a booking was moved."""
    confirmed(session, booking, rules, manage_token, moved=True)
    _to_team(session, booking, rules, "moved")


def confirmed(
    session: Session,
    booking: DemoBooking,
    rules: DemoAvailability,
    manage_token: str,
    *,
    moved: bool = False,
) -> None:
    """Tell the visitor alone when the demo is, and remind of it."""
    outbox.withdraw(session, booking.id)
    told = email.confirmed(booking, rules.location, manage_token, moved=moved)
    _to_visitor(session, booking, told)
    _remind(session, booking, rules)


def cancelled(session: Session, booking: DemoBooking, rules: DemoAvailability) -> None:
    """Tell both sides that the visitor cancelled."""
    declined(session, booking, rules)
    _to_team(session, booking, rules, "cancelled")


def declined(session: Session, booking: DemoBooking, rules: DemoAvailability) -> None:
    """Tell the visitor alone that there is no demo."""
    outbox.withdraw(session, booking.id)
    _to_visitor(session, booking, email.called_off(booking, rules.location))


def _to_visitor(session: Session, booking: DemoBooking, told: RenderedEmail) -> None:
    outbox.add(
        session,
        recipient=booking.email,
        email=told,
        about_id=booking.id,
        expires_at=booking.ends_at,
    )


def _to_team(
    session: Session, booking: DemoBooking, rules: DemoAvailability, what: str
) -> None:
    told = email.for_team(booking, rules.location, rules.timezone, what=what)
    outbox.add(
        session,
        recipient=settings.BOOK_DEMO_TEAM_EMAIL,
        email=told,
        about_id=booking.id,
    )


def _remind(session: Session, booking: DemoBooking, rules: DemoAvailability) -> None:
    start = booking.starts_at
    # A reminder that is late gives way to the next one.
    times = (
        (start - _DAY_BEFORE, start - _HOUR_BEFORE),
        (start - _HOUR_BEFORE, start),
    )
    for send_at, expires_at in times:
        if send_at > clock.now():
            outbox.add(
                session,
                recipient=booking.email,
                email=email.reminder(booking, rules.location),
                about_id=booking.id,
                send_at=send_at,
                expires_at=expires_at,
            )
