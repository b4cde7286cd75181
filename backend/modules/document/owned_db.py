"""Queries on all that one user has, the trash too. Flushes, never commits."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import literal, select, tuple_
from sqlalchemy.orm import defer
from sqlmodel import Session, col

from backend.models import Document, DocumentVersion


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
