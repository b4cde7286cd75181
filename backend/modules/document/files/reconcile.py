"""Finds files without a row and rows without a file, and mends both.

A crash leaves neither: this is for what comes from outside, a database that was put
back from a backup or a file that was deleted by hand.
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

_MOST_LOST = 0.1
_FEW = 10


class TooMuchLost(AppException):
    """So many files are missing that the storage is probably not the right one."""

    STATUS_CODE = 409
    CODE = "too_much_lost"
    MESSAGE = (
        "More than a tenth of all files is missing: is STORAGE_URL right? "
        "Nothing was changed. --force mends it all the same."
    )


@dataclass(slots=True)
class Findings:
    """Names of files that no row knows, and of rows that have no file."""

    files: int = 0
    without_row: list[str] = field(default_factory=list)
    without_file: list[str] = field(default_factory=list)


class ReconcileService:
    """Compares storage and database."""

    def find(self, session: Session) -> Findings:
        """Compare storage and database, one of 256 parts at a time."""
        findings = Findings()
        store = storage.get()
        for shard in storage.SHARDS:
            # Files first: what is uploaded meanwhile has its row or its note by then.
            present = store.names(shard)
            used, doomed = deletion_db.known(session, shard)
            session.rollback()
            findings.files += len(used)
            findings.without_row += sorted(present - used - doomed)
            # The list may be older than the row: ask for each.
            lost = [name for name in sorted(used - present) if not store.exists(name)]
            findings.without_file += lost
        return findings

    def mend(
        self, session: Session, findings: Findings, *, force: bool = False
    ) -> None:
        """Queue files without a row for deletion, and remove rows without a file.

        A document whose present version is lost goes back to the newest that is left; one
        without any goes.

        Raises:
            TooMuchLost: more than a tenth of the files is missing, and more than ten.
        """
        lost = len(findings.without_file)
        if lost > max(_FEW, findings.files * _MOST_LOST) and not force:
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
