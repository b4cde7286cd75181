"""Runs the recurring jobs of the modules in small pieces of work."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic

import structlog
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from backend.background.thread import BackgroundThread

log = structlog.get_logger()

_POLL_SECONDS = 0.5  # also how long a stop may go unnoticed


@dataclass(frozen=True, slots=True)
class Job:
    """A recurring task of a module.

    `run` does one bounded piece of work and commits it. It returns True if it should be
    called again at once. It may be killed at any point, and several processes may run
    the same job at the same time.
    """

    name: str
    every: timedelta
    run: Callable[[Session], bool]


class JobRunner(BackgroundThread):
    """The thread that runs each job at its start and then whenever the job is due."""

    name = "jobs"
    patience_seconds = 30.0

    def __init__(self, jobs: Sequence[Job]) -> None:
        super().__init__()
        self._jobs = jobs
        self._due = dict.fromkeys((job.name for job in jobs), 0.0)

    def work(self) -> None:
        """Do one piece of each job that is due."""
        for job in self._jobs:
            if self._due[job.name] <= monotonic() and not self._stop.is_set():
                self._run(job)
        self._stop.wait(_POLL_SECONDS)

    def _run(self, job: Job) -> None:
        # Set before the run: a job that fails waits for its next turn.
        self._due[job.name] = monotonic() + job.every.total_seconds()
        try:
            with Session(self._engine) as session:
                more = job.run(session)
        except OperationalError:
            self._due[job.name] = 0.0
            raise
        except Exception:
            log.exception("job failed", job=job.name)
            return
        if more:
            self._due[job.name] = 0.0
