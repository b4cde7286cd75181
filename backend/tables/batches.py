"""The table of batches: actions on many documents that a job works off."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, String, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field, SQLModel

from backend.core import clock, token
from backend.tables.base import timestamp


class DocumentBatch(SQLModel, table=True):
    """An action on all documents that matched a filter when it was started.

    A job works off `document_ids` from `processed` on. Until then `finished_at` is null,
    and the user can start no other batch. `changed` counts documents that the action
    changed; the others were already so, or are gone. If the job failed for good,
    `dead_at` is set.
    """

    __tablename__ = "document_batches"
    __table_args__ = (
        CheckConstraint(
            "action IN ('trash', 'restore', 'tag', 'purge')", name="known_action"
        ),
        CheckConstraint(
            "changed BETWEEN 0 AND processed AND processed <= total",
            name="within_its_total",
        ),
        Index(
            "ix_document_batches_running",
            "user_id",
            unique=True,
            postgresql_where=text("finished_at IS NULL"),
        ),
        Index("ix_document_batches_newest", "user_id", "created_at", "id"),
        Index(
            "ix_document_batches_due",
            "due_at",
            postgresql_where=text("due_at IS NOT NULL"),
        ),
        Index(
            "ix_document_batches_dead",
            "dead_at",
            postgresql_where=text("dead_at IS NOT NULL"),
        ),
        Index(
            "ix_document_batches_finished",
            "finished_at",
            postgresql_where=text("finished_at IS NOT NULL"),
        ),
    )

    id: UUID = Field(default_factory=token.new_id, primary_key=True)
    user_id: UUID = Field(foreign_key="users.id", ondelete="CASCADE")
    action: str
    add_tags: list[str] = Field(sa_column=Column(ARRAY(String), nullable=False))
    remove_tags: list[str] = Field(sa_column=Column(ARRAY(String), nullable=False))
    filter: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))
    # Emptied at the end. Up to 320 KB, so it is only read in slices.
    document_ids: list[UUID] = Field(sa_column=Column(ARRAY(Uuid), nullable=False))
    total: int
    processed: int = 0
    changed: int = 0
    due_at: datetime | None = timestamp(default=None)
    attempts: int = 0
    dead_at: datetime | None = timestamp(default=None)
    last_error: str | None = None
    created_at: datetime = timestamp(default_factory=clock.now)
    finished_at: datetime | None = timestamp(default=None)
    cancelled_at: datetime | None = timestamp(default=None)
