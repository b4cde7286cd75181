"""The service for uploads: permission, receiving the file, and storing its row.

A file is queued for deletion before it streams in. The transaction that stores its row
removes it from that queue. So a crash never leaves a row without a file, and a file
without a row is deleted when it is due.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from backend.core import clock, storage
from backend.core.config import settings
from backend.models import Document, DocumentVersion
from backend.modules.document.db import document_db
from backend.modules.document.document import check_match
from backend.modules.document.exceptions import (
    DocumentNotFound,
    DuplicateDocument,
    DuplicateInTrash,
    FileTooLarge,
    QuotaExceeded,
    UploadTooSlow,
)
from backend.modules.document.files.db import deletion_db
from backend.modules.document.indexing.indexing import describe, index_service
from backend.modules.document.lib import (
    UPLOAD_SILENCE,
    UPLOAD_TIME,
    clean_name,
    title_of,
)
from backend.modules.document.quota.quota import quota_service
from backend.modules.document.text.extract import READABLE
from backend.modules.document.uploads.content import Content
from backend.modules.document.uploads.form import OVERHEAD_BYTES, FileForm, InvalidForm
from backend.modules.document.versions.db import version_db
from backend.modules.document.versions.queueing import queueing_service

MAX_BODY_BYTES = settings.DOCUMENT_MAX_BYTES + OVERHEAD_BYTES


@dataclass(frozen=True, slots=True)
class Admission:
    """Permission to upload one file: its name in the storage, its maximum size."""

    storage_name: str
    room: int


@dataclass(frozen=True, slots=True)
class Received:
    """A stored file that has no row yet, and the form fields sent with it."""

    storage_name: str
    name: str
    media_type: str
    charset: str | None
    size: int
    sha256: bytes
    fields: dict[str, list[str]]

    def fingerprint(self, *more: str) -> bytes:
        """Return bytes that differ for different uploads under one Idempotency-Key."""
        rest = json.dumps([self.name, self.fields, *more], sort_keys=True)
        return self.sha256 + rest.encode()


class UploadService:
    """Receives files, and stores them as documents or versions."""

    def admit(self, session: Session, owner_id: UUID, *, declared: int) -> Admission:
        """Check the size and the quota before the body is read; name the file to come.

        Args:
            declared: The Content-Length of the whole request; 0 if it has none.

        Raises:
            FileTooLarge: the declared length exceeds the limit.
            QuotaExceeded: the file does not fit into the quota of the user.
        """
        if declared > MAX_BODY_BYTES:
            raise FileTooLarge
        room = quota_service.of(session, owner_id).room
        if declared - OVERHEAD_BYTES > room or room <= 0:
            raise QuotaExceeded
        return Admission(self.name_file(session), room)

    def name_file(self, session: Session) -> str:
        """Return the name of a file to come; it is deleted if no row ever names it."""
        name = storage.new_name()
        # Twice the maximum time: a late upload is refused before its file is deleted.
        deletion_db.note(session, name, due_at=clock.now() + 2 * UPLOAD_TIME)
        return name

    async def receive(
        self, body: AsyncIterator[bytes], form: FileForm, admission: Admission
    ) -> Received:
        """Stream the file of a form to the storage; count, hash and check it.

        Raises:
            InvalidForm: the form or the name of its file is wrong.
            TypeNotAllowed, ContentMismatch: the file's type is not accepted.
            FileTooLarge, QuotaExceeded: the file is too large.
            UploadTooSlow: the upload paused or took too long.
        """
        content: Content | None = None
        name = ""
        async with storage.get().writing(admission.storage_name) as write:
            async for chunk in in_time(body):
                for piece in form.feed(chunk):
                    if content is None:
                        name = _name(form)
                        content = Content(name)
                    _check_size(content.size + len(piece), admission)
                    content.add(piece)
                    await write(piece)
            form.finish()
            name = _name(form)
            if content is None:
                raise InvalidForm("file", "must not be empty")
            digest = content.finish()
        return Received(
            admission.storage_name,
            name,
            content.media_type,
            content.charset,
            content.size,
            digest,
            form.fields,
        )

    def create(
        self,
        session: Session,
        owner_id: UUID,
        file: Received,
        *,
        title: str | None,
        tags: list[str],
        allow_duplicate: bool,
    ) -> Document:
        """Store a received file as a new document.

        Raises:
            QuotaExceeded: other uploads used up the quota in the meantime.
            DuplicateDocument, DuplicateInTrash: the user already has this file.
            UploadTooSlow: the file came too late and is being deleted.
        """
        self._claim(session, owner_id, file)
        if not allow_duplicate:
            self._refuse_duplicate(session, owner_id, file)
        title = title or title_of(file.name)
        document = Document(
            owner_id=owner_id,
            title=title,
            title_key="",
            tags=tags,
            name=file.name,
            media_type=file.media_type,
            size=file.size,
            sha256=file.sha256,
            text_status="pending" if file.media_type in READABLE else "none",
        )
        describe(document)
        document_db.add(session, document)
        index_service.add(session, document)
        self._add_version(session, document, file, number=1, label=None)
        return document

    def add_version(
        self,
        session: Session,
        owner_id: UUID,
        document_id: UUID,
        file: Received,
        *,
        label: str | None,
        if_match: str | None = None,
    ) -> Document:
        """Store a received file as the new current version of a document.

        Raises:
            DocumentNotFound: the user has no such document.
            DocumentChanged: `if_match` does not name the current ETag.
            DuplicateDocument: the current version has the same bytes.
            QuotaExceeded, UploadTooSlow: as for a new document.
        """
        self._claim(session, owner_id, file)
        document = document_db.get(session, document_id, owner_id=owner_id, lock=True)
        if document is None:
            raise DocumentNotFound
        check_match(document, if_match)
        if document.sha256 == file.sha256:
            raise DuplicateDocument(document.id)
        document.name = file.name
        document.media_type = file.media_type
        document.size = file.size
        document.sha256 = file.sha256
        document.version = version_db.newest_number(session, document.id) + 1
        document.revision += 1
        document.updated_at = clock.now()
        document.text_status = "pending" if file.media_type in READABLE else "none"
        document.has_thumbnail = False
        describe(document)
        session.flush()
        index_service.add(session, document)
        self._add_version(session, document, file, number=document.version, label=label)
        index_service.use_current_text(session, document)
        return document

    def _claim(self, session: Session, owner_id: UUID, file: Received) -> None:
        """Add the file to the usage, which locks its row, and cancel its deletion."""
        if not quota_service.take(session, owner_id, file.size):
            raise QuotaExceeded
        if not deletion_db.spare(session, file.storage_name):
            raise UploadTooSlow

    def _refuse_duplicate(
        self, session: Session, owner_id: UUID, file: Received
    ) -> None:
        same = document_db.with_file(session, owner_id, file.sha256)
        if same is not None:
            if same.deleted_at is not None:
                raise DuplicateInTrash(same.id)
            raise DuplicateDocument(same.id)

    def _add_version(
        self,
        session: Session,
        document: Document,
        file: Received,
        *,
        number: int,
        label: str | None,
    ) -> None:
        version = DocumentVersion(
            document_id=document.id,
            number=number,
            label=label,
            name=file.name,
            media_type=file.media_type,
            charset=file.charset,
            size=file.size,
            sha256=file.sha256,
            storage_name=file.storage_name,
        )
        version_db.add(session, version)
        queueing_service.add(session, version, owner_id=document.owner_id)


def _name(form: FileForm) -> str:
    try:
        return clean_name(form.file_name or "")
    except ValueError as error:
        raise InvalidForm("file", str(error)) from error


def _check_size(size: int, admission: Admission) -> None:
    if size > settings.DOCUMENT_MAX_BYTES:
        raise FileTooLarge
    if size > admission.room:
        raise QuotaExceeded


async def in_time(body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Yield the body; raise UploadTooSlow after a long pause or UPLOAD_TIME."""
    ends = asyncio.get_running_loop().time() + UPLOAD_TIME.total_seconds()
    while True:
        left = ends - asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(min(left, UPLOAD_SILENCE.total_seconds())):
                chunk = await anext(body, None)
        except TimeoutError as error:
            raise UploadTooSlow from error
        if chunk is None:
            return
        yield chunk


upload_service = UploadService()
