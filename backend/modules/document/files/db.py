"""Queries on all files of one user and on files to delete. Flushes, never commits."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, literal, select, tuple_, update
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
        key = (col(Document.sha256), col(Document.id))
        statement = (
            select(Document)
            .options(defer(Document.search))
            .where(col(Document.owner_id) == owner_id)
        )
        if after is not None:
            there = tuple_(*map(literal, after))
            statement = statement.where(tuple_(*key) > there)
        # Two keys: the index is no help with the order of one key that is a pair.
        return session.execute(statement.order_by(*key).limit(limit)).scalars().all()

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
        """Cancel the deletion of a file; return False if it may have begun."""
        statement = (
            delete(StoredFileDeletion)
            .where(
                col(StoredFileDeletion.name) == name,
                col(StoredFileDeletion.attempts) == 0,
            )
            .returning(col(StoredFileDeletion.name))
        )
        return session.execute(statement).first() is not None

    def reschedule(
        self, session: Session, names: Sequence[str], *, due_at: datetime
    ) -> int:
        """Make files due at another time; return how many are untouched until now."""
        statement = (
            update(StoredFileDeletion)
            .where(
                col(StoredFileDeletion.name).in_(names),
                col(StoredFileDeletion.attempts) == 0,
            )
            .values(due_at=due_at)
            .returning(col(StoredFileDeletion.name))
            .execution_options(synchronize_session=False)
        )
        return len(session.execute(statement).all())

    def claim_due(
        self, session: Session, *, now: datetime, until: datetime, limit: int
    ) -> Mapping[str, int]:
        """Count an attempt for names that are due, and make them due again at `until`.

        Return the number of attempts by name. Names that are locked are skipped.
        """
        due = (
            select(col(StoredFileDeletion.name))
            .where(
                col(StoredFileDeletion.due_at) <= now,
                col(StoredFileDeletion.dead_at).is_(None),
            )
            .order_by(col(StoredFileDeletion.due_at))
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        statement = (
            update(StoredFileDeletion)
            .where(col(StoredFileDeletion.name).in_(due))
            .values(attempts=StoredFileDeletion.attempts + 1, due_at=until)
            .returning(col(StoredFileDeletion.name), col(StoredFileDeletion.attempts))
            .execution_options(synchronize_session=False)
        )
        return dict(session.execute(statement).all())

    def unclaim(
        self, session: Session, names: Sequence[str], *, due_at: datetime
    ) -> None:
        """Undo the claim of names that were not tried."""
        session.execute(
            update(StoredFileDeletion)
            .where(col(StoredFileDeletion.name).in_(names))
            .values(attempts=StoredFileDeletion.attempts - 1, due_at=due_at)
            .execution_options(synchronize_session=False)
        )

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
