"""The queue of e-mails: a request's transaction writes a row, and the worker sends it.

Delivery is at least once. If a worker dies after the provider accepted an e-mail and
before the commit, the row stays pending and the next worker sends it again.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, func, update
from sqlmodel import Session, col, select

from backend.background.backoff import backoff
from backend.core import clock
from backend.core.config import settings
from backend.core.pagination import Page, Position, in_order
from backend.core.templates import Attachment, RenderedEmail
from backend.models import OutboxEmail
from backend.tables.outbox import NORMAL, PRIORITIES, URGENT

CHANNEL = "outbox"
# About three days of attempts, so that no outage of a weekend loses an e-mail.
MAX_ATTEMPTS = 100
_FIRST_RETRY_SECONDS = 2
_MAX_RETRY_SECONDS = 3600
# After the operator has mended the account at the provider, e-mails go within a minute.
_MAX_REFUSED_SECONDS = 60
_RETRIED_AT_ONCE = 200

# The row stays locked until the worker commits, so no other worker can claim it. If the
# worker dies, Postgres releases the lock at once. Each priority has a query of its own:
# one query over both would read the index past all scheduled e-mails of the first.
_NEXT_DUE = (
    select(OutboxEmail)
    .where(
        col(OutboxEmail.status) == "pending",
        col(OutboxEmail.priority) == bindparam("priority"),
        col(OutboxEmail.next_attempt_at) <= bindparam("now"),
    )
    .order_by(col(OutboxEmail.next_attempt_at))
    .limit(1)
    .with_for_update(skip_locked=True)
)
_OLDEST_DUE = select(func.min(OutboxEmail.next_attempt_at)).where(
    col(OutboxEmail.status) == "pending"
)


class Outbox:
    """The queue of e-mails."""

    def add(
        self,
        session: Session,
        *,
        recipient: str,
        email: RenderedEmail,
        user_id: UUID | None = None,
        about_id: UUID | None = None,
        send_at: datetime | None = None,
        expires_at: datetime | None = None,
        suppress: bool = False,
        urgent: bool = False,
    ) -> None:
        """Add an e-mail in the caller's transaction; the commit wakes the workers.

        It is sent at `send_at`, by default at once, and never after `expires_at`. If
        `suppress`, it is recorded without its text and never sent. An `urgent` e-mail,
        such as one with a code that its reader waits for, is sent before all others.
        """
        attachment = email.attachment
        row = OutboxEmail(
            user_id=user_id,
            recipient=recipient,
            subject=email.subject,
            text=email.text,
            html=email.html,
            attachment_name=attachment.name if attachment else None,
            # Without parameters: release 1.0.0, which may send it, has SendGrid refuse
            # them. `Outgoing` reads the method of a calendar in the file.
            attachment_type=attachment.type.partition(";")[0] if attachment else None,
            attachment=attachment.content if attachment else None,
            about_id=about_id,
            priority=URGENT if urgent else NORMAL,
            next_attempt_at=send_at or clock.now(),
            expires_at=expires_at,
        )
        if suppress or not settings.ENABLE_USER_EMAILS:
            self.finish(row, "suppressed")
        session.add(row)
        session.flush()
        # Also for a suppressed one: otherwise the time of a request would reveal which
        # addresses get an e-mail.
        if settings.ENABLE_USER_EMAILS and row.next_attempt_at <= clock.now():
            _wake_workers(session)

    def withdraw(self, session: Session, about_id: UUID) -> None:
        """Suppress the pending e-mails about this object.

        An e-mail that a worker is sending right now is skipped: it counts as sent.
        """
        waiting = (
            select(OutboxEmail)
            .where(
                col(OutboxEmail.about_id) == about_id,
                col(OutboxEmail.status) == "pending",
            )
            .with_for_update(skip_locked=True)
        )
        for row in session.execute(waiting).scalars():
            self.finish(row, "suppressed")
        session.flush()

    def claim(self, session: Session) -> OutboxEmail | None:
        """Lock and return the next due e-mail, or None.

        It is the one of the first priority that has been due the longest.
        """
        for priority in PRIORITIES:
            values = {"now": clock.now(), "priority": priority}
            found: OutboxEmail | None = session.execute(_NEXT_DUE, values).scalar()
            if found is not None:
                return found
        return None

    def finish(self, row: OutboxEmail, status: str, error: str | None = None) -> None:
        """Set a final status. Only a dead letter keeps its text, for a manual retry."""
        row.status = status
        row.last_error = error
        row.finished_at = clock.now()
        if status != "dead":
            row.text = row.html = None
            row.attachment_name = row.attachment_type = row.attachment = None

    def delay(self, row: OutboxEmail, error: str, *, at_least: int) -> None:
        """Delay the e-mail with exponential backoff and jitter.

        After MAX_ATTEMPTS it becomes a dead letter instead.
        """
        if row.attempts >= MAX_ATTEMPTS:
            self.finish(row, "dead", error)
            return
        wait = backoff(
            row.attempts, first=_FIRST_RETRY_SECONDS, most=_MAX_RETRY_SECONDS
        )
        asked_for = timedelta(seconds=min(at_least, _MAX_RETRY_SECONDS))
        row.last_error = error
        row.next_attempt_at = clock.now() + max(wait, asked_for)

    def hold(self, row: OutboxEmail, error: str) -> None:
        """Delay an e-mail by at most a minute, however often it was tried.

        The provider refuses the service, not this e-mail, so it never becomes a dead
        letter.
        """
        wait = backoff(
            row.attempts, first=_FIRST_RETRY_SECONDS, most=_MAX_REFUSED_SECONDS
        )
        row.last_error = error
        row.next_attempt_at = clock.now() + wait

    def overdue_by(self, session: Session) -> timedelta:
        """Return how long the oldest due e-mail has waited; zero if none is due."""
        oldest = session.execute(_OLDEST_DUE).scalar_one()
        return max(clock.now() - oldest, timedelta(0)) if oldest else timedelta(0)

    def depth(self, session: Session) -> int:
        """Return how many e-mails are pending, including those scheduled for later."""
        pending = col(OutboxEmail.status) == "pending"
        statement = select(func.count()).select_from(OutboxEmail).where(pending)
        return session.exec(statement).one()

    def count_dead(self, session: Session) -> int:
        """Return how many e-mails were given up."""
        dead = col(OutboxEmail.status) == "dead"
        return session.exec(select(func.count()).where(dead)).one()

    def page(
        self, session: Session, *, status: str | None, cursor: str | None, limit: int
    ) -> Page[OutboxEmail]:
        """Return a page of e-mails, newest first, or raise InvalidCursor."""
        after = Position.decode(cursor)
        statement = select(OutboxEmail)
        if status is not None:
            statement = statement.where(col(OutboxEmail.status) == status)
        created_at, item_id = col(OutboxEmail.created_at), col(OutboxEmail.id)
        ordered = in_order(statement, created_at, item_id, after=after, down=True)
        found = session.execute(ordered.limit(limit + 1)).scalars().all()
        return Page.of(found, limit, lambda row: Position(row.created_at, row.id))

    def owner_of(self, session: Session, email_id: UUID) -> UUID | None:
        """Return the id of the account that an e-mail belongs to, or None."""
        statement = select(OutboxEmail.user_id).where(col(OutboxEmail.id) == email_id)
        return session.exec(statement).first()

    def retry_dead(self, session: Session, email_id: UUID) -> bool:
        """Make a dead letter pending again; return False if there is none."""
        return bool(self._retry(session, col(OutboxEmail.id) == email_id))

    def retry_some(self, session: Session, *, before: datetime) -> int:
        """Make up to 200 dead letters pending again; return their number.

        They were given up before that time, so that no caller retries one twice.
        """
        dead = (
            select(col(OutboxEmail.id))
            .where(
                col(OutboxEmail.status) == "dead",
                col(OutboxEmail.finished_at) < before,
            )
            .limit(_RETRIED_AT_ONCE)
            .with_for_update(skip_locked=True)
        )
        return self._retry(session, col(OutboxEmail.id).in_(dead))

    def _retry(self, session: Session, which: ColumnElement[bool]) -> int:
        statement = (
            update(OutboxEmail)
            .where(col(OutboxEmail.status) == "dead", which)
            .values(
                status="pending",
                attempts=0,
                next_attempt_at=clock.now(),
                finished_at=None,
            )
            .returning(col(OutboxEmail.id))
            .execution_options(synchronize_session=False)
        )
        retried = len(session.execute(statement).all())
        if retried:
            _wake_workers(session)
        return retried


def _wake_workers(session: Session) -> None:
    """Wake the workers when the transaction commits."""
    session.execute(func.pg_notify(CHANNEL, "").select())


def attachment_of(row: OutboxEmail) -> Attachment | None:
    """Return the attachment of the e-mail, or None."""
    if row.attachment is None:
        return None
    return Attachment(
        row.attachment_name or "", row.attachment_type or "", row.attachment
    )


outbox = Outbox()
