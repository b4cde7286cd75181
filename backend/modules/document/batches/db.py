"""Queries on batches, and on the documents they change. Flushes, never commits."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import defer
from sqlmodel import Session, col

from backend.core.pagination import Position, in_order
from backend.models import Document, DocumentBatch, User
from backend.modules.document.db import DOCUMENTS, matching
from backend.modules.document.lib import Filters

# Without the ids: they are only read in slices.
_BATCHES = select(DocumentBatch).options(defer(DocumentBatch.document_ids))  # type: ignore[arg-type]


class BatchDB:
    """Queries on batches."""

    def lock_documents(
        self, session: Session, owner_id: UUID, ids: Iterable[UUID]
    ) -> Sequence[Document]:
        """Lock and return those of the owner's documents, trash included, by id."""
        statement = (
            DOCUMENTS.where(
                col(Document.owner_id) == owner_id, col(Document.id).in_(list(ids))
            )
            .order_by(col(Document.id))
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        return session.execute(statement).scalars().all()

    def matching(
        self, session: Session, owner_id: UUID, filters: Filters, *, limit: int
    ) -> Sequence[UUID]:
        """Return the ids of matching documents, the newest first."""
        order = (col(Document.created_at).desc(), col(Document.id).desc())
        statement = matching(select(col(Document.id)), owner_id, filters)
        ids: Sequence[UUID] = (
            session.execute(statement.order_by(*order).limit(limit)).scalars().all()
        )
        return ids

    def add(self, session: Session, batch: DocumentBatch) -> bool:
        """Insert a batch; return False if the user has one that is not finished."""
        statement = (
            insert(DocumentBatch)
            .values(batch.model_dump())
            .on_conflict_do_nothing(
                index_elements=["user_id"], index_where=text("finished_at IS NULL")
            )
            .returning(col(DocumentBatch.id))
        )
        return session.execute(statement).first() is not None

    def page(
        self, session: Session, user_id: UUID, *, after: Position | None, limit: int
    ) -> Sequence[DocumentBatch]:
        """Return batches of a user, newest first."""
        statement = _BATCHES.where(col(DocumentBatch.user_id) == user_id)
        key, batch_id = col(DocumentBatch.created_at), col(DocumentBatch.id)
        statement = in_order(statement, key, batch_id, after=after, down=True)
        return session.execute(statement.limit(limit)).scalars().all()

    def get(
        self, session: Session, batch_id: UUID, *, user_id: UUID, lock: bool = False
    ) -> DocumentBatch | None:
        """Return a batch of a user."""
        statement = _BATCHES.where(
            col(DocumentBatch.id) == batch_id, col(DocumentBatch.user_id) == user_id
        )
        if lock:
            statement = statement.with_for_update()
        return session.execute(statement).scalars().first()

    def claim(
        self, session: Session, *, now: datetime
    ) -> tuple[DocumentBatch, bool] | None:
        """Lock the batch that has been due the longest.

        Return it, and whether its user is active and not about to be deleted. Batches
        that another process works on are skipped.
        """
        is_active = col(User.is_active) & col(User.delete_at).is_(None)
        statement = (
            _BATCHES.add_columns(is_active)
            .join(User, col(User.id) == DocumentBatch.user_id)
            .where(
                col(DocumentBatch.due_at) <= now, col(DocumentBatch.dead_at).is_(None)
            )
            .order_by(col(DocumentBatch.due_at))
            .limit(1)
            .with_for_update(skip_locked=True, of=DocumentBatch)
        )
        row = session.execute(statement).first()
        return (row[0], row[1]) if row else None

    def piece(
        self, session: Session, batch: DocumentBatch, *, limit: int
    ) -> Sequence[UUID]:
        """Return the next ids of a batch."""
        first = batch.processed + 1  # arrays of Postgres begin with 1
        ids = col(DocumentBatch.document_ids)[first : batch.processed + limit]
        statement = select(ids).where(col(DocumentBatch.id) == batch.id)
        found: Sequence[UUID] = session.execute(statement).scalar_one()
        return found


batch_db = BatchDB()
