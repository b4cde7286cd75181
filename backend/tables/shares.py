"""The table of shares: links to documents for people without an account."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from backend.core import clock, token
from backend.tables.base import timestamp


class DocumentShare(SQLModel, table=True):
    """A public link to a document. Only the digest of its token is stored."""

    __tablename__ = "document_shares"
    __table_args__ = (
        UniqueConstraint("token_digest"),
        CheckConstraint("downloads <= max_downloads", name="within_its_cap"),
    )

    id: UUID = Field(default_factory=token.new_id, primary_key=True)
    document_id: UUID = Field(
        foreign_key="documents.id", ondelete="CASCADE", index=True
    )
    token_digest: bytes
    password_hash: str | None = None
    max_downloads: int | None = None
    downloads: int = 0
    expires_at: datetime = timestamp()
    revoked_at: datetime | None = timestamp(default=None)
    created_at: datetime = timestamp(default_factory=clock.now)
