"""Queries on the text of documents. Flushes, never commits."""

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import defer
from sqlmodel import Session, col

from backend.models import Document, DocumentText


class TextDB:
    """Queries on the texts of versions."""

    def get(self, session: Session, version_id: UUID) -> DocumentText | None:
        """Lock and return the text row of a version; None if there is none."""
        statement = (
            select(DocumentText)
            .options(defer(DocumentText.words))
            .where(col(DocumentText.version_id) == version_id)
            .with_for_update()
        )
        return session.execute(statement).scalars().first()

    def set_status(self, session: Session, document_id: UUID, *, status: str) -> None:
        """Store on the document the result of reading its current version."""
        session.execute(
            update(Document)
            .where(col(Document.id) == document_id)
            .values(text_status=status)
            .execution_options(synchronize_session=False)
        )


text_db = TextDB()
