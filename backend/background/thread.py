"""The base class of threads that work in the background until asked to stop."""

import threading
from abc import ABC, abstractmethod

import psycopg
import structlog
from sqlalchemy.exc import SQLAlchemyError

from backend.core.config import settings
from backend.core.database import new_engine

log = structlog.get_logger()


class BackgroundThread(ABC):
    """A thread with its own database connection; waits while the database is down."""

    name: str
    # How long `stop` waits for the current piece of work.
    patience_seconds = 10.0

    def __init__(self) -> None:
        self._engine = new_engine(
            pool_size=1, application_name=f"{settings.APP_NAME} {self.name}"
        )
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self.run, name=self.name, daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """Ask the thread to end and wait until its current piece of work is done."""
        self.request_stop()
        self._thread.join(timeout=self.patience_seconds)

    def request_stop(self) -> None:
        """Ask the thread to end after its current piece of work."""
        self._stop.set()

    def run(self) -> None:
        """Work until asked to stop."""
        log.info("started", name=self.name)
        while not self._stop.is_set():
            try:
                self.work()
            except (SQLAlchemyError, psycopg.Error) as error:
                reason = str(error)[:200]
                log.warning("waiting for the database", name=self.name, error=reason)
                self._stop.wait(1)
        self.close()
        log.info("stopped", name=self.name)

    @abstractmethod
    def work(self) -> None:
        """Do all pending work and return; check `_stop` between two pieces."""

    def close(self) -> None:
        """Close the connection to the database."""
        self._engine.dispose()
