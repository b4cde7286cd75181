"""The service of thumbnails: draws, stores and returns them.

A job draws them after the upload, in a sandbox. A file that cannot be drawn is not an
error: it has no thumbnail. If the storage does not answer, or the process of the job is
killed, the file is tried again later, MAX_ATTEMPTS times at most.

Thumbnails are small, so they are in the database: they are deleted with their version,
and count in no quota.
"""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import structlog
from sqlmodel import Session

from backend.background.queues import MAX_ATTEMPTS, Queue
from backend.core import storage
from backend.models import DocumentThumbnail
from backend.modules.document.document import document_service
from backend.modules.document.exceptions import ThumbnailNotFound, VersionNotFound
from backend.modules.document.sandbox.db import (
    Unread,
    lock_document,
    thumbnails_in_turn,
)
from backend.modules.document.sandbox.lib import MAX_FILE_BYTES
from backend.modules.document.sandbox.sandbox import Sandbox, Unreadable
from backend.modules.document.thumbnails.db import thumbnail_db
from backend.modules.document.thumbnails.draw import MOST_BYTES
from backend.modules.document.versions.db import version_db

log = structlog.get_logger()

THUMBNAILS = Queue("thumbnails", DocumentThumbnail, late_after=timedelta(minutes=30))
artist = Sandbox(Path(__file__).with_name("draw.py"), most_bytes=MOST_BYTES)


class ThumbnailService:
    """Draws and stores thumbnails, which a job does, and returns them."""

    def image_of(
        self, session: Session, document_id: UUID, *, owner_id: UUID, number: int | None
    ) -> bytes:
        """Return the thumbnail of a version of a document, by default the current one.

        Raises:
            DocumentNotFound: the user has no such document.
            VersionNotFound: the document has no such version.
            ThumbnailNotFound: the version has no thumbnail, or not yet.
        """
        document = document_service.get(session, document_id, owner_id=owner_id)
        version = version_db.get(session, document_id, number or document.version)
        if version is None:
            raise VersionNotFound
        image = thumbnail_db.image_of(session, version.id)
        if image is None:
            raise ThumbnailNotFound
        return image

    def claim(self, session: Session) -> Unread | None:
        """Claim a version to draw. The caller must commit before it draws."""
        return thumbnails_in_turn.claim(session)

    def draw(self, unread: Unread) -> bytes | None:
        """Return a thumbnail as WebP; None if the file cannot be drawn.

        Uses no database connection.

        Raises:
            TooSlow, Interrupted, ServiceUnavailable: the file itself may be fine.
        """
        if unread.size > MAX_FILE_BYTES or unread.attempts > MAX_ATTEMPTS:
            return None
        try:
            chunks = storage.get().chunks(unread.storage_name, unread.size)
            return artist.run(unread.media_type, chunks)
        except (Unreadable, FileNotFoundError) as error:
            name = unread.storage_name
            log.info("no thumbnail drawn", storage_name=name, error=str(error))
            return None

    def keep(self, session: Session, unread: Unread, image: bytes | None) -> None:
        """Store the thumbnail, or that there is none."""
        # Lock order: the document before its thumbnail, as everywhere.
        document = lock_document(session, unread.document_id)
        row = thumbnail_db.lock(session, unread.version_id)
        if document is None or row is None:
            return  # deleted while it was drawn
        row.image = image
        row.due_at = None
        session.flush()
        if image is not None and document.version == unread.number:
            thumbnail_db.mark(session, document.id)

    def fail(self, session: Session, unread: Unread, error: Exception) -> None:
        """Have the thumbnail drawn again later, or give up."""
        reason = f"{type(error).__name__}: {error}"
        key, attempts = unread.version_id, unread.attempts
        THUMBNAILS.fail(session, key, attempts=attempts, error=reason)


thumbnail_service = ThumbnailService()
