"""Replies that several modules use: a user, and a login."""

from datetime import datetime
from typing import Literal, Self
from uuid import UUID

from pydantic import Field

from backend.core.validation import ReplyModel
from backend.models import Signup, User
from backend.modules.session.session import Login


class UserPublic(ReplyModel):
    """The user's own account."""

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
        """Return the user as the user's own login session may see it.

        All sign-ups for an address share one unverified account. A session that was
        opened with a sign-up shows the name, language and time of that sign-up.
        """
        public = cls.model_validate(user)
        if signup is None:
            return public
        own = {
            "full_name": signup.full_name,
            "locale": signup.locale,
            "created_at": signup.created_at,
        }
        return public.model_copy(update=own)


class Auth(ReplyModel):
    """A login: send `access_token` as a bearer token until `expires_at`.

    While `pending_2fa` is true, the token only works for `POST two-fa/verify`.
    """

    access_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105
    expires_at: datetime
    pending_2fa: bool
    device_token: str | None = Field(
        description=(
            "Store it, replacing an older one, and send it with the next login. "
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
