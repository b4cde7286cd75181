"""The bodies of requests and replies about invitations."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field

from backend.core import clock
from backend.core.validation import (
    Email,
    Line,
    Locale,
    NewPassword,
    ReplyModel,
    RequestModel,
    one_of,
)
from backend.models import Invitation
from backend.modules.invitation.lib import State, state_of

InvitationToken = Annotated[
    Line,
    Field(
        description="The part behind `#` of the link in the e-mail.",
        examples=["q1XvT2aB0cD3eF4gH5iJ6kL7mN8oP9qR0sT1uV2wX3y"],
    ),
]


class InviteRequest(RequestModel):
    """Whom to invite, as what, and for how long."""

    email: Email = Field(examples=["grace@example.com"])
    is_admin: bool = Field(
        default=False, examples=[False], description="Whether to make an administrator."
    )
    locale: Locale = Field(
        default="en", examples=["de-DE"], description="The language of the e-mail."
    )
    expires_in_days: int = Field(default=7, ge=1, le=30, examples=[7])


class InvitationTokenRequest(RequestModel):
    """The token of an invitation."""

    token: InvitationToken


class AcceptInvitationRequest(RequestModel):
    """The token of an invitation, and the data of the new account."""

    token: InvitationToken
    password: NewPassword = Field(examples=["correct-horse-battery"])
    full_name: Line | None = Field(default=None, examples=["Grace Hopper"])


class InvitationForAdmin(ReplyModel):
    """An invitation. Its token is only in the e-mail."""

    id: UUID
    email: str = Field(examples=["grace@example.com"])
    is_admin: bool
    locale: str = Field(examples=["de-DE"])
    state: Annotated[str, one_of(State)] = Field(examples=["open"])
    invited_by: str | None = Field(
        description="The address of the administrator; null if the account is gone.",
        examples=["ada@example.com"],
    )
    user_id: UUID | None = Field(description="The account that was made by it.")
    created_at: datetime
    sent_at: datetime
    expires_at: datetime
    accepted_at: datetime | None
    withdrawn_at: datetime | None

    @classmethod
    def of(cls, invitation: Invitation, invited_by: str | None) -> Self:
        """Return the reply to an administrator."""
        return cls.model_validate(
            invitation.model_dump(exclude={"digest"})
            | {"state": state_of(invitation, clock.now()), "invited_by": invited_by}
        )


class InvitationList(ReplyModel):
    """A page of invitations, newest first."""

    items: list[InvitationForAdmin]
    next_cursor: str | None


class InvitationPublic(ReplyModel):
    """What the invited person sees before the account is made."""

    email: str = Field(examples=["grace@example.com"])
    is_admin: bool
    expires_at: datetime
