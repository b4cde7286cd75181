"""The route of the first page of administrators."""

from datetime import datetime
from typing import Self

from pydantic import Field

from backend.api.deps import CurrentAdminDep, SessionDep
from backend.core.routing import Router
from backend.core.validation import ReplyModel
from backend.modules.user.overview.overview import (
    MOST_FAILED_LOGINS,
    Overview,
    overview_service,
)

router = Router(prefix="/admin", api_scope="admin")


class AccountCounts(ReplyModel):
    """Numbers of accounts and of what they store, counted at `counted_at`."""

    accounts: int = Field(examples=[12840])
    unverified: int = Field(examples=[310])
    disabled: int = Field(examples=[7])
    to_be_deleted: int = Field(examples=[2])
    two_fa_enabled: int = Field(examples=[2105])
    active_last_day: int = Field(examples=[1904])
    active_last_week: int = Field(examples=[5207])
    used_bytes: int = Field(examples=[914828099584])
    files: int = Field(examples=[230114])
    counted_at: datetime


class DiskSpace(ReplyModel):
    """The disk of the files."""

    free_bytes: int = Field(examples=[182536110080])
    total_bytes: int = Field(examples=[536870912000])


class JobState(ReplyModel):
    """The last success and the last failure of a background job, in any process."""

    name: str = Field(examples=["account counts"])
    succeeded_at: datetime | None
    failed_at: datetime | None
    error: str | None = Field(description="Of the last failure.")


class QueueState(ReplyModel):
    """A queue of background work."""

    name: str = Field(examples=["files to delete"])
    overdue_seconds: int = Field(
        description="How long the oldest due item has waited.", examples=[0]
    )
    dead: int = Field(description="Items that failed for good.", examples=[0])


class AdminOverview(ReplyModel):
    """The state of the service in numbers."""

    accounts: AccountCounts | None = Field(
        description="Counted by a job once an hour. Null before it ran for the first "
        "time."
    )
    upcoming_bookings: int = Field(examples=[4])
    pending_emails: int = Field(
        description="Waiting to be sent, including reminders for later.", examples=[9]
    )
    dead_emails: int = Field(
        description="Given up, and kept to be sent again by hand.", examples=[0]
    )
    failed_logins: int = Field(
        description=f"Within a day. {MOST_FAILED_LOGINS} means that many, or more.",
        examples=[14],
    )
    disk: DiskSpace | None = Field(
        description="Null if the files are in a bucket, or the disk does not answer."
    )
    jobs: list[JobState] = Field(description="Without jobs that never ended.")
    queues: list[QueueState]
    late: list[str] = Field(
        description="A sentence for each background job or queue that is late.",
        examples=[["The job 'delete files' last succeeded 4021 s ago."]],
    )

    @classmethod
    def of(cls, overview: Overview) -> Self:
        """Return the reply to an administrator."""
        accounts = None
        if overview.counts is not None:
            counted = {**overview.counts, "counted_at": overview.counted_at}
            accounts = AccountCounts.model_validate(counted)
        return cls(
            accounts=accounts,
            upcoming_bookings=overview.upcoming_bookings,
            pending_emails=overview.pending_emails,
            dead_emails=overview.dead_emails,
            failed_logins=overview.failed_logins,
            disk=DiskSpace.model_validate(overview.disk) if overview.disk else None,
            jobs=[JobState.model_validate(run) for run in overview.runs],
            queues=[
                QueueState(
                    name=queue.name,
                    overdue_seconds=int(queue.overdue.total_seconds()),
                    dead=queue.dead,
                )
                for queue in overview.queues
            ],
            late=list(overview.late),
        )


@router.get("/overview")
def admin_get_overview(_: CurrentAdminDep, session: SessionDep) -> AdminOverview:
    """Return numbers about accounts, storage, demos, e-mails and background jobs.

    `accounts` is up to an hour old, or older if `late` names the job that counts them.
    All other numbers are current.
    """
    return AdminOverview.of(overview_service.get(session))
