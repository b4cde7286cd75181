"""Downloads: which stored file is meant, and links to it that live for minutes."""

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Session
from zipstream import ZipStream

from backend.core import clock, storage, token
from backend.models import Document, DocumentVersion
from backend.modules.document.db import document_db
from backend.modules.document.document import document_service
from backend.modules.document.exceptions import (
    LinkNotFound,
    VersionNotFound,
)
from backend.modules.document.files_db import version_db
from backend.modules.document.lib import LINK_TIME


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file and where it is."""

    storage_name: str
    name: str
    media_type: str
    size: int
    sha256: bytes


@dataclass(frozen=True, slots=True)
class Link:
    """A signed token that stands for one file until it expires."""

    token: str
    expires_at: datetime


class DownloadService:
    """Downloads: which stored file a request means."""

    def file_of(
        self, session: Session, document_id: UUID, *, owner_id: UUID, number: int | None
    ) -> StoredFile:
        """Return the file of a version of a document, by default of the present one.

        Raises:
            DocumentNotFound: the user has no such document.
            VersionNotFound: it has no such version.
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
        """Return a link to a file of the user's that ends with this login session.

        Raises:
            DocumentNotFound: the user has no such document.
            VersionNotFound: it has no such version.
        """
        document = document_service.get(session, document_id, owner_id=owner_id)
        number = document.version if number is None else number
        if version_db.get(session, document_id, number) is None:
            raise VersionNotFound
        return sign("document", session_id, document_id, number)

    def linked_file(self, session: Session, link: str) -> StoredFile:
        """Return the file that a link of `link_to` stands for, or raise LinkNotFound."""
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
        """Return the size and the bytes of a ZIP of these documents, as they are read.

        Raises:
            DocumentNotFound: one of them is not the user's.
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
    """Return the file of a version."""
    return StoredFile(
        version.storage_name,
        version.name,
        version.media_type,
        version.size,
        version.sha256,
    )


def sign(kind: str, first: UUID, second: UUID, number: int) -> Link:
    """Return a token that says these things for LINK_TIME, and nobody else can make."""
    expires_at = clock.now() + LINK_TIME
    said = f"{kind}.{first.hex}.{second.hex}.{number}.{int(expires_at.timestamp())}"
    signature = _encoded(token.keyed_digest(*_signed(said))).decode()
    return Link(
        f"{said}.{signature}",
        datetime.fromtimestamp(int(expires_at.timestamp()), UTC),
    )


def kind_of(link: str) -> str:
    """Return what kind of link this claims to be."""
    return link.partition(".")[0]


def read(link: str, kind: str) -> tuple[UUID, UUID, int]:
    """Return what a token of `sign` says, or raise LinkNotFound."""
    said, _, signature = link.rpartition(".")
    parts = said.split(".")
    own = [_encoded(digest) for digest in token.keyed_digests(*_signed(said))]
    genuine = token.is_one_of(signature.encode(), own)
    if not genuine or len(parts) != 5 or parts[0] != kind:
        raise LinkNotFound
    if int(parts[4]) <= clock.now().timestamp():
        raise LinkNotFound
    return UUID(parts[1]), UUID(parts[2]), int(parts[3])


def _signed(said: str) -> tuple[str, str]:
    return "document-link", said


def _encoded(digest: bytes) -> bytes:
    return base64.urlsafe_b64encode(digest).rstrip(b"=")


def _free_name(document: Document, taken: set[str]) -> str:
    """Return the document's name, with a number where another has it already."""
    stem, dot, ending = document.name.rpartition(".")
    name, number = document.name, 2
    while name.casefold() in taken:
        name = f"{stem} ({number}){dot}{ending}"
        number += 1
    taken.add(name.casefold())
    return name


download_service = DownloadService()
