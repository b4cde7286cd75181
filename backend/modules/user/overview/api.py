"""The route of the first page of administrators."""

from datetime import datetime
from typing import Self

from pydantic import Field

from backend.api.deps import CurrentAdminDep, SessionDep
from backend.core.routing import Router
from backend.core.validation import ReplyModel
from backend.modules.user.overview.overview import Overview, overview_service

router = Router(prefix="/admin")


class AccountCounts(ReplyModel):
    """Numbers of accounts and of what they store, counted at `counted_at`."""

    accounts: int = Field(examples=[12840])
    unverified: int = Field(examples=[310])
    disabled: int = Field(examples=[7])
    two_fa_enabled: int = Field(examples=[2105])
    active_last_day: int = Field(examples=[1904])
    active_last_week: int = Field(examples=[5207])
    used_bytes: int = Field(examples=[914828099584])
    files: int = Field(examples=[230114])
    counted_at: datetime


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
            late=list(overview.late),
        )


@router.get("/overview")
def admin_get_overview(_: CurrentAdminDep, session: SessionDep) -> AdminOverview:
    """Return numbers about accounts, storage, demos, e-mails and background jobs.

    `accounts` is up to an hour old, or older if `late` names the job that counts them.
    All other numbers are current.
    """
    return AdminOverview.of(overview_service.get(session))
