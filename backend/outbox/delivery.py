"""Delivers the outbox: threads that send each e-mail when it is due.

One thread listens for new e-mails and wakes the senders, of which there are
EMAIL_CONCURRENCY. Each sender claims one e-mail at a time, and holds its row lock and its
database connection while the provider answers.
"""

import queue
import threading
from contextlib import suppress

import psycopg
import structlog
from sqlmodel import Session

from backend.background.thread import BackgroundThread
from backend.core import clock, email, metrics
from backend.core.config import settings
from backend.core.database import psycopg_arguments
from backend.models import OutboxEmail
from backend.outbox.pause import Pause
from backend.outbox.queue import CHANNEL, attachment_of, outbox

log = structlog.get_logger()

_POLL_SECONDS = 5.0
_STOP_SECONDS = 0.5  # how long a stop may go unnoticed
_RESULTS = ("sent", "delayed", "refused", "dead", "expired")


class Worker(BackgroundThread):
    """The threads that send each e-mail when it is due."""

    name = "worker"
    connections = settings.EMAIL_CONCURRENCY
    patience_seconds = email.TOTAL_TIMEOUT_SECONDS + 5.0

    def __init__(self) -> None:
        super().__init__()
        self._pause = Pause()
        # At most one call: a sender that is called takes all e-mails that are due.
        self._calls: queue.Queue[None] = queue.Queue(maxsize=1)
        self._senders: list[threading.Thread] = []
        for result in _RESULTS:
            # A rule can only see an increase if the series began at zero.
            metrics.EMAILS.labels(email.provider(), result)

    def run(self) -> None:
        """Start the senders, and call them until asked to stop."""
        for number in range(self.connections):
            thread = threading.Thread(
                target=self._send, name=f"sender {number}", daemon=True
            )
            self._senders.append(thread)
            thread.start()
        super().run()

    def work(self) -> None:
        """Call a sender for each notification, and now and then without one."""
        with self._listener() as listener:
            while not self._stop.is_set():
                self._call()
                self._wait(listener)

    def close(self) -> None:
        """Wait for the e-mails that are being sent, then close the connections."""
        for sender in self._senders:
            sender.join()
        super().close()

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
                True for _ in listener.notifies(timeout=_STOP_SECONDS, stop_after=1)
            ):
                return
            waited += _STOP_SECONDS

    def _call(self) -> None:
        """Let one more sender look for e-mails."""
        # If it is full, no sender has begun to look since the last call.
        with suppress(queue.Full):
            self._calls.put_nowait(None)

    def _send(self) -> None:
        """Send what is due after each call, until asked to stop."""
        while not self._stop.is_set():
            try:
                self._calls.get(timeout=_STOP_SECONDS)
            except queue.Empty:
                continue
            try:
                while self._may_go_on() and self.deliver_next():
                    pass
            except BaseException as error:  # noqa: BLE001 (as in BackgroundThread)
                self.recover(error)
                self._call()

    def _may_go_on(self) -> bool:
        """Wait while the provider refuses everything; return False on a stop."""
        return not self._stop.wait(self._pause.seconds())

    def deliver_next(self) -> bool:
        """Deliver one due e-mail; return False if none is due."""
        with Session(self._engine) as session:
            row = outbox.claim(session)
            if row is None:
                return False
            # Another e-mail may wait too. If none does, the call costs one query.
            self._call()
            try:
                result = self._deliver(row)
            except Exception as error:
                # A bug that affects one e-mail must not block all others.
                log.exception("e-mail not delivered", email_id=str(row.id))
                outbox.delay(row, type(error).__name__, at_least=0)
                result = "delayed"
            if row.status == "dead":
                result = "dead"
            session.add(row)
            session.commit()
        metrics.EMAILS.labels(email.provider(), result).inc()
        return True

    def _deliver(self, row: OutboxEmail) -> str:
        """Send the e-mail, record the result in its row, and return it."""
        if row.expires_at is not None and row.expires_at <= clock.now():
            outbox.finish(row, "expired")
            return "expired"
        row.attempts += 1
        try:
            _hand_over(row)
        except email.EmailRejected as error:
            return _bury(row, str(error))
        except email.ProviderRefused as error:
            self._pause.lengthen()
            return _hold(row, str(error))
        except email.EmailDelayed as error:
            return _delay(row, error)
        self._pause.end()
        outbox.finish(row, "sent")
        log.info("e-mail sent", email_id=str(row.id))
        return "sent"


def _hand_over(row: OutboxEmail) -> None:
    email.send(
        to=row.recipient,
        subject=row.subject,
        text=row.text or "",
        html=row.html or "",
        attachment=attachment_of(row),
        email_id=row.id,
    )


def _bury(row: OutboxEmail, reason: str) -> str:
    outbox.finish(row, "dead", reason)
    log.error("e-mail dead", email_id=str(row.id), error=reason)
    return "dead"


def _hold(row: OutboxEmail, reason: str) -> str:
    outbox.hold(row, reason)
    log.error("e-mail provider refuses", provider=email.provider(), error=reason)
    return "refused"


def _delay(row: OutboxEmail, error: email.EmailDelayed) -> str:
    outbox.delay(row, str(error), at_least=error.retry_after)
    log.warning(
        "e-mail delayed",
        email_id=str(row.id),
        attempts=row.attempts,
        status=row.status,
        error=str(error),
    )
    return "delayed"
