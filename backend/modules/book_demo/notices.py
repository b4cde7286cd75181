"""Sends the e-mails about a change of a booking, and schedules the reminders.

Reminders wait in the outbox, so a restart loses none and no two workers send the same
one. A change of a booking withdraws all of its e-mails that are still pending.
"""

from datetime import timedelta
from math import ceil

from sqlmodel import Session

from backend.core import clock
from backend.core.config import settings
from backend.core.exceptions import RateLimited
from backend.core.templates import RenderedEmail
from backend.models import DemoAvailability, DemoBooking
from backend.modules.book_demo import email
from backend.modules.book_demo.db import booking_db
from backend.modules.book_demo.email import Author
from backend.outbox.queue import outbox

_MAX_EMAILS, _EMAILS_PERIOD = 10, timedelta(days=1)
_DAY_BEFORE, _HOUR_BEFORE = timedelta(hours=24), timedelta(hours=1)


class NoticeService:
    """The e-mails to the visitor and to the team for each change of a booking."""

    def refuse_mail_bomb(self, session: Session, email: str) -> None:
        """Raise RateLimited if the address got its ten e-mails about bookings today.

        The address may belong to a person who never asked for a demo. The caller has
        locked the availability, so two parallel changes cannot both be the last allowed
        one. Cancelling is not limited: it sends a single e-mail.
        """
        now = clock.now()
        number, first = booking_db.mails_since(session, email, now - _EMAILS_PERIOD)
        if first is not None and number >= _MAX_EMAILS:
            wait = first + _EMAILS_PERIOD - now
            raise RateLimited(retry_after=ceil(wait.total_seconds()))

    def booked(
        self,
        session: Session,
        booking: DemoBooking,
        rules: DemoAvailability,
        manage_token: str,
        *,
        by: Author = "the visitor",
    ) -> None:
        """Tell the visitor and the team about a new booking."""
        self._confirmed(session, booking, rules, manage_token)
        self._to_team(session, booking, rules, "booked", by=by)

    def moved(
        self,
        session: Session,
        booking: DemoBooking,
        rules: DemoAvailability,
        manage_token: str,
        *,
        reason: str | None = None,
    ) -> None:
        """Tell the visitor and the team that a booking was moved.

        The visitor reads the team's `reason`.
        """
        self._confirmed(
            session, booking, rules, manage_token, moved=True, reason=reason
        )
        self._to_team(session, booking, rules, "moved")

    def confirmed_again(
        self,
        session: Session,
        booking: DemoBooking,
        rules: DemoAvailability,
        manage_token: str,
    ) -> None:
        """Tell the visitor and the team that a declined demo takes place after all."""
        self._confirmed(session, booking, rules, manage_token)
        self._to_team(session, booking, rules, "confirmed again")

    def _confirmed(
        self,
        session: Session,
        booking: DemoBooking,
        rules: DemoAvailability,
        manage_token: str,
        *,
        moved: bool = False,
        reason: str | None = None,
    ) -> None:
        outbox.withdraw(session, booking.id)
        rendered = email.confirmed(
            booking, rules.location, manage_token, moved=moved, reason=reason
        )
        self._to_visitor(session, booking, rendered)
        self._remind(session, booking, rules)

    def cancelled(
        self, session: Session, booking: DemoBooking, rules: DemoAvailability
    ) -> None:
        """Tell the visitor and the team that the visitor cancelled."""
        self._called_off(session, booking, rules)
        self._to_team(session, booking, rules, "cancelled")

    def declined(
        self, session: Session, booking: DemoBooking, rules: DemoAvailability
    ) -> None:
        """Tell the visitor and the team that the team declined.

        The team's e-mail removes the demo from the team's calendar.
        """
        self._called_off(session, booking, rules)
        self._to_team(session, booking, rules, "declined")

    def _called_off(
        self, session: Session, booking: DemoBooking, rules: DemoAvailability
    ) -> None:
        outbox.withdraw(session, booking.id)
        self._to_visitor(session, booking, email.called_off(booking, rules.location))

    def _to_visitor(
        self, session: Session, booking: DemoBooking, rendered: RenderedEmail
    ) -> None:
        outbox.add(
            session,
            recipient=booking.email,
            email=rendered,
            about_id=booking.id,
            expires_at=booking.ends_at,
        )

    def _to_team(
        self,
        session: Session,
        booking: DemoBooking,
        rules: DemoAvailability,
        what: str,
        *,
        by: Author = "the visitor",
    ) -> None:
        rendered = email.for_team(
            booking, rules.location, rules.timezone, what=what, by=by
        )
        outbox.add(
            session,
            recipient=settings.BOOK_DEMO_TEAM_EMAIL,
            email=rendered,
            about_id=booking.id,
        )

    def _remind(
        self, session: Session, booking: DemoBooking, rules: DemoAvailability
    ) -> None:
        start = booking.starts_at
        # A reminder expires when the next one is due, so that late ones do not pile up.
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


notice_service = NoticeService()
