"""The queue of e-mails: rows written in a request's transaction, sent by the worker.

At least once: a worker that dies after SendGrid took an e-mail and before its
commit leaves the row pending, and the next worker sends it again.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, func, update
from sqlmodel import Session, col, select

from backend.core import clock, token
from backend.core.config import settings
from backend.core.pagination import Page, Position, in_order
from backend.core.templates import Attachment, RenderedEmail
from backend.models import OutboxEmail

CHANNEL = "outbox"
MAX_ATTEMPTS = 12
_FIRST_RETRY_SECONDS = 2
_LONGEST_RETRY_SECONDS = 3600

# The row stays locked until the worker's commit. A worker that dies lets go of it at
# once, and no other worker can take it before.
_NEXT_DUE = (
    select(OutboxEmail)
    .where(
        col(OutboxEmail.status) == "pending",
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
    ) -> None:
        """Write an e-mail in the caller's transaction and wake the workers on its commit.

        It goes out at `send_at` or at once, and never after `expires_at`. A suppressed one
        is recorded without its text and never sent.
        """
        attachment = email.attachment
        row = OutboxEmail(
            user_id=user_id,
            recipient=recipient,
            subject=email.subject,
            text=email.text,
            html=email.html,
            attachment_name=attachment.name if attachment else None,
            attachment_type=attachment.type if attachment else None,
            attachment=attachment.content if attachment else None,
            about_id=about_id,
            next_attempt_at=send_at or clock.now(),
            expires_at=expires_at,
        )
        if suppress or not settings.ENABLE_USER_EMAILS:
            self.finish(row, "suppressed")
        session.add(row)
        session.flush()
        session.execute(func.pg_notify(CHANNEL, "").select())

    def withdraw(self, session: Session, about_id: UUID) -> None:
        """Send nothing more of what is still waiting about this.

        An e-mail that a worker has in its hands is not waited for: it is as good as sent.
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
        """Lock and return the e-mail that has been due the longest, if there is one."""
        return session.execute(_NEXT_DUE, {"now": clock.now()}).scalars().first()

    def finish(self, row: OutboxEmail, status: str, error: str | None = None) -> None:
        """End the row's life; only a dead letter keeps its text, for a retry by hand."""
        row.status = status
        row.last_error = error
        row.finished_at = clock.now()
        if status != "dead":
            row.text = row.html = None
            row.attachment_name = row.attachment_type = row.attachment = None

    def delay(self, row: OutboxEmail, error: str, *, at_least: int) -> None:
        """Put the row off with exponential backoff and jitter, or give it up."""
        if row.attempts >= MAX_ATTEMPTS:
            self.finish(row, "dead", error)
            return
        backoff = min(
            _FIRST_RETRY_SECONDS * 2 ** (row.attempts - 1), _LONGEST_RETRY_SECONDS
        )
        wait = max(token.jitter(backoff), min(at_least, _LONGEST_RETRY_SECONDS))
        row.last_error = error
        row.next_attempt_at = clock.now() + timedelta(seconds=wait)

    def overdue_by(self, session: Session) -> timedelta:
        """Return how long the oldest due e-mail has waited; zero when none is due."""
        oldest = session.execute(_OLDEST_DUE).scalar_one()
        return max(clock.now() - oldest, timedelta(0)) if oldest else timedelta(0)

    def depth(self, session: Session) -> int:
        """Return how many e-mails wait, those for a later time too."""
        pending = col(OutboxEmail.status) == "pending"
        statement = select(func.count()).select_from(OutboxEmail).where(pending)
        return session.exec(statement).one()

    def count_by_status(self, session: Session) -> Mapping[str, int]:
        """Return how many e-mails there are of each status."""
        statement = select(OutboxEmail.status, func.count()).group_by(
            OutboxEmail.status
        )
        return dict(session.exec(statement).all())

    def page(
        self, session: Session, *, status: str | None, cursor: str | None, limit: int
    ) -> Page[OutboxEmail]:
        """Return a page of e-mails, newest first; InvalidCursor for a foreign cursor."""
        after = Position.decode(cursor)
        statement = select(OutboxEmail)
        if status is not None:
            statement = statement.where(col(OutboxEmail.status) == status)
        created_at, item_id = col(OutboxEmail.created_at), col(OutboxEmail.id)
        ordered = in_order(statement, created_at, item_id, after=after, down=True)
        found = session.execute(ordered.limit(limit + 1)).scalars().all()
        return Page.of(found, limit, lambda row: Position(row.created_at, row.id))

    def owner_of(self, session: Session, email_id: UUID) -> UUID | None:
        """Return the account that an e-mail belongs to, if there is one."""
        statement = select(OutboxEmail.user_id).where(col(OutboxEmail.id) == email_id)
        return session.exec(statement).first()

    def retry_dead(self, session: Session, email_id: UUID | None = None) -> int:
        """Give one dead letter, or all, its tries back; return how many there were."""
        statement = (
            update(OutboxEmail)
            .where(col(OutboxEmail.status) == "dead")
            .values(
                status="pending",
                attempts=0,
                next_attempt_at=clock.now(),
                finished_at=None,
            )
            .returning(col(OutboxEmail.id))
            .execution_options(synchronize_session=False)
        )
        if email_id is not None:
            statement = statement.where(col(OutboxEmail.id) == email_id)
        retried = len(session.execute(statement).all())
        session.execute(func.pg_notify(CHANNEL, "").select())
        return retried


def attachment_of(row: OutboxEmail) -> Attachment | None:
    """Return the file that goes with the e-mail, if there is one."""
    if row.attachment is None:
        return None
    return Attachment(
        row.attachment_name or "", row.attachment_type or "", row.attachment
    )


outbox = Outbox()
