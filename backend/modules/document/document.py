"""The service that lists, reads and changes documents."""

from collections.abc import Sequence
from typing import TypedDict
from uuid import UUID

from sqlmodel import Session

from backend.core import clock
from backend.core.pagination import Page, Position
from backend.models import Document
from backend.modules.document.db import document_db
from backend.modules.document.exceptions import DocumentChanged, DocumentNotFound
from backend.modules.document.indexing.indexing import describe, index_service
from backend.modules.document.lib import DocumentRow, Filters, Sort, is_at, sort_name


class Changes(TypedDict, total=False):
    """The fields of a document to change; a missing field keeps its value."""

    title: str
    tags: list[str]


class DocumentService:
    """Documents of one owner. Documents of other owners count as not found."""

    def page(
        self,
        session: Session,
        owner_id: UUID,
        filters: Filters,
        *,
        sort: Sort,
        reverse: bool,
        cursor: str | None,
        limit: int,
    ) -> Page[DocumentRow]:
        """Return a page of the owner's documents that are not in the trash.

        Raises:
            InvalidCursor: the cursor is not from this list in this order.
        """
        after = Position.decode(
            cursor, by_time=sort not in ("title", "name"), by_number=sort == "size"
        )
        found = document_db.page(
            session,
            owner_id,
            filters,
            sort=sort,
            reverse=reverse,
            after=after,
            limit=limit + 1,
        )
        return Page.of(found, limit, lambda document: _position(document, sort))

    def count(self, session: Session, owner_id: UUID, filters: Filters) -> int:
        """Return how many of the owner's documents match the filters."""
        return document_db.count(session, owner_id, filters)

    def get(self, session: Session, document_id: UUID, *, owner_id: UUID) -> Document:
        """Return a document that is not in the trash, or raise DocumentNotFound."""
        document = document_db.get(session, document_id, owner_id=owner_id)
        if document is None:
            raise DocumentNotFound
        return document

    def title(self, session: Session, document_id: UUID, *, owner_id: UUID) -> str:
        """Return the title of a document that is not in the trash.

        It costs half of `get`.

        Raises:
            DocumentNotFound: the owner has no such document.
        """
        title = document_db.title(session, document_id, owner_id=owner_id)
        if title is None:
            raise DocumentNotFound
        return title

    def update(
        self,
        session: Session,
        document_id: UUID,
        changes: Changes,
        *,
        owner_id: UUID,
        if_match: str | None,
    ) -> Document:
        """Change the title or the tags of a document.

        Raises:
            DocumentNotFound: the user has no such document.
            DocumentChanged: `if_match` does not name the current ETag.
        """
        document = document_db.get(session, document_id, owner_id=owner_id, lock=True)
        if document is None:
            raise DocumentNotFound
        check_match(document, if_match)
        document.title = changes.get("title", document.title)
        document.tags = changes.get("tags", document.tags)
        if session.is_modified(document):
            self.store(session, [document])
        return document

    def store(self, session: Session, documents: Sequence[Document]) -> None:
        """Store and index documents whose title or tags were changed."""
        for document in documents:
            document.revision += 1
            document.updated_at = clock.now()
            describe(document)
        session.flush()
        for document in documents:
            index_service.add(session, document)


def check_match(document: Document, if_match: str | None) -> None:
    """Raise DocumentChanged if the If-Match header does not permit a change."""
    if not is_at(document.revision, if_match):
        raise DocumentChanged


def _position(document: DocumentRow, sort: Sort) -> Position:
    if sort == "title":
        return Position(document.title_sort or document.title_key, document.id)
    if sort == "name":
        return Position(sort_name(document.name), document.id)
    if sort == "size":
        return Position(document.size, document.id)
    key = document.updated_at if sort == "updated" else document.created_at
    return Position(key, document.id)


document_service = DocumentService()
