"""Queries on the text of documents. Flushes, never commits."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import Session, col

from backend.models import Document, DocumentText, DocumentVersion


@dataclass(frozen=True, slots=True)
class Unread:
    """A version whose text is to be read, and the number of attempts so far."""

    version_id: UUID
    document_id: UUID
    number: int
    media_type: str
    size: int
    storage_name: str
    attempts: int


class TextDB:
    """Queries on the texts of versions, and on the queue of versions to read."""

    def await_text(
        self, session: Session, version_id: UUID, *, due_at: datetime
    ) -> None:
        """Queue a version, so that the job reads its text."""
        session.add(DocumentText(version_id=version_id, due_at=due_at))
        session.flush()

    def claim(
        self, session: Session, *, now: datetime, until: datetime
    ) -> Unread | None:
        """Return the version that waited longest; make it due again at `until`."""
        statement = (
            select(DocumentText, DocumentVersion)
            .join(DocumentVersion, col(DocumentVersion.id) == DocumentText.version_id)
            .where(col(DocumentText.due_at) <= now)
            .order_by(col(DocumentText.due_at))
            .limit(1)
            .with_for_update(skip_locked=True, of=DocumentText)
        )
        row = session.execute(statement).first()
        if row is None:
            return None
        text, version = row
        text.attempts += 1
        text.due_at = until
        session.flush()
        return Unread(
            version_id=version.id,
            document_id=version.document_id,
            number=version.number,
            media_type=version.media_type,
            size=version.size,
            storage_name=version.storage_name,
            attempts=text.attempts,
        )

    def get(self, session: Session, version_id: UUID) -> DocumentText | None:
        """Lock and return the text row of a version; None if there is none."""
        statement = (
            select(DocumentText)
            .where(col(DocumentText.version_id) == version_id)
            .with_for_update()
        )
        return session.execute(statement).scalars().first()

    def lock_document(self, session: Session, document_id: UUID) -> Document | None:
        """Lock and return a document, whether it is in the trash or not."""
        statement = (
            select(Document).where(col(Document.id) == document_id).with_for_update()
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
