"""The tables of resumable uploads and of the parts that have arrived."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from backend.core import clock, token
from backend.tables.base import timestamp


class Upload(SQLModel, table=True):
    """A resumable upload (tus 1.0): what its creation named, and its offset.

    `generation` counts the requests that sent bytes. Only the newest of them may move
    `received`, the offset. Once the file is a document, `document_id` names it; the row
    stays until `expires_at`, so that a client that lost the last reply can ask.
    """

    __tablename__ = "uploads"
    __table_args__ = (
        CheckConstraint("size > 0", name="is_not_empty"),
        CheckConstraint("received BETWEEN 0 AND size", name="offset_is_in_the_file"),
        CheckConstraint(
            "document_id IS NULL OR received = size", name="whole_if_stored"
        ),
        Index("ix_uploads_user_id", "user_id", "expires_at"),
    )

    id: UUID = Field(default_factory=token.new_id, primary_key=True)
    user_id: UUID = Field(foreign_key="users.id", ondelete="CASCADE")
    name: str
    # Upload-Metadata as the client sent it.
    upload_metadata: str
    size: int = Field(sa_type=BigInteger)
    received: int = Field(
        default=0, sa_type=BigInteger, sa_column_kwargs={"server_default": text("0")}
    )
    generation: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    document_id: UUID | None = None
    expires_at: datetime = timestamp(index=True)
    created_at: datetime = timestamp(default_factory=clock.now)


class UploadPart(SQLModel, table=True):
    """A stored file with the bytes of an upload from `start` on.

    Its name is in `stored_file_deletions` as long as it exists, due after the upload
    expires. So the parts of an upload that nobody finishes are deleted like other files.
    """

    __tablename__ = "upload_parts"
    __table_args__ = (CheckConstraint("size > 0", name="is_not_empty"),)

    upload_id: UUID = Field(
        foreign_key="uploads.id", ondelete="CASCADE", primary_key=True
    )
    start: int = Field(sa_type=BigInteger, primary_key=True)
    size: int = Field(sa_type=BigInteger)
    storage_name: str
