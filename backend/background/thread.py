"""Threads that work beside the requests until they are asked to stop."""

import threading
from abc import ABC, abstractmethod

import psycopg
import structlog
from sqlalchemy.exc import SQLAlchemyError

from backend.core.config import settings
from backend.core.database import new_engine

log = structlog.get_logger()


class BackgroundThread(ABC):
    """One thread with a connection of its own; a database that is away is waited for."""

    name: str
    # How long a stop waits for the piece of work in hand.
    patience_seconds = 10.0

    def __init__(self) -> None:
        self._engine = new_engine(
            pool_size=1, application_name=f"{settings.APP_NAME} {self.name}"
        )
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self.run, name=self.name, daemon=True)

    def start(self) -> None:
        """Run in a thread of its own."""
        self._thread.start()

    def stop(self) -> None:
        """Let the piece of work in hand be finished, then end; waits for the thread."""
        self.request_stop()
        self._thread.join(timeout=self.patience_seconds)

    def request_stop(self) -> None:
        """Ask the loop to end after the piece of work in hand."""
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
        """Do what there is to do, look at `_stop` between pieces, and return."""

    def close(self) -> None:
        """Give up the connection to the database."""
        self._engine.dispose()
