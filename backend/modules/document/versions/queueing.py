"""Queues versions for the jobs that read their texts and draw their thumbnails."""

from uuid import UUID

from sqlmodel import Session

from backend.models import DocumentVersion
from backend.modules.document.sandbox.db import texts_in_turn, thumbnails_in_turn
from backend.modules.document.text.extract import READABLE
from backend.modules.document.thumbnails.draw import DRAWABLE
from backend.modules.document.versions.db import version_db

_AT_ONCE = 200


class QueueingService:
    """Queues versions, each for what files of its type have."""

    def add(
        self, session: Session, version: DocumentVersion, *, owner_id: UUID
    ) -> None:
        """Queue a new version."""
        self._add(session, version, owner_id, is_old=False)

    def add_old(self, session: Session) -> None:
        """Queue some versions that release 1.0.0 stored, or that it could not read."""
        for document, version in version_db.lock_unqueued(session, limit=_AT_ONCE):
            gets_text = self._add(session, version, document.owner_id, is_old=True)
            if gets_text and document.version == version.number:
                document.text_status = "pending"
        session.flush()

    def _add(
        self,
        session: Session,
        version: DocumentVersion,
        owner_id: UUID,
        *,
        is_old: bool,
    ) -> bool:
        """Queue a version; return whether it is new in the queue of texts."""
        gets_text = version.media_type in READABLE and texts_in_turn.add(
            session, version.id, owner_id=owner_id, is_old=is_old
        )
        if version.media_type in DRAWABLE:
            thumbnails_in_turn.add(
                session, version.id, owner_id=owner_id, is_old=is_old
            )
        version.is_queued = True
        session.flush()
        return gets_text


queueing_service = QueueingService()
