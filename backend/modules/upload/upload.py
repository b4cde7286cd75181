"""The service for resumable uploads: their creation, state and deletion."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from backend.core import clock
from backend.core.config import settings
from backend.models import Upload
from backend.modules.document.document import document_service
from backend.modules.document.exceptions import (
    FileTooLarge,
)
from backend.modules.document.files.deletions import stored_file_service
from backend.modules.document.quota.quota import quota_service
from backend.modules.document.uploads.content import Content
from backend.modules.upload.db import upload_db
from backend.modules.upload.exceptions import (
    TooManyOpenUploads,
    UploadExceedsQuota,
    UploadNotFound,
)
from backend.modules.upload.lib import (
    LIFETIME,
    OPEN_UPLOADS,
)
from backend.modules.upload.metadata import UploadMetadata


class UploadService:
    """Resumable uploads of one user. Those of other users count as not found."""

    def create(
        self,
        session: Session,
        owner_id: UUID,
        *,
        size: int,
        header: str,
        fields: UploadMetadata,
    ) -> Upload:
        """Create an upload of `size` bytes; `header` is Upload-Metadata as sent.

        Unfinished uploads count towards the quota. They wait here for each other, so
        that many of them cannot promise the same room.

        Raises:
            FileTooLarge, TypeNotAllowed: no such file is accepted.
            UploadExceedsQuota: the file does not fit into the quota.
            TooManyOpenUploads: finish or delete an upload first.
            DocumentNotFound: the user has no document for this version.
        """
        if size > settings.DOCUMENT_MAX_BYTES:
            raise FileTooLarge
        Content(fields.filename)
        if fields.document_id is not None:
            document_service.title(session, fields.document_id, owner_id=owner_id)
        usage = quota_service.locked(session, owner_id)
        now = clock.now()
        count, reserved = upload_db.usage_of(session, owner_id, now=now)
        if count >= OPEN_UPLOADS:
            raise TooManyOpenUploads
        if size + reserved > usage.room or usage.files + count >= usage.limit_files:
            raise UploadExceedsQuota
        upload = Upload(
            user_id=owner_id,
            name=fields.filename,
            upload_metadata=header,
            size=size,
            expires_at=now + LIFETIME,
        )
        upload_db.add(session, upload)
        return upload

    def get(self, session: Session, upload_id: UUID, *, owner_id: UUID) -> Upload:
        """Return an upload, also a finished one, or raise UploadNotFound."""
        now = clock.now()
        upload = upload_db.get(session, upload_id, owner_id=owner_id, now=now)
        if upload is None:
            raise UploadNotFound
        return upload

    def open_of(self, session: Session, owner_id: UUID) -> Sequence[Upload]:
        """Return the unfinished uploads of a user, oldest first."""
        return upload_db.open_of(session, owner_id, now=clock.now())

    def delete(self, session: Session, upload_id: UUID, *, owner_id: UUID) -> None:
        """Delete an upload and its parts, or raise UploadNotFound.

        The document of a finished upload stays.
        """
        self.end(session, self.locked(session, upload_id, owner_id))

    def forget_all(self, session: Session, owner_id: UUID) -> None:
        """Delete the parts of all uploads of an account that is being deleted."""
        names = upload_db.names_of_owner(session, owner_id)
        stored_file_service.reschedule(session, names, due_at=clock.now())

    def locked(self, session: Session, upload_id: UUID, owner_id: UUID) -> Upload:
        """Lock and return an upload, or raise UploadNotFound."""
        now = clock.now()
        upload = upload_db.get(
            session, upload_id, owner_id=owner_id, now=now, lock=True
        )
        if upload is None:
            raise UploadNotFound
        return upload

    def end(self, session: Session, upload: Upload) -> None:
        """Delete a locked upload and its parts."""
        parts = upload_db.parts(session, upload.id)
        names = [part.storage_name for part in parts]
        stored_file_service.reschedule(session, names, due_at=clock.now())
        upload_db.remove(session, upload.id)


upload_service = UploadService()
