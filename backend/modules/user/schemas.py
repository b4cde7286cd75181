"""Replies of the routes of accounts."""

from datetime import datetime
from typing import Self

from pydantic import Field

from backend.api.me import Me
from backend.core.validation import ReplyModel
from backend.models import Signup
from backend.modules.session.schemas import UserPublic


class MyAccount(UserPublic):
    """The user's own account, and the state of this login session."""

    two_fa_enabled: bool
    recovery_codes_left: int | None = Field(
        description="The unused recovery codes. Null without a second factor.",
        examples=[10],
    )
    new_email: str | None = Field(
        description="The address of a change that waits for its code, until the code "
        "expires.",
        examples=["ada@example.org"],
    )
    session_expires_at: datetime | None = Field(
        description="When this login session ends, at the latest, or this API token. "
        "Null only for an API token that does not expire."
    )
    proved_at: datetime | None = Field(
        description="When the password (and the second factor, if on) was last given in "
        "this login session. Some operations need this to be at most "
        "`fresh_authentication_minutes` ago (`GET config`)."
    )

    @classmethod
    def of_me(cls, me: Me, signup: Signup | None) -> Self:
        """Return the caller's account; `signup` is as for `UserPublic.of`."""
        user = me.user
        shown = signup or user
        return cls(
            id=user.id,
            email=user.email,
            full_name=shown.full_name,
            timezone=user.timezone,
            locale=shown.locale,
            is_verified=user.is_verified,
            is_admin=user.is_admin,
            created_at=shown.created_at,
            two_fa_enabled=me.two_fa_enabled,
            recovery_codes_left=me.recovery_codes_left,
            new_email=me.new_email,
            session_expires_at=me.session_expires_at,
            proved_at=me.proved_at,
        )


class Accepted(ReplyModel):
    """A reply that is the same whether the address has an account or not."""

    detail: str = Field(
        default="If this address can be used, an e-mail is on its way to it."
    )


class SignupAccepted(Accepted):
    """The same reply for a new and a taken address. The token names this sign-up."""

    signup_token: str = Field(
        description="Store it, and send it with the code from the e-mail.",
        examples=["q1XvT2aB0cD3eF4gH5iJ6kL7mN8oP9qR0sT1uV2wX3y"],
    )


class UndoneEmailChange(ReplyModel):
    """The restored address. A code for a new password was sent to it."""

    email: str = Field(examples=["ada@example.com"])
    request_token: str = Field(
        description="Send it with the code to `POST forgot-password/verify`.",
        examples=["q1XvT2aB0cD3eF4gH5iJ6kL7mN8oP9qR0sT1uV2wX3y"],
    )
