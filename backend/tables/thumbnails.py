"""The table of thumbnails of documents."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from backend.tables.base import timestamp

_DUE = text("due_at IS NOT NULL")
_WAITING = text("due_at IS NOT NULL AND dead_at IS NULL")
_DEAD = text("dead_at IS NOT NULL")


class DocumentThumbnail(SQLModel, table=True):
    """A small picture (WebP) of a version. `image` is null if none could be drawn.

    Until a job has tried, `due_at` says when to try. If all attempts failed, `dead_at`
    is set and no job tries again. `owner_id` is the owner of the document, so that
    owners can take turns.
    """

    __tablename__ = "document_thumbnails"
    __table_args__ = (
        Index("ix_document_thumbnails_due", "due_at", postgresql_where=_DUE),
        Index(
            "ix_document_thumbnails_waiting",
            "owner_id",
            "due_at",
            postgresql_where=_WAITING,
        ),
        Index("ix_document_thumbnails_dead", "dead_at", postgresql_where=_DEAD),
    )

    version_id: UUID = Field(
        foreign_key="document_versions.id", ondelete="CASCADE", primary_key=True
    )
    owner_id: UUID
    image: bytes | None = None
    attempts: int = 0
    due_at: datetime | None = timestamp(default=None)
    dead_at: datetime | None = timestamp(default=None)
    last_error: str | None = None
