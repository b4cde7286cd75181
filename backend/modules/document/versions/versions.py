"""The service that lists versions and makes one of them the current version."""

from uuid import UUID

from sqlmodel import Session

from backend.core import clock
from backend.core.pagination import InvalidCursor, Page
from backend.models import Document, DocumentVersion
from backend.modules.document.db import document_db
from backend.modules.document.document import check_match, document_service
from backend.modules.document.exceptions import DocumentNotFound, VersionNotFound
from backend.modules.document.indexing.indexing import describe, index_service
from backend.modules.document.text.db import text_db
from backend.modules.document.thumbnails.db import thumbnail_db
from backend.modules.document.versions.db import version_db


class VersionService:
    """Lists and restores versions of documents."""

    def page(
        self,
        session: Session,
        document_id: UUID,
        *,
        owner_id: UUID,
        cursor: str | None,
        limit: int,
    ) -> tuple[Document, Page[DocumentVersion]]:
        """Return a document and a page of its versions, newest first.

        Raises:
            DocumentNotFound: the user has no such document.
            InvalidCursor: the cursor is not from this list.
        """
        below = _below(cursor)
        document = document_service.get(session, document_id, owner_id=owner_id)
        found = version_db.page(session, document_id, below=below, limit=limit + 1)
        items = found[:limit]
        following = str(items[-1].number) if len(found) > limit else None
        return document, Page(items, following)

    def restore(
        self,
        session: Session,
        document_id: UUID,
        number: int,
        *,
        owner_id: UUID,
        if_match: str | None = None,
    ) -> Document:
        """Make a version the current one; all versions are kept.

        Raises:
            DocumentNotFound: the user has no such document.
            DocumentChanged: `if_match` does not name the current ETag.
            VersionNotFound: the document has no such version.
        """
        document = document_db.get(session, document_id, owner_id=owner_id, lock=True)
        if document is None:
            raise DocumentNotFound
        check_match(document, if_match)
        version = version_db.get(session, document_id, number)
        if version is None:
            raise VersionNotFound
        if document.version != number:
            self.make_current(session, document, version)
        return document

    def make_current(
        self, session: Session, document: Document, version: DocumentVersion
    ) -> None:
        """Copy the fields of a version to its document, which the caller locked."""
        text = text_db.get(session, version.id)
        document.version = version.number
        document.name = version.name
        document.media_type = version.media_type
        document.size = version.size
        document.sha256 = version.sha256
        document.text_status = text.status if text else "none"
        document.has_thumbnail = thumbnail_db.exists(session, version.id)
        document.revision += 1
        document.updated_at = clock.now()
        describe(document)
        session.flush()
        index_service.add(session, document)
        index_service.use_current_text(session, document)


def _below(cursor: str | None) -> int | None:
    if cursor is None:
        return None
    if not cursor.isascii() or not cursor.isdecimal() or len(cursor) > 9:
        raise InvalidCursor
    return int(cursor)


version_service = VersionService()
