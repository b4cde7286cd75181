"""What is recorded about requests: for the safety of accounts, for repetition."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from backend.core import clock, token
from backend.tables.base import timestamp


class SecurityEvent(SQLModel, table=True):
    """Something that matters for the safety of an account: who, from where, when.

    A failed login to an address without an account has no user.
    """

    __tablename__ = "security_events"
    __table_args__ = (
        Index("ix_security_events_user_id", "user_id", "created_at", "id"),
        Index("ix_security_events_created_at", "created_at", "id"),
        # For the foreign key alone.
        Index(
            "ix_security_events_actor_id",
            "actor_id",
            postgresql_where=text("actor_id IS NOT NULL"),
        ),
    )

    id: UUID = Field(default_factory=token.new_id, primary_key=True)
    user_id: UUID | None = Field(
        default=None, foreign_key="users.id", ondelete="CASCADE"
    )
    kind: str
    actor_id: UUID | None = Field(
        default=None, foreign_key="users.id", ondelete="SET NULL"
    )
    session_id: UUID | None = None
    device: str = ""
    address: str = ""
    created_at: datetime = timestamp(default_factory=clock.now)


class IdempotencyKey(SQLModel, table=True):
    """A key under which a request succeeded, what it was, and its reply (encrypted)."""

    __tablename__ = "idempotency_keys"

    digest: bytes = Field(primary_key=True)
    fingerprint: bytes
    user_id: UUID | None = Field(
        default=None, foreign_key="users.id", ondelete="CASCADE", index=True
    )
    status: int
    reply: bytes
    created_at: datetime = timestamp(default_factory=clock.now, index=True)
