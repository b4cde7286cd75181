"""The tables of documents: versions, texts, usage, and files to delete."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR
from sqlmodel import Field, SQLModel

from backend.core import clock, token
from backend.tables.base import timestamp

# The owner of a text that the previous release queued: it does not know the column.
_NO_OWNER = UUID(int=0)
_FALSE = {"server_default": text("false")}
_WAITING = text("due_at IS NOT NULL AND dead_at IS NULL")
_DEAD = text("dead_at IS NOT NULL")
_LIVE = text("deleted_at IS NULL")
_IN_TRASH = text("deleted_at IS NOT NULL")
# The order by title. Postgres compares bytes, which is the order of code points.
BY_TITLE = text('coalesce(title_sort, title_key COLLATE "C")')
BY_NAME = text('lower(name COLLATE "C")')


class Document(SQLModel, table=True):
    """A document of one owner. Its file columns are copied from its current version.

    The foreign key to the owner does not cascade. Before deleting an account, call
    `file_service.forget_some`, which queues the stored files for deletion.
    """

    __tablename__ = "documents"
    __table_args__ = (
        CheckConstraint("size > 0", name="is_not_empty"),
        CheckConstraint(
            "text_status IN ('pending', 'done', 'failed', 'too_large', 'none')",
            name="known_text_status",
        ),
        Index(
            "ix_documents_newest",
            "owner_id",
            "created_at",
            "id",
            postgresql_where=_LIVE,
        ),
        Index(
            "ix_documents_updated",
            "owner_id",
            "updated_at",
            "id",
            postgresql_where=_LIVE,
        ),
        Index(
            "ix_documents_title",
            "owner_id",
            "title_key",
            "id",
            postgresql_where=_LIVE,
        ),
        Index("ix_documents_name", "owner_id", BY_NAME, "id", postgresql_where=_LIVE),
        Index("ix_documents_size", "owner_id", "size", "id", postgresql_where=_LIVE),
        Index(
            "ix_documents_sorted",
            "owner_id",
            BY_TITLE,
            "id",
            postgresql_where=_LIVE,
        ),
        Index(
            "ix_documents_type",
            "owner_id",
            "media_type",
            "created_at",
            "id",
            postgresql_where=_LIVE,
        ),
        Index("ix_documents_same_file", "owner_id", "sha256"),
        Index(
            "ix_documents_trash",
            "owner_id",
            "deleted_at",
            "id",
            postgresql_where=_IN_TRASH,
        ),
        Index("ix_documents_purge", "deleted_at", postgresql_where=_IN_TRASH),
        Index("ix_documents_tags", "tags", postgresql_using="gin"),
        Index("ix_documents_search", "search", postgresql_using="gin"),
        Index("ix_documents_search_version", "search_version"),
        Index(
            "ix_documents_search_revision",
            "id",
            postgresql_where=text("search_revision <> revision"),
        ),
        # Only release 1.0.0 reads it, so the release after 2.0.0 can drop it.
        Index(
            "ix_documents_title_trigrams",
            "title_key",
            postgresql_using="gin",
            postgresql_ops={"title_key": "gin_trgm_ops"},
        ),
    )

    id: UUID = Field(default_factory=token.new_id, primary_key=True)
    owner_id: UUID = Field(foreign_key="users.id")
    title: str
    # The case-folded title, for finding similar ones. Release 1.0.0 sorts by it.
    title_key: str
    tags: list[str] = Field(sa_column=Column(ARRAY(String), nullable=False))
    name: str
    media_type: str
    size: int = Field(sa_type=BigInteger)
    sha256: bytes
    version: int = 1
    # Counts the changes that clients can see; used as the ETag.
    revision: int = 1
    text_status: str = "none"
    # Whether the current version has a thumbnail.
    has_thumbnail: bool = Field(default=False, sa_column_kwargs=_FALSE)
    # For sorting, see `backend.core.collation`. Null: made by release 1.0.0.
    title_sort: str | None = Field(
        default=None, sa_column=Column(String(collation="C"), nullable=True)
    )
    # The search vector of title, tags and file name, for ranks; never loaded. Release
    # 1.0.0 finds documents by it, and adds the text. It was made by a version of the
    # functions in `backend/modules/document/search`, from a revision of the document.
    search: Any = Field(default=None, sa_column=Column(TSVECTOR, nullable=False))
    search_version: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    search_revision: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    created_at: datetime = timestamp(default_factory=clock.now)
    updated_at: datetime = timestamp(default_factory=clock.now)
    deleted_at: datetime | None = timestamp(default=None)


class DocumentVersion(SQLModel, table=True):
    """One file of a document. A version never changes."""

    __tablename__ = "document_versions"
    __table_args__ = (
        UniqueConstraint("document_id", "number"),
        UniqueConstraint("storage_name"),
        Index(
            "ix_document_versions_storage_shard",
            "storage_name",
            postgresql_ops={"storage_name": "varchar_pattern_ops"},
        ),
        CheckConstraint("size > 0", name="is_not_empty"),
        Index(
            "ix_document_versions_unqueued",
            "id",
            postgresql_where=text("NOT is_queued"),
        ),
    )

    id: UUID = Field(default_factory=token.new_id, primary_key=True)
    document_id: UUID = Field(foreign_key="documents.id", ondelete="CASCADE")
    number: int = 1
    label: str | None = None
    name: str
    media_type: str
    # The encoding of a text that is not UTF-8.
    charset: str | None = None
    size: int = Field(sa_type=BigInteger)
    sha256: bytes
    storage_name: str
    # Whether its text and thumbnail were queued, if files of its type have them. Release
    # 1.0.0 does not set it, and a migration clears it when more types get them.
    is_queued: bool = Field(default=False, sa_column_kwargs=_FALSE)
    created_at: datetime = timestamp(default_factory=clock.now)


class DocumentText(SQLModel, table=True):
    """The text of a version. Until a job has read it, `due_at` says when to try.

    If all attempts failed, `dead_at` is set and no job tries again. `owner_id` is the
    owner of the document, so that owners can take turns.
    """

    __tablename__ = "document_texts"
    __table_args__ = (
        Index(
            "ix_document_texts_due",
            "due_at",
            postgresql_where=text("due_at IS NOT NULL"),
        ),
        Index(
            "ix_document_texts_waiting", "owner_id", "due_at", postgresql_where=_WAITING
        ),
        Index("ix_document_texts_dead", "dead_at", postgresql_where=_DEAD),
        Index(
            "ix_document_texts_words_version",
            "words_version",
            postgresql_where=text("text IS NOT NULL"),
        ),
    )

    version_id: UUID = Field(
        foreign_key="document_versions.id", ondelete="CASCADE", primary_key=True
    )
    status: str = "pending"
    text: str | None = None
    owner_id: UUID = Field(
        default=_NO_OWNER, sa_column_kwargs={"server_default": str(_NO_OWNER)}
    )
    # The search vector of the text, not indexed here; never loaded.
    words: Any = Field(default=None, sa_column=Column(TSVECTOR, nullable=True))
    words_version: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    attempts: int = 0
    due_at: datetime | None = timestamp(default=None)
    dead_at: datetime | None = timestamp(default=None)
    last_error: str | None = None


class DocumentWords(SQLModel, table=True):
    """The lexemes by which a search finds a document: of its head, and of its text.

    The head is title, tags and file name. The text is that of the current version. They
    are two rows, so that a new title does not index a long text again. Owner and time
    of creation are copied from the document; they never change.
    """

    __tablename__ = "document_words"
    __table_args__ = (
        Index("ix_document_words_newest", "owner_id", "created_at", "document_id"),
        # With the owner, so that a search reads no rows of other owners.
        Index(
            "ix_document_words_of_owner", "owner_id", "words", postgresql_using="gin"
        ),
    )

    document_id: UUID = Field(
        foreign_key="documents.id", ondelete="CASCADE", primary_key=True
    )
    is_text: bool = Field(primary_key=True)
    owner_id: UUID
    created_at: datetime = timestamp()
    words: Any = Field(sa_column=Column(TSVECTOR, nullable=False))


class DocumentUsage(SQLModel, table=True):
    """The storage that an owner uses, including all versions and the trash.

    A limit of null means: use the limit from the settings.
    """

    __tablename__ = "document_usage"
    __table_args__ = (
        CheckConstraint("used_bytes >= 0 AND files >= 0", name="never_negative"),
        # For administrators: who stores most.
        Index("ix_document_usage_used_bytes", "used_bytes", "user_id"),
    )

    user_id: UUID = Field(foreign_key="users.id", ondelete="CASCADE", primary_key=True)
    used_bytes: int = Field(default=0, sa_type=BigInteger)
    files: int = 0
    limit_bytes: int | None = Field(default=None, sa_type=BigInteger)
    limit_files: int | None = None


class StoredFileDeletion(SQLModel, table=True):
    """A stored file to delete at `due_at`.

    A file is queued here before its upload begins, and removed from the queue by the
    transaction that stores its row. So the file of a failed upload is always deleted.
    If all attempts failed, `dead_at` is set and no job tries again.
    """

    __tablename__ = "stored_file_deletions"
    __table_args__ = (
        Index(
            "ix_stored_file_deletions_waiting",
            "due_at",
            postgresql_where=text("dead_at IS NULL"),
        ),
        Index("ix_stored_file_deletions_dead", "dead_at", postgresql_where=_DEAD),
        Index(
            "ix_stored_file_deletions_shard",
            "name",
            postgresql_ops={"name": "varchar_pattern_ops"},
        ),
    )

    name: str = Field(primary_key=True)
    due_at: datetime = timestamp(index=True)
    attempts: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    dead_at: datetime | None = timestamp(default=None)
    last_error: str | None = None
