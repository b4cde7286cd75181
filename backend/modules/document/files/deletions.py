"""The service that deletes stored files whose rows are gone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic

import structlog
from sqlmodel import Session

from backend.background.queues import Queue
from backend.core import clock, storage
from backend.models import StoredFileDeletion
from backend.modules.document.files.db import deletion_db

log = structlog.get_logger()

# Longer than deleting AT_ONCE files can take, so that no other process does it too.
_LEASE = timedelta(minutes=10)
# Ends a piece of work early, because a store that does not answer costs 10 s per file.
_SECONDS = 1.0

DELETIONS = Queue("file deletions", StoredFileDeletion, late_after=timedelta(hours=1))


@dataclass(slots=True)
class Results:
    """Names of files by what became of them; failed ones with their error."""

    deleted: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    untried: list[str] = field(default_factory=list)


class StoredFileService:
    """Queues files for deletion, and deletes them; a job calls the latter.

    A file is deleted before its name leaves the queue. If the process is killed in
    between, a later run deletes a missing file, which does nothing.
    """

    def name_temporary(self, session: Session, *, due_at: datetime) -> str:
        """Return the name of a file to come, which is deleted at `due_at`."""
        name = storage.new_name()
        deletion_db.note(session, name, due_at=due_at)
        return name

    def reschedule(
        self, session: Session, names: Sequence[str], *, due_at: datetime
    ) -> bool:
        """Delete queued files at `due_at`; return False if one may be gone already."""
        return deletion_db.reschedule(session, names, due_at=due_at) == len(names)

    def claim(self, session: Session, *, limit: int) -> Mapping[str, int]:
        """Claim due files; return the number of attempts with this one, by name.

        Nobody else gets them for _LEASE. The caller must commit before it deletes them.
        """
        now = clock.now()
        return deletion_db.claim_due(session, now=now, until=now + _LEASE, limit=limit)

    def delete(self, names: Mapping[str, int]) -> Results:
        """Delete files, for about a second. Uses no database connection."""
        results = Results()
        ends = monotonic() + _SECONDS
        for name in names:
            if monotonic() > ends:
                results.untried.append(name)
                continue
            try:
                storage.get().delete(name)
            except Exception as error:  # noqa: BLE001 (logged and counted, by file)
                # The store's own error; its further lines repeat the first.
                reason = str(error.__cause__ or error).partition("\n")[0]
                log.warning("file not deleted", storage_name=name, error=reason)
                results.failed[name] = reason
            else:
                results.deleted.append(name)
        return results

    def keep(
        self, session: Session, attempts: Mapping[str, int], results: Results
    ) -> None:
        """Store the results: remove names from the queue, or have them tried later."""
        deletion_db.done(session, results.deleted)
        deletion_db.unclaim(session, results.untried, due_at=clock.now())
        for name, error in results.failed.items():
            DELETIONS.fail(session, name, attempts=attempts[name], error=error)


stored_file_service = StoredFileService()
