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
from backend.core import clock
from backend.modules import registry
from backend.modules.book_demo.admin.admin import booking_admin_service
from backend.modules.user.overview.db import overview_db
from backend.outbox.queue import outbox

EVERY = timedelta(hours=1)
# A little less than EVERY: the clocks of the processes differ, and so do their turns.
_FRESH = timedelta(minutes=55)
# By a name in each part. The part that takes longest comes last, so that no other part
# waits for it.
_PARTS = {
    "accounts": overview_db.accounts,
    "two_fa_enabled": overview_db.with_two_fa,
    "used_bytes": overview_db.stored,
    "active_last_day": overview_db.active,
}


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
    # A sentence for each background job and queue that is late.
    late: Sequence[str]


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
            list(status.problems(session, registry.jobs(), registry.queues())),
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


overview_service = OverviewService()
