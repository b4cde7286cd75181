"""The service for parts: what a request appends to an upload, and the document at the end.

A part is a stored file whose deletion is queued from before its first byte. So parts
need no cleanup of their own: they are deleted after the upload expires, or at once when
it becomes a document or is deleted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from backend.core import clock
from backend.core.exceptions import AppException
from backend.core.outcome import Outcome
from backend.models import Document, Upload
from backend.modules.document.exceptions import (
    DocumentNotFound,
    DuplicateDocument,
    DuplicateInTrash,
    QuotaExceeded,
)
from backend.modules.document.files.deletions import stored_file_service
from backend.modules.document.quota.quota import quota_service
from backend.modules.document.uploads.uploads import Received
from backend.modules.document.uploads.uploads import upload_service as file_service
from backend.modules.upload.db import upload_db
from backend.modules.upload.exceptions import (
    OffsetMismatch,
    UploadExceedsQuota,
    UploadIsDuplicate,
    UploadIsInTrash,
    UploadNotFound,
)
from backend.modules.upload.lib import (
    LIFETIME,
    PARTS_LEFT,
    ROUNDING,
    SMALL_BYTES,
    Lease,
    Part,
)
from backend.modules.upload.metadata import described
from backend.modules.upload.upload import upload_service


@dataclass(frozen=True, slots=True)
class Plan:
    """The parts of a whole file in order, and the name of the file to make of them."""

    parts: Sequence[Part]
    storage_name: str


class PartService:
    """Appends to uploads. A newer request takes an upload over from an older one."""

    def begin(
        self, session: Session, upload_id: UUID, *, owner_id: UUID, offset: int
    ) -> Lease:
        """Take the upload over from any older request, and return the lease.

        Raises:
            UploadNotFound: the user has no such upload.
            OffsetMismatch: the upload continues at another offset.
        """
        upload = upload_service.locked(session, upload_id, owner_id)
        if upload.received != offset:
            raise OffsetMismatch
        upload.generation += 1
        parts = upload_db.parts(session, upload.id)
        if upload.document_id is None:
            self._extend(session, upload, parts)
        session.flush()
        return self._lease(session, upload, parts[-1:])

    def store(self, session: Session, lease: Lease, part: Part) -> Lease:
        """Record a stored part, and return the lease for the next one.

        Raises:
            OffsetMismatch: a newer request has taken over, or the upload is gone.
        """
        if not upload_db.advance(session, lease, end=part.end):
            raise OffsetMismatch
        if lease.small is not None:
            upload_db.remove_parts(session, lease.upload_id, start=part.start)
            names = [lease.small.storage_name]
            stored_file_service.reschedule(session, names, due_at=clock.now())
        upload_db.add_part(session, lease.upload_id, part)
        upload = upload_service.get(session, lease.upload_id, owner_id=lease.owner_id)
        return self._lease(session, upload, [part])

    def plan(self, session: Session, lease: Lease, last: Part) -> Plan:
        """Return how to compose the file, whose last part has just been stored.

        Raises:
            UploadExceedsQuota: other files used up the quota in the meantime.
        """
        if quota_service.of(session, lease.owner_id).room < lease.size:
            raise UploadExceedsQuota
        parts = upload_db.parts(session, lease.upload_id)
        before = [part for part in parts if part.start < last.start]
        return Plan([*before, last], file_service.name_file(session))

    def record(
        self,
        session: Session,
        lease: Lease,
        part: Part | None,
        file: Received | None,
        *,
        owner_id: UUID,
    ) -> Outcome[Upload]:
        """Record the last part of a request; make the document if there is a file.

        Raises:
            OffsetMismatch, UploadExceedsQuota, UploadTooSlow: as for `_finish`.
            UploadNotFound: the upload was deleted meanwhile.
        """
        if part is not None and file is not None:
            return self._finish(session, lease, part, file)
        if part is not None:
            self.store(session, lease, part)
        return Outcome(upload_service.get(session, lease.upload_id, owner_id=owner_id))

    def _finish(
        self, session: Session, lease: Lease, last: Part, file: Received
    ) -> Outcome[Upload]:
        """Make the composed file a document; its offset is then that of the end.

        An error in the outcome has ended the upload: no repetition would succeed.

        Raises:
            OffsetMismatch: a newer request has taken over, or the upload is gone.
            UploadExceedsQuota: the upload can be finished once there is room.
            UploadTooSlow: composing took hours.
        """
        error: AppException
        try:
            with session.begin_nested():
                document = self._document_of(session, lease, file)
        except QuotaExceeded as refused:
            raise UploadExceedsQuota from refused
        except DuplicateInTrash as refused:
            error = UploadIsInTrash(refused.document_id)
        except DuplicateDocument as refused:
            error = UploadIsDuplicate(refused.document_id)
        except DocumentNotFound as refused:
            error = refused
        else:
            return Outcome(self._complete(session, lease, last, document.id))
        self.refuse(session, lease)
        return Outcome(error)

    def refuse(self, session: Session, lease: Lease) -> None:
        """End an upload whose file is refused, unless a newer request took over."""
        now = clock.now()
        upload = upload_db.get(
            session, lease.upload_id, owner_id=lease.owner_id, now=now, lock=True
        )
        if upload is not None and upload.generation == lease.generation:
            upload_service.end(session, upload)

    def drop(self, session: Session, upload_id: UUID, names: Sequence[str]) -> None:
        """Delete the stored files with these names that no row names.

        A newer request may have taken over after a part was recorded, but before this
        request learned it.
        """
        recorded = {part.storage_name for part in upload_db.parts(session, upload_id)}
        unrecorded = [name for name in names if name not in recorded]
        stored_file_service.reschedule(session, unrecorded, due_at=clock.now())

    def _document_of(self, session: Session, lease: Lease, file: Received) -> Document:
        upload = upload_service.get(session, lease.upload_id, owner_id=lease.owner_id)
        fields = described(upload.upload_metadata)
        if fields.document_id is not None:
            return file_service.add_version(
                session, lease.owner_id, fields.document_id, file, label=fields.label
            )
        return file_service.create(
            session,
            lease.owner_id,
            file,
            title=fields.title,
            tags=fields.tags,
            allow_duplicate=fields.allow_duplicate,
        )

    def _complete(
        self, session: Session, lease: Lease, last: Part, document_id: UUID
    ) -> Upload:
        now = clock.now()
        if not upload_db.complete(
            session, lease, document_id=document_id, until=now + LIFETIME
        ):
            raise OffsetMismatch
        parts = [*upload_db.parts(session, lease.upload_id), last]
        upload_db.remove_parts(session, lease.upload_id, start=0)
        names = [part.storage_name for part in parts]
        stored_file_service.reschedule(session, names, due_at=now)
        session.expire_all()
        return upload_service.get(session, lease.upload_id, owner_id=lease.owner_id)

    def _extend(self, session: Session, upload: Upload, parts: Sequence[Part]) -> None:
        """Let the upload expire LIFETIME from now, if that is noticeably later."""
        now = clock.now()
        if upload.expires_at >= now + LIFETIME - ROUNDING:
            return
        upload.expires_at = now + LIFETIME
        names = [part.storage_name for part in parts]
        due_at = upload.expires_at + PARTS_LEFT
        if not stored_file_service.reschedule(session, names, due_at=due_at):
            raise UploadNotFound

    def _lease(self, session: Session, upload: Upload, last: Sequence[Part]) -> Lease:
        small = [part for part in last if part.size < SMALL_BYTES]
        due_at = upload.expires_at + PARTS_LEFT
        return Lease(
            upload_id=upload.id,
            owner_id=upload.user_id,
            name=upload.name,
            size=upload.size,
            generation=upload.generation,
            offset=upload.received,
            expires_at=upload.expires_at,
            small=small[0] if small else None,
            part_name=stored_file_service.name_temporary(session, due_at=due_at),
        )


part_service = PartService()
