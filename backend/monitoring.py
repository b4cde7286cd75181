"""Serves metrics to Prometheus on METRICS_PORT, never on the public port.

The counters come from backend.core.metrics. The state of the connection pool, its slots
and the outbox is read at each scrape.
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
from backend.core.start import CannotStart
from backend.outbox.queue import outbox

log = structlog.get_logger()


class PoolCollector(Collector):
    """Reports slots (total, in use, waiting) and connections in use."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Return the current values."""
        slots = threads.slots()
        yield GaugeMetricFamily(
            "sample_slots",
            "Requests that may use the database at the same time.",
            slots.total,
        )
        yield GaugeMetricFamily(
            "sample_slots_in_use", "Requests that are using the database.", slots.in_use
        )
        yield GaugeMetricFamily(
            "sample_slots_waiting",
            "Requests that are waiting for a slot.",
            slots.waiting,
        )
        yield GaugeMetricFamily(
            "sample_connections_in_use",
            "Connections of the pool that requests hold.",
            engine.pool.checkedout(),  # type: ignore[attr-defined]
        )


class OutboxCollector(Collector):
    """Reports how many e-mails wait, and how long. Every instance reports the same."""

    def __init__(self) -> None:
        self._engine = new_engine(
            pool_size=1, application_name=f"{settings.APP_NAME} metrics"
        )

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Return nothing, so that registering does not query the database."""
        return iter(())

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Query the database; if it fails, only these metrics are missing."""
        try:
            with Session(self._engine) as session:
                depth = outbox.depth(session)
                overdue = outbox.overdue_by(session)
        except SQLAlchemyError as error:
            log.warning("outbox not measured", error=type(error).__name__)
            return
        yield GaugeMetricFamily(
            "sample_outbox_emails",
            "Pending e-mails, including those scheduled for later.",
            depth,
        )
        yield GaugeMetricFamily(
            "sample_outbox_overdue_seconds",
            "How long the oldest due e-mail has waited.",
            overdue.total_seconds(),
        )

    def close(self) -> None:
        """Close the connection to the database."""
        self._engine.dispose()


class MetricsServer(AbstractContextManager["MetricsServer"]):
    """Serves the metrics of this process within the block; port 0 disables it."""

    def __init__(self, port: int = settings.METRICS_PORT) -> None:
        self._port = port
        self._running: tuple[WSGIServer, Thread] | None = None
        self._registry = CollectorRegistry()

    def __enter__(self) -> Self:
        if self._port:
            self._outbox = OutboxCollector()
            for collector in (REGISTRY, PoolCollector(), self._outbox):
                self._registry.register(collector)
            try:
                self._running = start_http_server(
                    self._port, settings.METRICS_HOST, registry=self._registry
                )
            except OSError as error:
                self._outbox.close()
                raise CannotStart(
                    f"Cannot start: METRICS_PORT={self._port} of METRICS_HOST="
                    f"{settings.METRICS_HOST} cannot be used ({error.strerror})."
                ) from error
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
