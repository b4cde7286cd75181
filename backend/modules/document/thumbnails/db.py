"""Queries on thumbnails. Flushes, never commits."""

from uuid import UUID

from sqlalchemy import exists, select, update
from sqlmodel import Session, col

from backend.models import Document, DocumentThumbnail


class ThumbnailDB:
    """Queries on the thumbnails of versions."""

    def lock(self, session: Session, version_id: UUID) -> DocumentThumbnail | None:
        """Lock and return the row of a version; None if there is none."""
        statement = (
            select(DocumentThumbnail)
            .where(col(DocumentThumbnail.version_id) == version_id)
            .with_for_update()
        )
        return session.execute(statement).scalars().first()

    def image_of(self, session: Session, version_id: UUID) -> bytes | None:
        """Return the thumbnail of a version."""
        statement = select(col(DocumentThumbnail.image)).where(
            col(DocumentThumbnail.version_id) == version_id
        )
        return session.execute(statement).scalars().first()

    def exists(self, session: Session, version_id: UUID) -> bool:
        """Return whether a version has a thumbnail."""
        found = exists().where(
            col(DocumentThumbnail.version_id) == version_id,
            col(DocumentThumbnail.image).is_not(None),
        )
        return bool(session.execute(select(found)).scalar_one())

    def mark(self, session: Session, document_id: UUID) -> None:
        """Store on a document that its current version has a thumbnail."""
        session.execute(
            update(Document)
            .where(col(Document.id) == document_id)
            .values(has_thumbnail=True)
            .execution_options(synchronize_session=False)
        )


thumbnail_db = ThumbnailDB()
