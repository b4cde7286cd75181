"""Queries on stored files: those of one user, and those to be deleted. Never commits."""

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
    """All documents of a user with their versions, some at a time."""

    def of_owner(
        self,
        session: Session,
        owner_id: UUID,
        *,
        after: tuple[bytes, UUID] | None,
        limit: int,
    ) -> Sequence[Document]:
        """Return documents of an owner, the trash too, in the order of an index."""
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
        """Return all versions of these documents, the first of each first."""
        statement = (
            select(DocumentVersion)
            .where(col(DocumentVersion.document_id).in_(list(ids)))
            .order_by(col(DocumentVersion.number))
        )
        return session.execute(statement).scalars().all()

    def documents_of(
        self, session: Session, owner_id: UUID, *, limit: int
    ) -> Sequence[UUID]:
        """Return the ids of some documents of an owner, locked."""
        statement = (
            select(col(Document.id))
            .where(col(Document.owner_id) == owner_id)
            .limit(limit)
            .with_for_update()
        )
        return session.execute(statement).scalars().all()


owned_db = OwnedDB()


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


deletion_db = DeletionDB()
