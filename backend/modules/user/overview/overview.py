"""Numbers for the first page of administrators, at the cost of a few index look-ups.

Accounts and storage are counted by a job, because that reads whole tables: with ten
million accounts it takes seconds, and the numbers are up to an hour old. E-mails, demos
and late jobs are read when they are asked for, by indexes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from backend.background import status
from backend.background.runs import runs_db
from backend.core import clock, storage
from backend.core.exceptions import ServiceUnavailable
from backend.core.storage import Disk
from backend.models import JobRun
from backend.modules import registry
from backend.modules.book_demo.admin.admin import booking_admin_service
from backend.modules.session.security_log.security_log import security_log_service
from backend.modules.user.overview.db import overview_db
from backend.outbox.queue import outbox

# Counting more would take seconds while somebody guesses passwords.
MOST_FAILED_LOGINS = 10_000
EVERY = timedelta(hours=1)
# A little less than EVERY: the clocks of the processes differ, and so do their turns.
_FRESH = timedelta(minutes=55)
# By a name in each part; the newest, so that a part is counted again if a release adds a
# number to it. The part that takes longest comes last, so that no other part
# waits for it.
_PARTS = {
    "to_be_deleted": overview_db.accounts,
    "two_fa_enabled": overview_db.with_two_fa,
    "used_bytes": overview_db.stored,
    "active_last_day": overview_db.active,
}


@dataclass(frozen=True, slots=True)
class QueueState:
    """How long the oldest due item of a queue has waited, and how many gave up."""

    name: str
    overdue: timedelta
    dead: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The state of the whole service, in numbers."""

    # By name; None before the job has counted everything for the first time.
    counts: Mapping[str, int] | None
    # When the oldest of them was counted.
    counted_at: datetime | None
    upcoming_bookings: int
    pending_emails: int
    dead_emails: int
    # Within a day, and at most MOST_FAILED_LOGINS.
    failed_logins: int
    # None if the files are in a bucket, or the storage does not answer.
    disk: Disk | None
    # A sentence for each background job and queue that is late.
    late: Sequence[str]
    # The last runs of jobs, without those that never ended.
    runs: Sequence[JobRun]
    queues: Sequence[QueueState]


class OverviewService:
    """Counts accounts, and reads the counts."""

    def get(self, session: Session) -> Overview:
        """Return the numbers."""
        saved = overview_db.saved(session)
        complete = saved.keys() >= _PARTS.keys()
        return Overview(
            {n: each.value for n, each in saved.items()} if complete else None,
            min((each.counted_at for each in saved.values()), default=None),
            booking_admin_service.count_upcoming(session),
            outbox.depth(session),
            outbox.count_dead(session),
            security_log_service.count(
                session,
                "login_failed",
                after=clock.now() - timedelta(days=1),
                most=MOST_FAILED_LOGINS,
            ),
            _disk(),
            list(status.problems(session, registry.jobs(), registry.queues())),
            runs_db.all(session),
            [
                QueueState(q.name, q.overdue_by(session), q.count_dead(session))
                for q in registry.queues()
            ],
        )

    def count_some(self, session: Session) -> bool:
        """Count a part of what is an hour old; return whether there may be more.

        If another process is counting, nothing is done.
        """
        if not overview_db.take_turn(session):
            return False
        now = clock.now()
        saved = overview_db.saved(session)
        for name, read in _PARTS.items():
            if name not in saved or saved[name].counted_at <= now - _FRESH:
                overview_db.save(session, read(session, now), now=now)
                return True
        return False


def _disk() -> Disk | None:
    try:
        return storage.get().disk()
    except ServiceUnavailable:
        # The other numbers are worth more than none.
        return None


overview_service = OverviewService()
