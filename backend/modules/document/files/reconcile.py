"""Finds stored files without a row and rows without a stored file, and repairs both.

A crash of the service causes neither. Restoring a database from a backup or deleting a
stored file by hand can.
"""

from dataclasses import dataclass, field

import structlog
from sqlmodel import Session

from backend.core import clock, storage
from backend.core.exceptions import AppException
from backend.modules.document.files.db import deletion_db
from backend.modules.document.quota.db import usage_db
from backend.modules.document.trash.trash import trash_service
from backend.modules.document.versions.db import version_db
from backend.modules.document.versions.versions import version_service

log = structlog.get_logger()

_LOST_FRACTION = 0.1
_LOST_ALLOWED = 10


class TooMuchLost(AppException):
    """So many files are missing that STORAGE_URL is probably wrong."""

    STATUS_CODE = 409
    CODE = "too_much_lost"
    MESSAGE = (
        "More than a tenth of all files is missing. Check STORAGE_URL. "
        "Nothing was changed; use --force to repair anyway."
    )


@dataclass(slots=True)
class Findings:
    """The number of rows, and the files without a row and rows without a file."""

    files: int = 0
    without_row: list[str] = field(default_factory=list)
    without_file: list[str] = field(default_factory=list)


class ReconcileService:
    """Compares the storage with the database, and repairs differences."""

    def find(self, session: Session) -> Findings:
        """Compare the storage with the database, one of its 256 shards at a time."""
        findings = Findings()
        store = storage.get()
        for shard in storage.SHARDS:
            # List files before rows: a newer upload then has its row or queue entry.
            present = store.names(shard)
            used, queued = deletion_db.known(session, shard)
            session.rollback()
            findings.files += len(used)
            findings.without_row += sorted(present - used - queued)
            # The list may be older than a row, so check each missing file.
            lost = [name for name in sorted(used - present) if not store.exists(name)]
            findings.without_file += lost
        return findings

    def mend(
        self, session: Session, findings: Findings, *, force: bool = False
    ) -> None:
        """Queue files without a row for deletion, and delete versions without a file.

        If the current version of a document is deleted, its newest remaining version
        becomes current. A document without any version left is deleted.

        Raises:
            TooMuchLost: more than ten files and more than a tenth of all are missing.
        """
        lost = len(findings.without_file)
        if lost > max(_LOST_ALLOWED, findings.files * _LOST_FRACTION) and not force:
            raise TooMuchLost
        for name in findings.without_row:
            deletion_db.note(session, name, due_at=clock.now())
        for name in findings.without_file:
            self._forget(session, name)

    def _forget(self, session: Session, storage_name: str) -> None:
        owner_id = version_db.owner_of(session, storage_name)
        if owner_id is None:
            return
        usage_db.lock(session, owner_id)
        found = version_db.lock_by_storage_name(session, storage_name)
        if found is None:
            return
        document, version = found
        log.warning(
            "stored file is lost", document_id=str(document.id), version=version.number
        )
        others = [v for v in version_db.of(session, document.id) if v.id != version.id]
        if not others:
            trash_service.remove(session, [document.id])
            return
        if document.version == version.number:
            version_service.make_current(session, document, others[0])
        version_db.remove(session, version)
        usage_db.give_back(session, owner_id, size=version.size, files=1)


reconcile_service = ReconcileService()
