"""Serves metrics to Prometheus on METRICS_PORT, never on the public port.

The counters come from backend.core.metrics. The state of the connection pool, its
slots, the outbox and the background jobs is read at each scrape.
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

from backend.background import status
from backend.core import threads
from backend.core.config import settings
from backend.core.database import engine, new_engine
from backend.core.start import CannotStart
from backend.modules import registry
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


class DatabaseCollector(Collector):
    """Reports what waits in the database. Every instance reports the same."""

    def __init__(self) -> None:
        self._engine = new_engine(
            pool_size=1, application_name=f"{settings.APP_NAME} metrics"
        )

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Return nothing, so that registering does not query the database."""
        return iter(())

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Query the database; if a query fails, only its metrics are missing."""
        for measure in (_outbox, _jobs, _queues):
            try:
                with Session(self._engine) as session:
                    found = list(measure(session))
            except SQLAlchemyError as error:
                name, reason = measure.__name__.strip("_"), type(error).__name__
                log.warning("not measured", metrics=name, error=reason)
                continue
            yield from found

    def close(self) -> None:
        """Close the connection to the database."""
        self._engine.dispose()


def _outbox(session: Session) -> Iterator[GaugeMetricFamily]:
    yield GaugeMetricFamily(
        "sample_outbox_emails",
        "Pending e-mails, including those scheduled for later.",
        outbox.depth(session),
    )
    yield GaugeMetricFamily(
        "sample_outbox_overdue_seconds",
        "How long the oldest due e-mail has waited.",
        outbox.overdue_by(session).total_seconds(),
    )


def _jobs(session: Session) -> Iterator[GaugeMetricFamily]:
    jobs = registry.jobs()
    age = GaugeMetricFamily(
        "sample_job_age_seconds",
        "How long ago a job last succeeded, in any process.",
        labels=["name"],
    )
    most = GaugeMetricFamily(
        "sample_job_max_age_seconds",
        "The age from which on a job is late.",
        labels=["name"],
    )
    for name, found in status.ages(session, jobs).items():
        age.add_metric([name], found.total_seconds())
    for job in jobs:
        most.add_metric([job.name], job.late_after.total_seconds())
    yield age
    yield most


def _queues(session: Session) -> Iterator[GaugeMetricFamily]:
    overdue = GaugeMetricFamily(
        "sample_queue_overdue_seconds",
        "How long the oldest due item of a queue has waited.",
        labels=["queue"],
    )
    most = GaugeMetricFamily(
        "sample_queue_max_overdue_seconds",
        "The wait of its oldest due item from which on a queue is late.",
        labels=["queue"],
    )
    dead = GaugeMetricFamily(
        "sample_queue_dead",
        "Items of a queue that failed for good.",
        labels=["queue"],
    )
    for queue in registry.queues():
        overdue.add_metric([queue.name], queue.overdue_by(session).total_seconds())
        most.add_metric([queue.name], queue.late_after.total_seconds())
        dead.add_metric([queue.name], queue.count_dead(session))
    yield from (overdue, most, dead)


class MetricsServer(AbstractContextManager["MetricsServer"]):
    """Serves the metrics of this process within the block; port 0 disables it."""

    def __init__(self, port: int = settings.METRICS_PORT) -> None:
        self._port = port
        self._running: tuple[WSGIServer, Thread] | None = None
        self._registry = CollectorRegistry()

    def __enter__(self) -> Self:
        if self._port:
            self._database = DatabaseCollector()
            for collector in (REGISTRY, PoolCollector(), self._database):
                self._registry.register(collector)
            try:
                self._running = start_http_server(
                    self._port, settings.METRICS_HOST, registry=self._registry
                )
            except OSError as error:
                self._database.close()
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
            self._database.close()
