"""What other modules need of documents: all files of a user, and their end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from backend.core import storage
from backend.modules.document.files.db import owned_db
from backend.modules.document.quota.db import usage_db
from backend.modules.document.trash.trash import trash_service

# Where a page of documents ends.
Place = tuple[bytes, UUID]

_DOCUMENTS = 500


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


class FileService:
    """All files of one user, for other modules."""

    def files_of(
        self, session: Session, user_id: UUID, *, after: Place | None = None
    ) -> tuple[list[OwnedFile], Place | None]:
        """Return files of a user, every version, the trash too; and where to go on.

        Those of a few hundred documents at a time; None at the end.
        """
        documents = owned_db.of_owner(session, user_id, after=after, limit=_DOCUMENTS)
        by_id = {document.id: document for document in documents}
        found = [
            OwnedFile(
                document_id=version.document_id,
                title=by_id[version.document_id].title,
                tags=by_id[version.document_id].tags,
                number=version.number,
                name=version.name,
                size=version.size,
                sha256=version.sha256,
                storage_name=version.storage_name,
                in_trash=by_id[version.document_id].deleted_at is not None,
                created_at=version.created_at,
            )
            for version in owned_db.all_of(session, by_id)
        ]
        last = documents[-1] if len(documents) == _DOCUMENTS else None
        return found, (last.sha256, last.id) if last else None

    def read(self, file: OwnedFile) -> Iterator[bytes]:
        """Give the bytes of a file in pieces of 1 MiB; needs no connection."""
        return storage.get().chunks(file.storage_name, file.size)

    def forget_some(self, session: Session, user_id: UUID) -> bool:
        """Delete some documents of an account that is removed for good; False if none is.

        Rows go in this transaction; a job deletes the files once it is committed. Call it
        until it is False, and then delete the account's own row.
        """
        usage_db.lock(session, user_id)
        ids = owned_db.documents_of(session, user_id, limit=_DOCUMENTS)
        trash_service.remove(session, ids)
        return bool(ids)


file_service = FileService()
