"""Delivers the outbox and cleans up.

In the app's own process, or apart: `python -m backend.worker`. Any number may run at
once.
"""

import signal
import threading
from time import monotonic

import psycopg
import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from backend import cleanup, outbox
from backend.core import clock, database, email, logging
from backend.core.config import settings
from backend.models import OutboxEmail

log = structlog.get_logger()

_POLL_SECONDS = 5.0
_CLEANUP_SECONDS = 3600.0
_LISTEN_SECONDS = 0.5  # also how long a stop may go unnoticed


class Worker:
    """One thread that sends e-mails as they fall due."""

    def __init__(self) -> None:
        self._engine = database.new_engine(
            pool_size=1, application_name=f"{settings.APP_NAME} worker"
        )
        self._next_cleanup = 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self.run, name="worker", daemon=True)

    def start(self) -> None:
        """Run in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """Let the e-mail in hand be finished, then end; waits for the thread."""
        self.request_stop()
        self._thread.join(timeout=email.TIMEOUT_SECONDS + 5)

    def request_stop(self) -> None:
        """Ask the loop to end after the e-mail in hand."""
        self._stop.set()

    def run(self) -> None:
        """Deliver until asked to stop; a database that is away is waited for."""
        log.info("worker started")
        while not self._stop.is_set():
            try:
                self._deliver_and_listen()
            except (SQLAlchemyError, psycopg.Error) as error:
                log.warning("worker waits for the database", error=str(error)[:200])
                self._stop.wait(1)
        self.close()
        log.info("worker stopped")

    def close(self) -> None:
        """Give up the connection to the database."""
        self._engine.dispose()

    def _deliver_and_listen(self) -> None:
        with self._listener() as listener:
            while not self._stop.is_set():
                self._clean_up_if_due()
                while not self._stop.is_set() and self.deliver_next():
                    pass
                self._wait(listener)

    def _clean_up_if_due(self) -> None:
        if monotonic() < self._next_cleanup:
            return
        # Set first: a clean-up that fails must not keep the e-mails back.
        self._next_cleanup = monotonic() + _CLEANUP_SECONDS
        with Session(self._engine) as session:
            log.info("cleaned up", **cleanup.run(session))

    def _listener(self) -> psycopg.Connection:
        # Its own connection, as LISTEN lasts as long as the connection does.
        url = self._engine.url
        connection = psycopg.connect(
            host=url.host,
            port=url.port,
            user=url.username,
            password=url.password,
            dbname=url.database,
            application_name=f"{settings.APP_NAME} listener",
            autocommit=True,
        )
        connection.execute(f"LISTEN {outbox.CHANNEL}")
        return connection

    def _wait(self, listener: psycopg.Connection) -> None:
        """Return on a notification, on a stop, or after the poll interval.

        Polling finds what was put off and what another worker let go of.
        """
        waited = 0.0
        while waited < _POLL_SECONDS and not self._stop.is_set():
            if any(
                True for _ in listener.notifies(timeout=_LISTEN_SECONDS, stop_after=1)
            ):
                return
            waited += _LISTEN_SECONDS

    def deliver_next(self) -> bool:
        """Deliver one due e-mail; False when none is due."""
        with Session(self._engine) as session:
            row = outbox.claim(session)
            if row is None:
                return False
            try:
                _deliver(row)
            except Exception as error:
                # A fault of ours with one e-mail must not keep back all others.
                log.exception("e-mail not delivered", email_id=str(row.id))
                outbox.delay(row, type(error).__name__, at_least=0)
            session.add(row)
            session.commit()
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


def main() -> None:
    """Deliver in this process until SIGTERM or SIGINT."""
    logging.configure()
    worker = Worker()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: worker.request_stop())
    worker.run()


if __name__ == "__main__":
    main()
