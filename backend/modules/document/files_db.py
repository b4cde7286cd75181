"""Queries on stored files: versions, what owners use, what is to be deleted."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, insert, literal, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import defer
from sqlmodel import Session, col

from backend.models import (
    Document,
    DocumentUsage,
    DocumentVersion,
    StoredFileDeletion,
)


class UsageDB:
    """What owners use of what they may."""

    def get(self, session: Session, owner_id: UUID) -> DocumentUsage | None:
        """Return what an owner uses; None is nothing."""
        return session.get(DocumentUsage, owner_id)

    def take(
        self,
        session: Session,
        owner_id: UUID,
        size: int,
        *,
        default_bytes: int,
        default_files: int,
    ) -> bool:
        """Take room for one file of `size` bytes; False when there is not so much.

        One statement that locks the row, so that parallel uploads queue here.
        """
        usage = DocumentUsage
        session.execute(
            upsert(usage)
            .values(user_id=owner_id, used_bytes=0, files=0)
            .on_conflict_do_nothing()
        )
        most_bytes = func.coalesce(col(usage.limit_bytes), default_bytes)
        most_files = func.coalesce(col(usage.limit_files), default_files)
        statement = (
            update(usage)
            .where(
                col(usage.user_id) == owner_id,
                col(usage.used_bytes) + size <= most_bytes,
                col(usage.files) + 1 <= most_files,
            )
            .values(used_bytes=col(usage.used_bytes) + size, files=col(usage.files) + 1)
            .returning(col(usage.user_id))
            .execution_options(synchronize_session=False)
        )
        return session.execute(statement).first() is not None

    def give_back(
        self, session: Session, owner_id: UUID, *, size: int, files: int
    ) -> None:
        """Give room back."""
        session.execute(
            update(DocumentUsage)
            .where(col(DocumentUsage.user_id) == owner_id)
            .values(
                used_bytes=col(DocumentUsage.used_bytes) - size,
                files=col(DocumentUsage.files) - files,
            )
            .execution_options(synchronize_session=False)
        )

    def lock(self, session: Session, owner_id: UUID) -> None:
        """Let whoever else changes what the owner stores wait.

        Taken before a document's lock everywhere, so that no two wait for each other.
        """
        statement = select(col(DocumentUsage.user_id)).where(
            col(DocumentUsage.user_id) == owner_id
        )
        session.execute(statement.with_for_update()).first()

    def set_limits(
        self, session: Session, owner_id: UUID, limits: dict[str, int | None]
    ) -> None:
        """Set the limits of an owner; None is that of the settings."""
        nothing = {"used_bytes": 0, "files": 0}
        statement = upsert(DocumentUsage).values(user_id=owner_id, **nothing, **limits)
        if limits:
            change = statement.on_conflict_do_update(
                index_elements=["user_id"], set_=limits
            )
            session.execute(change)


class VersionDB:
    """The files of documents."""

    def add(self, session: Session, version: DocumentVersion) -> None:
        """Insert a version."""
        session.add(version)
        session.flush()

    def of(self, session: Session, document_id: UUID) -> Sequence[DocumentVersion]:
        """Return all versions of a document, the newest first."""
        statement = (
            select(DocumentVersion)
            .where(col(DocumentVersion.document_id) == document_id)
            .order_by(col(DocumentVersion.number).desc())
        )
        return session.execute(statement).scalars().all()

    def page(
        self, session: Session, document_id: UUID, *, below: int | None, limit: int
    ) -> Sequence[DocumentVersion]:
        """Return versions of a document, the newest first."""
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
        """Return the highest number that a version of the document has."""
        statement = select(func.max(DocumentVersion.number)).where(
            col(DocumentVersion.document_id) == document_id
        )
        return session.execute(statement).scalar_one() or 0

    def current(self, session: Session, ids: Iterable[UUID]) -> dict[UUID, str]:
        """Return where the present files of documents are."""
        statement = (
            select(col(Document.id), col(DocumentVersion.storage_name))
            .join(
                DocumentVersion,
                (col(DocumentVersion.document_id) == Document.id)
                & (col(DocumentVersion.number) == Document.version),
            )
            .where(col(Document.id).in_(list(ids)))
        )
        return dict(session.execute(statement).all())

    def owner_of(self, session: Session, storage_name: str) -> UUID | None:
        """Return whose a stored file is."""
        statement = (
            select(col(Document.owner_id))
            .join(DocumentVersion, col(DocumentVersion.document_id) == Document.id)
            .where(col(DocumentVersion.storage_name) == storage_name)
        )
        return session.execute(statement).scalars().first()

    def lock_by_storage_name(
        self, session: Session, storage_name: str
    ) -> tuple[Document, DocumentVersion] | None:
        """Return the version that a stored file is, and its document, locked."""
        statement = (
            select(Document, DocumentVersion)
            .options(defer(Document.search))
            .join(DocumentVersion, col(DocumentVersion.document_id) == Document.id)
            .where(col(DocumentVersion.storage_name) == storage_name)
            .with_for_update()
        )
        row = session.execute(statement).first()
        return (row[0], row[1]) if row else None

    def remove(self, session: Session, version: DocumentVersion) -> None:
        """Delete a version that is not the present one."""
        session.delete(version)
        session.flush()

    def remove_documents(
        self, session: Session, ids: Sequence[UUID], *, now: datetime
    ) -> dict[UUID, tuple[int, int]]:
        """Delete documents, queue their files, and return what owners get back.

        By owner: bytes and files.
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


class DeletionDB:
    """Stored files that are to be deleted."""

    def note(self, session: Session, name: str, *, due_at: datetime) -> None:
        """Have a file deleted when it is due."""
        session.add(StoredFileDeletion(name=name, due_at=due_at))
        session.flush()

    def spare(self, session: Session, name: str) -> bool:
        """Have a file not deleted; False when it is too late for that."""
        statement = (
            delete(StoredFileDeletion)
            .where(col(StoredFileDeletion.name) == name)
            .returning(col(StoredFileDeletion.name))
        )
        return session.execute(statement).first() is not None

    def claim_due(
        self, session: Session, *, now: datetime, limit: int
    ) -> Sequence[str]:
        """Lock and return names that are due and that no other worker has."""
        statement = (
            select(col(StoredFileDeletion.name))
            .where(col(StoredFileDeletion.due_at) <= now)
            .order_by(col(StoredFileDeletion.due_at))
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return session.execute(statement).scalars().all()

    def done(self, session: Session, names: Sequence[str]) -> None:
        """Take names off the queue."""
        session.execute(
            delete(StoredFileDeletion).where(col(StoredFileDeletion.name).in_(names))
        )

    def known(self, session: Session, shard: str) -> tuple[set[str], set[str]]:
        """Return the names of a shard that versions have, and those of the queue."""
        names = [col(DocumentVersion.storage_name), col(StoredFileDeletion.name)]
        used, doomed = (
            set(session.execute(select(n).where(n.startswith(f"{shard}/"))).scalars())
            for n in names
        )
        return used, doomed


usage_db = UsageDB()
version_db = VersionDB()
deletion_db = DeletionDB()
