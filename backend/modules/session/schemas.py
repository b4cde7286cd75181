"""Replies that several modules share: a user, and a login."""

from datetime import datetime
from typing import Literal, Self
from uuid import UUID

from pydantic import Field

from backend.core.validation import ReplyModel
from backend.models import Signup, User
from backend.modules.session.session import Login


class UserPublic(ReplyModel):
    """A user as users see themselves."""

    id: UUID
    email: str = Field(examples=["ada@example.com"])
    full_name: str | None = Field(examples=["Ada Lovelace"])
    timezone: str = Field(examples=["Europe/London"])
    locale: str = Field(examples=["en-GB"])
    is_verified: bool
    is_admin: bool
    created_at: datetime

    @classmethod
    def of(cls, user: User, signup: Signup | None) -> Self:
        """Return a user as a session sees it.

        An unverified account is shared by all sign-ups for its address: a session of
        one of them sees the name and the time of that one.
        """
        seen = cls.model_validate(user)
        if signup is None:
            return seen
        own = {"full_name": signup.full_name, "created_at": signup.created_at}
        return seen.model_copy(update=own)


class Auth(ReplyModel):
    """A login: send `access_token` as a bearer token until `expires_at`.

    While `pending_2fa` is true the token is good for `POST two-fa/verify` alone.
    """

    access_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105
    expires_at: datetime
    pending_2fa: bool
    device_token: str | None = Field(
        description=(
            "Keep it, in the place of an older one, and send it with the next login. "
            "Null while `pending_2fa` is true."
        )
    )
    user: UserPublic | None = Field(description="Null while `pending_2fa` is true.")

    @classmethod
    def of(cls, login: Login) -> Self:
        """Return the reply to a login."""
        return cls(
            access_token=login.access_token,
            expires_at=login.expires_at,
            pending_2fa=login.pending_2fa,
            device_token=login.device_token,
            user=(
                None if login.pending_2fa else UserPublic.of(login.user, login.signup)
            ),
        )
