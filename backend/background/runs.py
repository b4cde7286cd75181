"""The last success and the last failure of each job, shared by all processes."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col

from backend.models import JobRun

_MAX_ERROR_CHARACTERS = 300


class RunsDB:
    """The table of job runs. Flushes, never commits."""

    def record(
        self, session: Session, name: str, *, now: datetime, error: str | None
    ) -> None:
        """Store that a job succeeded, or with an error that it failed."""
        values = (
            {"succeeded_at": now}
            if error is None
            else {"failed_at": now, "error": error[:_MAX_ERROR_CHARACTERS]}
        )
        statement = insert(JobRun).values(name=name, **values)
        changes = dict(values)
        if error is None:
            # Another process may have stored a later time already.
            changes["succeeded_at"] = func.greatest(JobRun.succeeded_at, now)
        session.execute(
            statement.on_conflict_do_update(index_elements=["name"], set_=changes)
        )

    def all(self, session: Session) -> Sequence[JobRun]:
        """Return the runs of all jobs that ever ended, by name."""
        statement = select(JobRun).order_by(col(JobRun.name))
        return session.execute(statement).scalars().all()

    def successes(self, session: Session) -> Mapping[str, datetime]:
        """Return the time of the last success of each job that ever succeeded."""
        return {
            run.name: run.succeeded_at for run in self.all(session) if run.succeeded_at
        }


runs_db = RunsDB()
