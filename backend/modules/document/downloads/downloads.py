"""The service for downloads: finds stored files, makes links and ZIPs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session
from zipstream import ZipStream

from backend.core import clock, storage
from backend.models import Document, DocumentVersion
from backend.modules.document.db import document_db
from backend.modules.document.document import document_service
from backend.modules.document.downloads.links import Link, read, sign
from backend.modules.document.exceptions import (
    LinkNotFound,
    VersionNotFound,
)
from backend.modules.document.versions.db import version_db


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in the storage: its place, name, type, size and SHA-256."""

    storage_name: str
    name: str
    media_type: str
    size: int
    sha256: bytes


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
        number = document.version if number is None else number
        version = version_db.get(session, document_id, number)
        if version is None:
            raise VersionNotFound
        return stored_file(version)

    def link_to(
        self,
        session: Session,
        document_id: UUID,
        *,
        owner_id: UUID,
        session_id: UUID,
        number: int | None,
    ) -> Link:
        """Return a link to a file of the user. It ends with this login session.

        Raises:
            DocumentNotFound: the user has no such document.
            VersionNotFound: the document has no such version.
        """
        document = document_service.get(session, document_id, owner_id=owner_id)
        number = document.version if number is None else number
        if version_db.get(session, document_id, number) is None:
            raise VersionNotFound
        return sign("document", session_id, document_id, number)

    def linked_file(self, session: Session, link: str) -> StoredFile:
        """Return the file of a link from `link_to`, or raise LinkNotFound."""
        session_id, document_id, number = read(link, "document")
        version = document_db.version_of_session(
            session, session_id, document_id, number, now=clock.now()
        )
        if version is None:
            raise LinkNotFound
        return stored_file(version)

    def as_zip(
        self, session: Session, ids: Sequence[UUID], *, owner_id: UUID
    ) -> tuple[int, Iterator[bytes]]:
        """Return the size and the bytes of a ZIP of these documents.

        The ZIP is built piece by piece, while the bytes are read.

        Raises:
            DocumentNotFound: one of them is not a document of the user.
        """
        documents = document_service.some(session, ids, owner_id=owner_id)
        places = version_db.current(session, [document.id for document in documents])
        stream = ZipStream(sized=True)
        taken: set[str] = set()
        for document in documents:
            chunks = storage.get().chunks(places[document.id], document.size)
            stream.add(chunks, _free_name(document, taken), size=document.size)
        return len(stream), iter(stream)


def stored_file(version: DocumentVersion) -> StoredFile:
    """Return the stored file of a version."""
    return StoredFile(
        version.storage_name,
        version.name,
        version.media_type,
        version.size,
        version.sha256,
    )


def _free_name(document: Document, taken: set[str]) -> str:
    """Return the file name of a document, with a number if the name is taken."""
    stem, dot, ending = document.name.rpartition(".")
    name, number = document.name, 2
    while name.casefold() in taken:
        name = f"{stem} ({number}){dot}{ending}"
        number += 1
    taken.add(name.casefold())
    return name


download_service = DownloadService()
