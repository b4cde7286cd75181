"""The service that moves documents to the trash, restores them, and deletes them."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from backend.core import clock
from backend.core.pagination import Page, Position
from backend.models import Document
from backend.modules.document.db import document_db
from backend.modules.document.document import check_match
from backend.modules.document.exceptions import DocumentNotFound
from backend.modules.document.lib import TRASH_TIME
from backend.modules.document.quota.db import usage_db
from backend.modules.document.versions.db import version_db

_AT_ONCE = 500


class TrashService:
    """Moves documents to the trash, restores them, and deletes them permanently."""

    def page(
        self, session: Session, owner_id: UUID, *, cursor: str | None, limit: int
    ) -> Page[Document]:
        """Return a page of the trash, last deleted first, or raise InvalidCursor."""
        after = Position.decode(cursor)
        found = document_db.trash(session, owner_id, after=after, limit=limit + 1)
        return Page.of(
            found, limit, lambda d: Position(d.deleted_at or clock.now(), d.id)
        )

    def delete(
        self,
        session: Session,
        document_id: UUID,
        *,
        owner_id: UUID,
        if_match: str | None = None,
    ) -> None:
        """Move a document to the trash.

        Raises:
            DocumentNotFound: the user has no such document.
            DocumentChanged: `if_match` does not name the current ETag.
        """
        if if_match is not None:
            document = document_db.get(
                session, document_id, owner_id=owner_id, lock=True
            )
            if document is not None:
                check_match(document, if_match)
        now = clock.now()
        if not document_db.set_deleted(session, document_id, owner_id=owner_id, at=now):
            raise DocumentNotFound

    def restore(
        self, session: Session, document_id: UUID, *, owner_id: UUID
    ) -> Document:
        """Restore a document from the trash, or raise DocumentNotFound."""
        document = document_db.lock_deleted(session, document_id, owner_id=owner_id)
        if document is None:
            raise DocumentNotFound
        self.take_out(session, [document])
        return document

    def put(self, session: Session, documents: Sequence[Document]) -> None:
        """Move locked documents to the trash."""
        now = clock.now()
        for document in documents:
            document.deleted_at = now
        session.flush()

    def take_out(self, session: Session, documents: Sequence[Document]) -> None:
        """Restore locked documents from the trash."""
        for document in documents:
            document.deleted_at = None
            document.revision += 1
        session.flush()

    def purge(self, session: Session, document_id: UUID, *, owner_id: UUID) -> None:
        """Permanently delete a document in the trash, or raise DocumentNotFound."""
        usage_db.lock(session, owner_id)
        document = document_db.lock_deleted(session, document_id, owner_id=owner_id)
        if document is None:
            raise DocumentNotFound
        self.remove(session, [document.id])

    def empty(self, session: Session, owner_id: UUID) -> bool:
        """Delete up to 500 documents of the trash; return whether there may be more."""
        usage_db.lock(session, owner_id)
        found = document_db.trash(session, owner_id, after=None, limit=_AT_ONCE)
        self.remove(session, [document.id for document in found])
        return len(found) == _AT_ONCE

    def owner_of_old(self, session: Session, *, besides: Sequence[UUID]) -> UUID | None:
        """Return an owner with documents that are in the trash for TRASH_TIME.

        `besides` are owners not to return.
        """
        return document_db.owner_of_old_trash(
            session, before=clock.now() - TRASH_TIME, besides=besides
        )

    def purge_old(self, session: Session, owner_id: UUID) -> None:
        """Delete up to 500 of the owner's documents in the trash for TRASH_TIME."""
        usage_db.lock(session, owner_id)
        ids = document_db.lock_old_trash(
            session, owner_id, before=clock.now() - TRASH_TIME, limit=_AT_ONCE
        )
        self.remove(session, ids)

    def remove(self, session: Session, ids: Sequence[UUID]) -> None:
        """Delete documents and queue their files. The caller locked the usage rows."""
        freed = version_db.remove_documents(session, ids, now=clock.now())
        for owner_id, (size, files) in freed.items():
            usage_db.give_back(session, owner_id, size=size, files=files)


trash_service = TrashService()
