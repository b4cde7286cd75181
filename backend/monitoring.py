"""The page that Prometheus reads, on METRICS_PORT and never on the public port.

Beside what the process counts (backend.core.metrics) it shows what is looked up when it
is read: the pool and its slots, and the outbox.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from threading import Thread
from types import TracebackType
from typing import Self
from wsgiref.simple_server import WSGIServer

import structlog
from prometheus_client import CollectorRegistry, start_http_server
from prometheus_client.core import REGISTRY, GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from backend.core import threads
from backend.core.config import settings
from backend.core.database import engine, new_engine
from backend.outbox.queue import outbox

log = structlog.get_logger()


class PoolCollector(Collector):
    """How many slots and connections there are, are in use, and are waited for."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Read the state of this very moment."""
        slots = threads.slots()
        yield GaugeMetricFamily(
            "sample_slots", "Requests that may use the database at once.", slots.total
        )
        yield GaugeMetricFamily(
            "sample_slots_in_use", "Requests that use the database now.", slots.in_use
        )
        yield GaugeMetricFamily(
            "sample_slots_waiting", "Requests that wait for a slot.", slots.waiting
        )
        yield GaugeMetricFamily(
            "sample_connections_in_use",
            "Connections of the pool that a request holds.",
            engine.pool.checkedout(),  # type: ignore[attr-defined]
        )


class OutboxCollector(Collector):
    """How much e-mail waits, and for how long; the same on every instance."""

    def __init__(self) -> None:
        self._engine = new_engine(
            pool_size=1, application_name=f"{settings.APP_NAME} metrics"
        )

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Name nothing: registering must not ask the database."""
        return iter(())

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Ask the database; without it these are missing and the rest is there."""
        try:
            with Session(self._engine) as session:
                depth = outbox.depth(session)
                overdue = outbox.overdue_by(session)
        except SQLAlchemyError as error:
            log.warning("outbox not measured", error=type(error).__name__)
            return
        yield GaugeMetricFamily(
            "sample_outbox_emails", "E-mails that wait, for a later time too.", depth
        )
        yield GaugeMetricFamily(
            "sample_outbox_overdue_seconds",
            "How long the oldest e-mail that is due has waited.",
            overdue.total_seconds(),
        )

    def close(self) -> None:
        """Give up the connection to the database."""
        self._engine.dispose()


class MetricsServer(AbstractContextManager["MetricsServer"]):
    """Serves the metrics of this process within the block; port 0 serves nothing."""

    def __init__(self, port: int = settings.METRICS_PORT) -> None:
        self._port = port
        self._running: tuple[WSGIServer, Thread] | None = None
        self._registry = CollectorRegistry()

    def __enter__(self) -> Self:
        if self._port:
            self._outbox = OutboxCollector()
            for collector in (REGISTRY, PoolCollector(), self._outbox):
                self._registry.register(collector)
            self._running = start_http_server(self._port, registry=self._registry)
            log.info("metrics served", port=self._port)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._running:
            server, thread = self._running
            server.shutdown()
            server.server_close()
            thread.join()
            self._outbox.close()
