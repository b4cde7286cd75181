"""The tables of security events, of idempotency keys, of job runs and of counts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field, SQLModel

from backend.core import clock, token
from backend.tables.base import timestamp


class SecurityEvent(SQLModel, table=True):
    """An event of the security log: its kind, user, actor, device, address and time.

    A failed login to an address without an account has no user.
    """

    __tablename__ = "security_events"
    __table_args__ = (
        Index("ix_security_events_user_id", "user_id", "created_at", "id"),
        Index("ix_security_events_created_at", "created_at", "id"),
        Index("ix_security_events_kind", "kind", "created_at", "id"),
        # Only for the foreign key.
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
    """The key of a request that succeeded, its fingerprint, and its encrypted reply."""

    __tablename__ = "idempotency_keys"

    digest: bytes = Field(primary_key=True)
    fingerprint: bytes
    user_id: UUID | None = Field(
        default=None, foreign_key="users.id", ondelete="CASCADE", index=True
    )
    status: int
    reply: bytes
    created_at: datetime = timestamp(default_factory=clock.now, index=True)


class JobRun(SQLModel, table=True):
    """When a background job last succeeded and last failed, in any process."""

    __tablename__ = "job_runs"

    name: str = Field(primary_key=True)
    succeeded_at: datetime | None = timestamp(default=None)
    failed_at: datetime | None = timestamp(default=None)
    # Of the last failure.
    error: str | None = None


class StoredCount(SQLModel, table=True):
    """A number that a job counts now and then, because counting reads a whole table.

    Names of unfinished counts, and of the place where to continue, begin with "counting".
    """

    __tablename__ = "stored_counts"

    name: str = Field(primary_key=True)
    value: int = Field(sa_type=BigInteger)
    counted_at: datetime = timestamp()
