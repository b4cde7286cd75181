"""Numbers for the first page of administrators, at the cost of a few index look-ups.

Accounts and storage are counted by a job, because that reads whole tables: with ten
million accounts it takes half a minute, in small pieces, and the numbers are up to an
hour old. E-mails, demos and late jobs are read when they are asked for, by indexes.
"""

from collections import Counter
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
from backend.modules.user.overview.db import LAST, NAMES, Progress, overview_db
from backend.outbox.queue import outbox

# Counting more would take seconds while somebody guesses passwords.
MOST_FAILED_LOGINS = 10_000
EVERY = timedelta(hours=1)
# A little less than EVERY: the clocks of the processes differ, and so do their turns.
_FRESH = timedelta(minutes=55)


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
        complete = saved.keys() >= NAMES
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
        """Count the next accounts, if the counts are an hour old.

        Return whether more accounts follow. If another process is counting, nothing is
        done. What a process leaves unfinished, the next one continues.
        """
        if not overview_db.take_turn(session):
            return False
        now = clock.now()
        progress = overview_db.progress(session)
        if progress is None or progress.began_at <= now - EVERY:
            if self._are_fresh(session, now):
                return False
            progress = Progress(now)
        began_at = progress.began_at
        counts = Counter(progress.counts)
        until = progress.until
        if until != LAST:
            some = overview_db.next_range(session, until)
            counts.update(overview_db.count(session, some))
            until = some.until
        page, is_end = overview_db.next_page(session, progress.page)
        counts.update(
            overview_db.active(session, first=progress.page, end=page, now=began_at)
        )
        if until == LAST and is_end:
            overview_db.save(session, counts, now=began_at)
            return False
        overview_db.save_progress(session, Progress(began_at, until, page, counts))
        return True

    @staticmethod
    def _are_fresh(session: Session, now: datetime) -> bool:
        saved = overview_db.saved(session)
        return saved.keys() >= NAMES and all(
            each.counted_at > now - _FRESH for each in saved.values()
        )


def _disk() -> Disk | None:
    try:
        return storage.get().disk()
    except ServiceUnavailable:
        # The other numbers are worth more than none.
        return None


overview_service = OverviewService()
