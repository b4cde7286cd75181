"""Checks readiness: the database must answer and have the schema of this code.

If only Redis is down, or e-mails or background jobs are late, the service still works,
but is degraded.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from time import monotonic

from sqlalchemy.exc import ProgrammingError, SQLAlchemyError
from sqlmodel import Session

from backend.background import status
from backend.core import shutdown
from backend.modules import registry
from backend.modules.health.db import health_db
from backend.modules.health.exceptions import NotReady
from backend.outbox.queue import outbox

_STARTED = monotonic()
_MAX_EMAIL_WAIT = timedelta(minutes=5)
_MIGRATIONS = Path(__file__).parents[3] / "alembic" / "versions"


@dataclass(frozen=True, slots=True)
class Readiness:
    """The problems of a service that can serve requests; empty if there are none."""

    problems: list[str]

    @property
    def status(self) -> str:
        """`ok` without problems, else `degraded`."""
        return "degraded" if self.problems else "ok"


class HealthService:
    """The health of this process, its database, Redis, the outbox and the jobs."""

    def check(self, session: Session, *, redis_answers: bool) -> Readiness:
        """Return the problems, or raise NotReady if requests would fail."""
        if shutdown.has_begun():
            raise NotReady("The service is shutting down.")
        try:
            migration = health_db.migration(session)
            overdue = outbox.overdue_by(session)
            late = list(status.problems(session, registry.jobs(), registry.queues()))
        except ProgrammingError as error:
            raise NotReady("The database has not been migrated.") from error
        except SQLAlchemyError as error:
            raise NotReady("The database does not answer.") from error
        newest, earlier = _migrations()
        if migration is None or migration in earlier:
            raise NotReady("The database is at an earlier migration than this code.")
        problems = []
        if migration != newest:
            # An upgrade is in progress: migrations keep the previous release working.
            problems.append("The database is at a later migration than this code.")
        if not redis_answers:
            problems.append("Redis does not answer: logins and codes are refused.")
        if overdue > _MAX_EMAIL_WAIT:
            waited = int(overdue.total_seconds())
            problems.append(f"The oldest due e-mail has waited for {waited} s.")
        return Readiness(problems + late)

    def uptime(self) -> float:
        """Return how many seconds this process has been running."""
        return monotonic() - _STARTED


@cache
def _migrations() -> tuple[str, set[str]]:
    """Return the newest revision that this code knows, and all earlier ones."""
    # Read as text: importing Alembic would take a large part of the start-up time.
    text = "\n".join(path.read_text() for path in _MIGRATIONS.glob("*.py"))
    revisions = set(re.findall(r'(?m)^revision\b.*= "(\w+)"', text))
    earlier = set(re.findall(r'(?m)^down_revision\b.*= "(\w+)"', text))
    [newest] = revisions - earlier
    return newest, earlier


health_service = HealthService()
