"""Queries on versions of documents. Flushes, never commits."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, insert, literal, select
from sqlalchemy.orm import defer
from sqlmodel import Session, col

from backend.models import (
    Document,
    DocumentVersion,
    StoredFileDeletion,
)


class VersionDB:
    """Queries on versions, each of which is one stored file."""

    def add(self, session: Session, version: DocumentVersion) -> None:
        """Insert a version."""
        session.add(version)
        session.flush()

    def of(self, session: Session, document_id: UUID) -> Sequence[DocumentVersion]:
        """Return all versions of a document, newest first."""
        statement = (
            select(DocumentVersion)
            .where(col(DocumentVersion.document_id) == document_id)
            .order_by(col(DocumentVersion.number).desc())
        )
        return session.execute(statement).scalars().all()

    def page(
        self, session: Session, document_id: UUID, *, below: int | None, limit: int
    ) -> Sequence[DocumentVersion]:
        """Return versions with a number below `below`, newest first."""
        statement = (
            select(DocumentVersion)
            .where(col(DocumentVersion.document_id) == document_id)
            .order_by(col(DocumentVersion.number).desc())
            .limit(limit)
        )
        if below is not None:
            statement = statement.where(col(DocumentVersion.number) < below)
        return session.execute(statement).scalars().all()

    def get(
        self, session: Session, document_id: UUID, number: int
    ) -> DocumentVersion | None:
        """Return one version of a document."""
        statement = select(DocumentVersion).where(
            col(DocumentVersion.document_id) == document_id,
            col(DocumentVersion.number) == number,
        )
        return session.execute(statement).scalars().first()

    def newest_number(self, session: Session, document_id: UUID) -> int:
        """Return the highest version number of a document; 0 if it has none."""
        statement = select(func.max(DocumentVersion.number)).where(
            col(DocumentVersion.document_id) == document_id
        )
        return session.execute(statement).scalar_one() or 0

    def current(
        self, session: Session, ids: Iterable[UUID], *, owner_id: UUID
    ) -> Sequence[DocumentVersion]:
        """Return the current versions of documents that the owner has outside the trash.

        One query: between two, a document could get another version.
        """
        statement = (
            select(DocumentVersion)
            .join(
                Document,
                (col(Document.id) == DocumentVersion.document_id)
                & (col(Document.version) == DocumentVersion.number),
            )
            .where(
                col(Document.id).in_(list(ids)),
                col(Document.owner_id) == owner_id,
                col(Document.deleted_at).is_(None),
            )
        )
        return session.execute(statement).scalars().all()

    def owner_of(self, session: Session, storage_name: str) -> UUID | None:
        """Return the id of the owner of a stored file."""
        statement = (
            select(col(Document.owner_id))
            .join(DocumentVersion, col(DocumentVersion.document_id) == Document.id)
            .where(col(DocumentVersion.storage_name) == storage_name)
        )
        return session.execute(statement).scalars().first()

    def lock_by_storage_name(
        self, session: Session, storage_name: str
    ) -> tuple[Document, DocumentVersion] | None:
        """Lock and return the document and the version of a stored file."""
        statement = (
            select(Document, DocumentVersion)
            .options(defer(Document.search))
            .join(DocumentVersion, col(DocumentVersion.document_id) == Document.id)
            .where(col(DocumentVersion.storage_name) == storage_name)
            .with_for_update()
        )
        row = session.execute(statement).first()
        return (row[0], row[1]) if row else None

    def lock_unqueued(
        self, session: Session, *, limit: int
    ) -> Sequence[tuple[Document, DocumentVersion]]:
        """Lock and return versions that are not queued, with their documents.

        Those that another transaction has locked are skipped.
        """
        statement = (
            select(Document, DocumentVersion)
            .options(defer(Document.search))
            .join(DocumentVersion, col(DocumentVersion.document_id) == Document.id)
            .where(~col(DocumentVersion.is_queued))
            .order_by(col(DocumentVersion.id))
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return [(row[0], row[1]) for row in session.execute(statement)]

    def remove(self, session: Session, version: DocumentVersion) -> None:
        """Delete a version that is not the current one."""
        session.delete(version)
        session.flush()

    def remove_documents(
        self, session: Session, ids: Sequence[UUID], *, now: datetime
    ) -> dict[UUID, tuple[int, int]]:
        """Delete documents and queue their files for deletion.

        Return by owner the freed bytes and the number of files.
        """
        files = (
            select(
                col(Document.owner_id),
                col(DocumentVersion.size),
                col(DocumentVersion.storage_name),
            )
            .join(Document, col(Document.id) == DocumentVersion.document_id)
            .where(col(Document.id).in_(ids))
            .cte("files")
        )
        session.execute(
            insert(StoredFileDeletion).from_select(
                ["name", "due_at"], select(files.c.storage_name, literal(now))
            )
        )
        freed = session.execute(
            select(files.c.owner_id, func.sum(files.c.size), func.count()).group_by(
                files.c.owner_id
            )
        ).all()
        session.execute(
            delete(Document)
            .where(col(Document.id).in_(ids))
            .execution_options(synchronize_session=False)
        )
        return {owner: (int(size), files) for owner, size, files in freed}


version_db = VersionDB()
