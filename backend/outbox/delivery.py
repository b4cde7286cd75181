"""Delivers the outbox: one thread sends each e-mail when it is due."""

import psycopg
import structlog
from sqlmodel import Session

from backend.background.thread import BackgroundThread
from backend.core import clock, email, metrics
from backend.core.config import settings
from backend.core.database import psycopg_arguments
from backend.models import OutboxEmail
from backend.outbox.queue import CHANNEL, attachment_of, outbox

log = structlog.get_logger()

_POLL_SECONDS = 5.0
_LISTEN_SECONDS = 0.5  # also how long a stop may go unnoticed


class Worker(BackgroundThread):
    """The thread that sends each e-mail when it is due."""

    name = "worker"
    patience_seconds = email.TIMEOUT_SECONDS + 5.0

    def work(self) -> None:
        """Deliver e-mails until asked to stop."""
        with self._listener() as listener:
            while not self._stop.is_set():
                while not self._stop.is_set() and self.deliver_next():
                    pass
                self._wait(listener)

    def _listener(self) -> psycopg.Connection:
        # LISTEN lasts as long as its connection, so it gets a connection of its own.
        arguments = psycopg_arguments(f"{settings.APP_NAME} listener")
        connection = psycopg.connect(**arguments, autocommit=True)
        connection.execute(f"LISTEN {CHANNEL}")
        return connection

    def _wait(self, listener: psycopg.Connection) -> None:
        """Return on a notification, on a stop, or after the poll interval.

        No notification is sent when a delayed or scheduled e-mail becomes due, or when
        another worker dies. Polling finds these e-mails.
        """
        waited = 0.0
        while waited < _POLL_SECONDS and not self._stop.is_set():
            if any(
                True for _ in listener.notifies(timeout=_LISTEN_SECONDS, stop_after=1)
            ):
                return
            waited += _LISTEN_SECONDS

    def deliver_next(self) -> bool:
        """Deliver one due e-mail; return False if none is due."""
        with Session(self._engine) as session:
            row = outbox.claim(session)
            if row is None:
                return False
            try:
                _deliver(row)
            except Exception as error:
                # A bug that affects one e-mail must not block all others.
                log.exception("e-mail not delivered", email_id=str(row.id))
                outbox.delay(row, type(error).__name__, at_least=0)
            # Read the status before the commit: afterwards the row may be deleted.
            result = "delayed" if row.status == "pending" else row.status
            session.add(row)
            session.commit()
            metrics.EMAILS.labels(result).inc()
        return True


def _deliver(row: OutboxEmail) -> None:
    if row.expires_at is not None and row.expires_at <= clock.now():
        outbox.finish(row, "expired")
        return
    row.attempts += 1
    try:
        email.send(
            to=row.recipient,
            subject=row.subject,
            text=row.text or "",
            html=row.html or "",
            attachment=attachment_of(row),
        )
    except email.EmailRejected as error:
        outbox.finish(row, "dead", str(error))
        log.error("e-mail dead", email_id=str(row.id), error=str(error))  # noqa: TRY400
    except email.EmailDelayed as error:
        outbox.delay(row, str(error), at_least=error.retry_after)
        log.warning(
            "e-mail delayed",
            email_id=str(row.id),
            attempts=row.attempts,
            status=row.status,
            error=str(error),
        )
    else:
        outbox.finish(row, "sent")
        log.info("e-mail sent", email_id=str(row.id))
