"""The tables of sign-ups, reset requests, e-mailed codes, and counts of e-mails."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from backend.core import clock, token
from backend.core.locales import Reader
from backend.tables.base import timestamp

# A sign-up that is not verified in this time is deleted, and so is its account.
SIGNUP_LIFETIME = timedelta(days=7)


class Signup(SQLModel, table=True):
    """One attempt to sign up, with its own password, token and code.

    Until an address is verified, all attempts for it share one row of `users`. A row is
    also written if the address is taken; its code is then never accepted.
    """

    __tablename__ = "signups"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_is_lower_case"),
        Index("ix_signups_user_id", "user_id", "created_at"),
    )

    id: UUID = Field(default_factory=token.new_id, primary_key=True)
    user_id: UUID = Field(foreign_key="users.id", ondelete="CASCADE")
    email: str
    password_hash: str
    full_name: str | None = None
    locale: str = Field(default="en", sa_column_kwargs={"server_default": "en"})
    token_digest: bytes = Field(unique=True)
    created_at: datetime = timestamp(default_factory=clock.now, index=True)

    @property
    def reader(self) -> Reader:
        """How e-mails about this sign-up are written."""
        return Reader(self.locale)


class ResetRequest(SQLModel, table=True):
    """A request for a new password, for which an e-mail was written.

    A row is also written for an unknown address; its code is then never accepted.
    """

    __tablename__ = "reset_requests"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_is_lower_case"),
        Index("ix_reset_requests_email", "email", "created_at"),
    )

    id: UUID = Field(default_factory=token.new_id, primary_key=True)
    email: str
    # The network address that sent the request.
    requester: str
    token_digest: bytes = Field(unique=True)
    created_at: datetime = timestamp(default_factory=clock.now, index=True)


class OneTimeCode(SQLModel, table=True):
    """The code of one holder: a sign-up, a change of address, or a reset request.

    The digest is null after use, and if no code may be accepted.
    """

    __tablename__ = "one_time_codes"
    __table_args__ = (
        CheckConstraint(
            "purpose IN ('signup', 'email_change', 'password_reset')",
            name="known_purpose",
        ),
        CheckConstraint("tries BETWEEN 0 AND 5", name="at_most_five_tries"),
    )

    holder_id: UUID = Field(primary_key=True)
    purpose: str
    digest: bytes | None = None
    tries: int = 0
    expires_at: datetime = timestamp(index=True)


class MailCount(SQLModel, table=True):
    """The number of e-mails with a code that one requester caused to one address.

    The row with an empty requester counts the e-mails of all requesters together.
    """

    __tablename__ = "mail_counts"
    __table_args__ = (
        UniqueConstraint("email", "purpose", "requester"),
        Index("ix_mail_counts_requester", "requester"),
        CheckConstraint("email = lower(email)", name="email_is_lower_case"),
    )

    id: UUID = Field(default_factory=token.new_id, primary_key=True)
    email: str
    purpose: str
    requester: str
    sends: int = 1
    sends_since: datetime = timestamp()
    sent_at: datetime = timestamp(index=True)
