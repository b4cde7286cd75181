"""Sign-ups, requests for a new password, their e-mailed codes, and counts of e-mails."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from backend.core import clock, token
from backend.tables.base import timestamp

# A sign-up that was not verified by then is deleted, and so is its account.
SIGNUP_LIFETIME = timedelta(days=7)


class Signup(SQLModel, table=True):
    """One attempt to sign up: it has a password, a token and a code of its own.

    Until an address is verified, its row of `users` is shared by all attempts. The row
    of an attempt is written for a taken address too; its code is then never right.
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
    token_digest: bytes = Field(unique=True)
    created_at: datetime = timestamp(default_factory=clock.now, index=True)


class ResetRequest(SQLModel, table=True):
    """A request for a new password that an e-mail was written for.

    The row is written for an unknown address too; its code is then never right.
    """

    __tablename__ = "reset_requests"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_is_lower_case"),
        Index("ix_reset_requests_email", "email", "created_at"),
    )

    id: UUID = Field(default_factory=token.new_id, primary_key=True)
    email: str
    # The network address that sent it.
    requester: str
    token_digest: bytes = Field(unique=True)
    created_at: datetime = timestamp(default_factory=clock.now, index=True)


class OneTimeCode(SQLModel, table=True):
    """The code of one holder: a sign-up, a change of address, a request for a reset.

    The digest is null after use, and where no code may be right.
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
    """How many e-mails with a code one requester caused to one address.

    The row with the empty requester counts those of all requesters.
    """

    __tablename__ = "mail_counts"
    __table_args__ = (
        UniqueConstraint("email", "purpose", "requester"),
        CheckConstraint("email = lower(email)", name="email_is_lower_case"),
    )

    id: UUID = Field(default_factory=token.new_id, primary_key=True)
    email: str
    purpose: str
    requester: str
    sends: int = 1
    sends_since: datetime = timestamp()
    sent_at: datetime = timestamp(index=True)
