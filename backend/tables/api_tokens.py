"""The table of API tokens."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from backend.core import clock, token
from backend.tables.base import timestamp


class ApiToken(SQLModel, table=True):
    """A token for a program of an account. Only its HMAC is stored.

    `scopes` are separated by spaces. A revoked token has no row.
    """

    __tablename__ = "api_tokens"
    __table_args__ = (
        Index("ix_api_tokens_user_id", "user_id", "created_at", "id"),
        # For the cleanup.
        Index(
            "ix_api_tokens_expires_at",
            "expires_at",
            postgresql_where=text("expires_at IS NOT NULL"),
        ),
        CheckConstraint("scopes <> ''", name="has_scopes"),
        CheckConstraint("expires_at > created_at", name="expires_after_creation"),
    )

    id: UUID = Field(default_factory=token.new_id, primary_key=True)
    user_id: UUID = Field(foreign_key="users.id", ondelete="CASCADE")
    digest: bytes = Field(unique=True)
    name: str
    scopes: str
    created_at: datetime = timestamp(default_factory=clock.now)
    last_used_at: datetime | None = timestamp(default=None)
    expires_at: datetime | None = timestamp(default=None)
