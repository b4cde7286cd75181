"""What other modules need of documents: all files of a user, and their end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from backend.core import storage
from backend.modules.document import trash
from backend.modules.document.files_db import usage_db, version_db


@dataclass(frozen=True, slots=True)
class OwnedFile:
    """One version of one document of a user, for an export."""

    document_id: UUID
    title: str
    tags: list[str]
    number: int
    name: str
    size: int
    sha256: bytes
    storage_name: str
    in_trash: bool
    created_at: datetime


def files_of(session: Session, user_id: UUID) -> list[OwnedFile]:
    """Return all files of a user: every version, the trash too."""
    return [
        OwnedFile(
            document_id=document.id,
            title=document.title,
            tags=document.tags,
            number=version.number,
            name=version.name,
            size=version.size,
            sha256=version.sha256,
            storage_name=version.storage_name,
            in_trash=document.deleted_at is not None,
            created_at=version.created_at,
        )
        for document, version in version_db.of_owner(session, user_id)
    ]


def read(file: OwnedFile) -> Iterator[bytes]:
    """Give the bytes of a file in pieces of 1 MiB; needs no connection."""
    return storage.get().chunks(file.storage_name, file.size)


def forget_owner(session: Session, user_id: UUID) -> None:
    """Delete all documents of an account that is removed for good.

    Rows go in this transaction; a job deletes the files once it is committed. Call it
    before the account's own row is deleted.
    """
    usage_db.lock(session, user_id)
    ids = version_db.documents_of(session, user_id)
    trash.remove(session, ids)
