"""How late background work is: for metrics, readiness and the command line."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from time import monotonic

from sqlmodel import Session

from backend.background.jobs import Job
from backend.background.queues import Queue
from backend.background.runs import runs_db
from backend.core import clock

_STARTED = monotonic()


def ages(
    session: Session, jobs: Sequence[Job], *, of_new: timedelta | None = None
) -> Mapping[str, timedelta]:
    """Return for each job how long ago it last succeeded, in any process.

    A job that has never succeeded is as old as `of_new`, by default as this process: a new
    deployment is not late, and one without a worker becomes late.
    """
    now = clock.now()
    known = runs_db.successes(session)
    if of_new is None:
        of_new = timedelta(seconds=monotonic() - _STARTED)
    return {
        job.name: (
            max(now - known[job.name], timedelta()) if job.name in known else of_new
        )
        for job in jobs
    }


def late(session: Session, jobs: Sequence[Job]) -> list[str]:
    """Return the names of the jobs that are late, or that have never succeeded."""
    found = ages(session, jobs, of_new=timedelta.max)
    return [job.name for job in jobs if found[job.name] > job.late_after]


def problems(
    session: Session, jobs: Sequence[Job], queues: Sequence[Queue]
) -> Iterator[str]:
    """Yield a sentence for each job and each queue that is late."""
    late_after = {job.name: job.late_after for job in jobs}
    for name, age in ages(session, jobs).items():
        if age > late_after[name]:
            yield f"The job '{name}' last succeeded {_seconds(age)} s ago."
    for queue in queues:
        waited = queue.overdue_by(session)
        if waited > queue.late_after:
            yield f"The oldest of the {queue.name} has waited for {_seconds(waited)} s."


def _seconds(duration: timedelta) -> int:
    return int(duration.total_seconds())
