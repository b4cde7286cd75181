"""The service for other modules: reads and deletes all files of a user."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from backend.core import storage
from backend.modules.document.downloads.archive import portable_name
from backend.modules.document.files.db import owned_db
from backend.modules.document.quota.db import usage_db
from backend.modules.document.trash.trash import trash_service

# The position after a batch: hash and id of its last document.
Place = tuple[bytes, UUID]

_DOCUMENTS = 500


@dataclass(frozen=True, slots=True)
class OwnedFile:
    """One version of a document of a user, for an export."""

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

    @property
    def portable_name(self) -> str:
        """The name of the file with which every common system can unpack it."""
        return portable_name(self.name)


class FileService:
    """Reads and deletes all files of a user, for other modules."""

    def files_of(
        self, session: Session, user_id: UUID, *, after: Place | None = None
    ) -> tuple[list[OwnedFile], Place | None]:
        """Return a batch of a user's files, and the position to continue after.

        All versions and the trash are included. A batch has the files of up to 500
        documents. The position is None at the end.
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
        """Yield a file in pieces of 1 MiB, without using a database connection."""
        return storage.get().chunks(file.storage_name, file.size)

    def forget_some(self, session: Session, user_id: UUID) -> bool:
        """Delete up to 500 documents of an account; return False if it had none.

        For an account that is permanently deleted: call this until it returns False,
        then delete the row of the account. The rows are deleted in this transaction; a
        job deletes the stored files after the commit.
        """
        usage_db.lock(session, user_id)
        ids = owned_db.documents_of(session, user_id, limit=_DOCUMENTS)
        trash_service.remove(session, ids)
        return bool(ids)


file_service = FileService()
