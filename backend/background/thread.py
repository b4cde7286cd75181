"""The base class of threads that work in the background until asked to stop."""

import threading
from abc import ABC, abstractmethod
from time import monotonic

import psycopg
import structlog
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from backend.core import metrics
from backend.core.config import settings
from backend.core.database import new_engine

log = structlog.get_logger()

_RESTART_SECONDS = 5.0
_INTERRUPT_SECONDS = 0.25
# What a database that is down or restarts raises.
_AWAY = (OperationalError, InterfaceError, PoolTimeout, psycopg.OperationalError)


class BackgroundThread(ABC):
    """A thread with its own database connections; waits while the database is down.

    If `work` raises anything else, the thread logs and counts it
    (sample_thread_restarts_total) and begins again with a new connection.
    """

    name: str
    connections = 1  # to the database, at most
    # How long `stop` waits for the current piece of work.
    patience_seconds = 10.0
    # The longest statement of this thread.
    statement_seconds: float = settings.POSTGRES_TIMEOUT_SECONDS

    def __init__(self) -> None:
        self._engine = new_engine(
            pool_size=self.connections,
            application_name=f"{settings.APP_NAME} {self.name}",
            timeout_seconds=self.statement_seconds,
        )
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self.run, name=self.name, daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Ask the thread to end and wait until its current piece of work is done."""
        self.request_stop()
        ends = monotonic() + self.patience_seconds
        while self._thread.is_alive() and monotonic() < ends:
            self._thread.join(timeout=_INTERRUPT_SECONDS)
            # Again and again: the last one may have come just before a statement.
            self.interrupt()

    def request_stop(self) -> None:
        """Ask the thread to end after its current piece of work."""
        self._stop.set()
        self.interrupt()

    def interrupt(self) -> None:  # noqa: B027 (most threads need not do anything)
        """End the current piece of work early. Other threads call this at a stop."""

    def run(self) -> None:
        """Work until asked to stop."""
        log.info("started", name=self.name)
        while not self._stop.is_set():
            try:
                self.work()
            # Even SystemExit: nobody would notice the end.
            except BaseException as error:  # noqa: BLE001
                self.recover(error)
        self.close()
        log.info("stopped", name=self.name)

    def recover(self, error: BaseException) -> None:
        """Log an error of `work`, and wait before it begins again."""
        if isinstance(error, _AWAY):
            reason = str(error)[:200]
            log.warning("waiting for the database", name=self.name, error=reason)
            self._stop.wait(1)
            return
        log.error("thread restarted", name=self.name, exc_info=error)
        metrics.THREAD_RESTARTS.labels(self.name).inc()
        self._engine.dispose()
        self._stop.wait(_RESTART_SECONDS)

    @abstractmethod
    def work(self) -> None:
        """Do all pending work and return; check `_stop` between two pieces."""

    def close(self) -> None:
        """Close the connections to the database."""
        self._engine.dispose()
