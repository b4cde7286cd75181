"""The table of invitations."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from backend.core import clock, token
from backend.core.locales import Reader
from backend.tables.base import timestamp

OPEN = "accepted_at IS NULL AND withdrawn_at IS NULL"


class Invitation(SQLModel, table=True):
    """An administrator's invitation of an address. Only the HMAC of its token is stored.

    It is open until it is accepted, withdrawn or expired. `user_id` is the account that
    was made by accepting it.
    """

    __tablename__ = "invitations"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_is_lower_case"),
        CheckConstraint("expires_at > created_at", name="expires_after_creation"),
        CheckConstraint(
            "accepted_at IS NULL OR withdrawn_at IS NULL", name="ends_in_one_way"
        ),
        # An address has one open invitation. An expired one counts until it is replaced.
        Index(
            "uq_invitations_open_email",
            "email",
            unique=True,
            postgresql_where=text(OPEN),
        ),
        Index("ix_invitations_created_at", "created_at", "id"),
        # For the cleanup.
        Index("ix_invitations_expires_at", "expires_at"),
        # For the foreign keys.
        Index(
            "ix_invitations_invited_by",
            "invited_by",
            postgresql_where=text("invited_by IS NOT NULL"),
        ),
        Index(
            "ix_invitations_user_id",
            "user_id",
            postgresql_where=text("user_id IS NOT NULL"),
        ),
    )

    id: UUID = Field(default_factory=token.new_id, primary_key=True)
    email: str
    is_admin: bool
    locale: str
    digest: bytes = Field(unique=True)
    invited_by: UUID | None = Field(
        default=None, foreign_key="users.id", ondelete="SET NULL"
    )
    user_id: UUID | None = Field(
        default=None, foreign_key="users.id", ondelete="CASCADE"
    )
    created_at: datetime = timestamp(default_factory=clock.now)
    sent_at: datetime = timestamp(default_factory=clock.now)
    expires_at: datetime = timestamp()
    accepted_at: datetime | None = timestamp(default=None)
    withdrawn_at: datetime | None = timestamp(default=None)

    @property
    def reader(self) -> Reader:
        """How e-mails to the invited person are written."""
        return Reader(self.locale, "UTC")
