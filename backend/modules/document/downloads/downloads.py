"""The service for downloads: finds stored files, makes links and ZIPs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session
from zipstream import ZipStream

from backend.core import clock, storage
from backend.core.exceptions import LinkNotFound
from backend.core.links import Link
from backend.models import Document, DocumentVersion
from backend.modules.document.db import document_db
from backend.modules.document.document import document_service
from backend.modules.document.downloads.archive import portable_name
from backend.modules.document.downloads.conditions import last_modified
from backend.modules.document.downloads.links import (
    Kind,
    check_viewable,
    read,
    read_zip,
    sign,
    sign_zip,
)
from backend.modules.document.exceptions import (
    DocumentNotFound,
    VersionNotFound,
)
from backend.modules.document.versions.db import version_db
from backend.modules.session.session import session_service


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in the storage: its place, name, type, size, SHA-256 and time."""

    storage_name: str
    name: str
    content_type: str
    size: int
    sha256: bytes
    modified_at: datetime


class DownloadService:
    """Finds the stored file of a request; makes download links and ZIPs."""

    def file_of(
        self, session: Session, document_id: UUID, *, owner_id: UUID, number: int | None
    ) -> StoredFile:
        """Return the file of a version of a document, by default the current one.

        Raises:
            DocumentNotFound: the user has no such document.
            VersionNotFound: the document has no such version.
        """
        document = document_service.get(session, document_id, owner_id=owner_id)
        version = version_db.get(session, document_id, number or document.version)
        if version is None:
            raise VersionNotFound
        return stored_file(version, current_of=document if number is None else None)

    def link_to(
        self,
        session: Session,
        document_id: UUID,
        *,
        owner_id: UUID,
        session_id: UUID,
        number: int | None,
        inline: bool = False,
    ) -> Link:
        """Return a link to save or to show a file. It ends with this login session.

        Raises:
            DocumentNotFound: the user has no such document.
            VersionNotFound: the document has no such version.
            NotViewable: browsers must not show files of this type.
        """
        document = document_service.get(session, document_id, owner_id=owner_id)
        number = document.version if number is None else number
        version = version_db.get(session, document_id, number)
        if version is None:
            raise VersionNotFound
        if inline:
            check_viewable(version.media_type)
        kind: Kind = "document-view" if inline else "document"
        return sign(kind, session_id, document_id, number)

    def linked_file(self, session: Session, link: str) -> StoredFile:
        """Return the file of a link from `link_to`, or raise LinkNotFound."""
        session_id, document_id, number = read(link, "document", "document-view")
        version = document_db.version_of_session(
            session, session_id, document_id, number, now=clock.now()
        )
        if version is None:
            raise LinkNotFound
        return stored_file(version)

    def link_to_zip(
        self,
        session: Session,
        ids: Sequence[UUID],
        *,
        owner_id: UUID,
        session_id: UUID,
    ) -> Link:
        """Return a link to a ZIP of these documents. It ends with this login session.

        Raises:
            DocumentNotFound: one of them is not a document of the user.
        """
        wanted = list(dict.fromkeys(ids))
        if len(version_db.current(session, wanted, owner_id=owner_id)) < len(wanted):
            raise DocumentNotFound
        return sign_zip(session_id, wanted)

    def linked_zip(
        self, session: Session, link: str
    ) -> tuple[UUID, int, Iterator[bytes]]:
        """Return the owner, the size and the bytes of a ZIP from `link_to_zip`.

        Raises:
            LinkNotFound: the link is wrong or has ended.
            DocumentNotFound: one of the documents was deleted.
        """
        session_id, ids = read_zip(link)
        owner = session_service.owner_of(session, session_id)
        if owner is None:
            raise LinkNotFound
        return owner.id, *self.as_zip(session, ids, owner_id=owner.id)

    def as_zip(
        self, session: Session, ids: Sequence[UUID], *, owner_id: UUID
    ) -> tuple[int, Iterator[bytes]]:
        """Return the size and the bytes of a ZIP of these documents.

        The ZIP is built piece by piece, while the bytes are read.

        Raises:
            DocumentNotFound: one of them is not a document of the user.
        """
        found = {
            version.document_id: version
            for version in version_db.current(session, ids, owner_id=owner_id)
        }
        if set(ids) - set(found):
            raise DocumentNotFound
        stream = ZipStream(sized=True)
        taken: set[str] = set()
        for document_id in dict.fromkeys(ids):
            file = found[document_id]
            chunks = storage.get().chunks(file.storage_name, file.size)
            stream.add(chunks, portable_name(file.name, taken), size=file.size)
        return len(stream), iter(stream)


def stored_file(
    version: DocumentVersion, *, current_of: Document | None = None
) -> StoredFile:
    """Return the stored file of a version.

    A version never changes. With `current_of` the file is that of a document, which
    has another file after each new or restored version.
    """
    if current_of is None or current_of.revision == 1:
        modified_at = last_modified(version.created_at, is_only_state=True)
    else:
        modified_at = last_modified(current_of.updated_at, is_only_state=False)
    kind = version.media_type
    return StoredFile(
        version.storage_name,
        version.name,
        f"{kind}; charset={version.charset}" if version.charset else kind,
        version.size,
        version.sha256,
        modified_at,
    )


download_service = DownloadService()
