"""Queries on all files of one user and on files to delete. Flushes, never commits."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, literal, select, tuple_
from sqlalchemy.orm import defer
from sqlmodel import Session, col

from backend.models import (
    Document,
    DocumentVersion,
    StoredFileDeletion,
)


class OwnedDB:
    """Queries on all documents of a user and their versions, in batches."""

    def of_owner(
        self,
        session: Session,
        owner_id: UUID,
        *,
        after: tuple[bytes, UUID] | None,
        limit: int,
    ) -> Sequence[Document]:
        """Return documents of an owner, trash included, by hash and id (an index)."""
        key = tuple_(col(Document.sha256), col(Document.id))
        statement = (
            select(Document)
            .options(defer(Document.search))
            .where(col(Document.owner_id) == owner_id)
        )
        if after is not None:
            statement = statement.where(key > tuple_(*map(literal, after)))
        return session.execute(statement.order_by(key).limit(limit)).scalars().all()

    def all_of(
        self, session: Session, ids: Iterable[UUID]
    ) -> Sequence[DocumentVersion]:
        """Return all versions of these documents, ordered by number."""
        statement = (
            select(DocumentVersion)
            .where(col(DocumentVersion.document_id).in_(list(ids)))
            .order_by(col(DocumentVersion.number))
        )
        return session.execute(statement).scalars().all()

    def documents_of(
        self, session: Session, owner_id: UUID, *, limit: int
    ) -> Sequence[UUID]:
        """Lock some documents of an owner, trash included, and return their ids."""
        statement = (
            select(col(Document.id))
            .where(col(Document.owner_id) == owner_id)
            .limit(limit)
            .with_for_update()
        )
        return session.execute(statement).scalars().all()


owned_db = OwnedDB()


class DeletionDB:
    """The queue of stored files to delete."""

    def note(self, session: Session, name: str, *, due_at: datetime) -> None:
        """Queue a file for deletion at `due_at`."""
        session.add(StoredFileDeletion(name=name, due_at=due_at))
        session.flush()

    def spare(self, session: Session, name: str) -> bool:
        """Cancel the deletion of a file; return False if it is no longer queued."""
        statement = (
            delete(StoredFileDeletion)
            .where(col(StoredFileDeletion.name) == name)
            .returning(col(StoredFileDeletion.name))
        )
        return session.execute(statement).first() is not None

    def claim_due(
        self, session: Session, *, now: datetime, limit: int
    ) -> Sequence[str]:
        """Lock and return names that are due; skip those that another worker locked."""
        statement = (
            select(col(StoredFileDeletion.name))
            .where(col(StoredFileDeletion.due_at) <= now)
            .order_by(col(StoredFileDeletion.due_at))
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return session.execute(statement).scalars().all()

    def done(self, session: Session, names: Sequence[str]) -> None:
        """Remove names from the queue."""
        session.execute(
            delete(StoredFileDeletion).where(col(StoredFileDeletion.name).in_(names))
        )

    def known(self, session: Session, shard: str) -> tuple[set[str], set[str]]:
        """Return the names in a shard that versions use, and those that are queued."""
        names = [col(DocumentVersion.storage_name), col(StoredFileDeletion.name)]
        used, queued = (
            set(session.execute(select(n).where(n.startswith(f"{shard}/"))).scalars())
            for n in names
        )
        return used, queued


deletion_db = DeletionDB()
