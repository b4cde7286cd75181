"""Runs the recurring jobs of the modules in small pieces of work.

Each job has its own due time, its own wait after a failure and its own time limit for
statements. Jobs that could hold up others, for example because they wait for the file
store, run in a lane of their own: a thread and a connection.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from time import monotonic

import psycopg
import structlog
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlmodel import Session

from backend.background.backoff import backoff
from backend.background.runs import runs_db
from backend.background.thread import BackgroundThread
from backend.core import clock, metrics

log = structlog.get_logger()

_FIRST_RETRY_SECONDS = 1
_MAX_RETRY_SECONDS = 300
# A job does not wait for a table that a migration has locked; it is tried again later.
_LOCK_SECONDS = 1
_RECORD_SECONDS = 30.0
_CANCEL_SECONDS = 1.0
_LATE = timedelta(minutes=15)
_LIMITS = text(
    "SELECT set_config('statement_timeout', :statement, true),"
    " set_config('lock_timeout', :lock, true)"
)


@dataclass(frozen=True, slots=True)
class Job:
    """A recurring task of a module.

    `run` does one bounded piece of work and commits it. It returns True if it should be
    called again at once. It may be killed at any point, and several processes may run
    the same job at the same time.

    A statement of the job may take `statement_seconds`. Jobs of the same `lane` take
    turns; jobs of different lanes run at the same time. `interrupt` is called at a stop
    by another thread, possibly several times, and ends what no cancelled statement ends.
    """

    name: str
    every: timedelta
    run: Callable[[Session], bool]
    statement_seconds: int = 30
    lane: str = "jobs"
    interrupt: Callable[[], None] | None = None

    @property
    def late_after(self) -> timedelta:
        """How long after its last success the job counts as late."""
        return max(3 * self.every, _LATE)


@dataclass(slots=True)
class _Turn:
    """When a job is due, in monotonic seconds, and how often it failed in a row."""

    due: float = 0.0
    failures: int = 0
    # When its success was last stored; None if a failure was stored since.
    recorded: float | None = None


class JobRunner(BackgroundThread):
    """The thread of a lane. It runs the job that has been due the longest.

    So jobs with more work take turns, and a job that fails waits while others run.
    """

    def __init__(self, jobs: Sequence[Job], name: str = "jobs") -> None:
        self.name = name
        self.statement_seconds = max(job.statement_seconds for job in jobs)
        super().__init__()
        self._turns = [(job, _Turn()) for job in jobs]
        self._running: tuple[Job, psycopg.Connection] | None = None

    def work(self) -> None:
        """Do one piece of the job that has been due the longest, or wait for one."""
        job, turn = min(self._turns, key=lambda pair: pair[1].due)
        wait = turn.due - monotonic()
        if wait > 0:
            self._stop.wait(wait)
            return
        # Outside of the handling of the job's failures: if there is no connection to be
        # had, no job is to blame.
        with self._engine.connect() as connection:
            error = self._run(job, turn, connection)
        if not self._stop.is_set():
            self._record(job, turn, error)

    def interrupt(self) -> None:
        """Cancel the running statement, and let the job end its other work."""
        running = self._running
        if running is None:
            return
        job, connection = running
        if job.interrupt:
            job.interrupt()
        try:
            connection.cancel_safe(timeout=_CANCEL_SECONDS)
        except psycopg.Error as error:
            log.warning("statement not cancelled", job=job.name, error=str(error))

    def _run(self, job: Job, turn: _Turn, connection: Connection) -> str | None:
        """Run a piece, plan the next turn, and return the error if the piece failed."""
        driver = connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)  # noqa: S101 (for mypy)
        self._running = job, driver
        try:
            with Session(connection) as session:
                limit_statements(session, job.statement_seconds)
                more = job.run(session)
        except Exception as error:
            if self._stop.is_set():
                return None  # it was interrupted
            turn.failures += 1
            wait = backoff(
                turn.failures, first=_FIRST_RETRY_SECONDS, most=_MAX_RETRY_SECONDS
            )
            turn.due = monotonic() + wait.total_seconds()
            reason = f"{type(error).__name__}: {error}".partition("\n")[0]
            log.warning(
                "job failed",
                job=job.name,
                failures=turn.failures,
                error=reason,
                # A lock or a time limit is no bug, and may come again and again.
                exc_info=not isinstance(error, OperationalError),
            )
            metrics.JOB_RUNS.labels(job.name, "failed").inc()
            return reason
        finally:
            self._running = None
        turn.failures = 0
        turn.due = monotonic() + (0 if more else job.every.total_seconds())
        metrics.JOB_RUNS.labels(job.name, "done").inc()
        return None

    def _record(self, job: Job, turn: _Turn, error: str | None) -> None:
        """Store the result, for all processes to see; a success twice a minute."""
        fresh = turn.recorded and monotonic() - turn.recorded < _RECORD_SECONDS
        if error is None and fresh:
            return
        turn.recorded = monotonic() if error is None else None
        try:
            with Session(self._engine) as session:
                limit_statements(session, _LOCK_SECONDS)
                runs_db.record(session, job.name, now=clock.now(), error=error)
                session.commit()
        except SQLAlchemyError as failure:
            # The job itself has done its work, so this must not count against it.
            log.warning("run not recorded", job=job.name, error=str(failure)[:200])
            turn.recorded = None


def runners(jobs: Sequence[Job]) -> list[JobRunner]:
    """Return a thread for each lane of these jobs."""
    lanes: dict[str, list[Job]] = {}
    for job in jobs:
        lanes.setdefault(job.lane, []).append(job)
    return [JobRunner(of_lane, name) for name, of_lane in lanes.items()]


def limit_statements(session: Session, seconds: float) -> None:
    """Limit each statement of each later transaction of a session."""
    limits = {
        "statement": str(int(seconds * 1000)),
        "lock": str(_LOCK_SECONDS * 1000),
    }
    event.listen(session, "after_begin", partial(_set_limits, limits))


def _set_limits(
    limits: dict[str, str], _: Session, __: object, connection: Connection
) -> None:
    connection.execute(_LIMITS, limits)
