"""Queries on queues of versions whose files a sandbox reads. Flushes, never commits."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col

from backend.core import clock
from backend.models import Document, DocumentText, DocumentThumbnail, DocumentVersion
from backend.modules.document.db import DOCUMENTS
from backend.modules.document.sandbox.lib import SECONDS

_AT_ONCE = 100
_WINDOW = timedelta(minutes=10)
# Longer than reading can take: a version is only claimed again if its reader died.
_LEASE = timedelta(seconds=2 * SECONDS)
# Versions that were stored before their kind of file was read. They are read when
# nothing else waits, and do not count among what an owner has waiting.
_BACKLOG_AFTER = timedelta(days=365)
_COUNTED = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Unread:
    """A version whose file is to be read, and the number of attempts with this one."""

    version_id: UUID
    document_id: UUID
    owner_id: UUID
    number: int
    media_type: str
    size: int
    storage_name: str
    attempts: int


class Turns:
    """A queue of versions in which owners take turns."""

    def __init__(self, table: type[DocumentText] | type[DocumentThumbnail]) -> None:
        self._table = table
        # The owner of whom this process read last. It begins anywhere, so that several
        # processes do not serve the same owner at the same time.
        self._served = uuid4()

    def add(
        self, session: Session, version_id: UUID, *, owner_id: UUID, is_old: bool
    ) -> bool:
        """Queue a version; return False if it is or was in the queue.

        At most 100 versions of an owner become due in ten minutes. Further ones become
        due later, and are read earlier only if nothing else waits.
        """
        now = clock.now()
        due_at = now + _BACKLOG_AFTER if is_old else self._next_due(session, owner_id)
        row = insert(self._table).values(
            version_id=version_id, owner_id=owner_id, due_at=due_at
        )
        added = row.on_conflict_do_nothing().returning(col(self._table.version_id))
        return session.execute(added).first() is not None

    def claim(self, session: Session) -> Unread | None:
        """Claim a version to read; nobody else gets it until the lease ends.

        Owners take turns: it is the next owner's after the last one, in the order of
        their ids, and of that owner the version that has been due the longest. If none
        is due, it is a version that would become due later. The caller must commit
        before it reads the file.
        """
        now = clock.now()
        owner_id, due_at = col(self._table.owner_id), col(self._table.due_at)
        is_due, is_untried = due_at <= now, col(self._table.attempts) == 0
        waits = due_at.is_not(None) & col(self._table.dead_at).is_(None)
        # Most of the time nothing waits, so this is asked first.
        anything = select(owner_id).where(waits, or_(is_due, is_untried)).limit(1)
        if session.execute(anything).first() is None:
            return None
        waiting = (
            select(col(self._table.version_id))
            .where(waits)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        due = waiting.where(is_due).order_by(owner_id, due_at)
        untried = waiting.where(is_untried).order_by(due_at)
        for statement in (due.where(owner_id > self._served), due, untried):
            version_id = session.execute(statement).scalars().first()
            if version_id is not None:
                return self._lease(session, version_id, until=now + _LEASE)
        return None

    def _next_due(self, session: Session, owner_id: UUID) -> datetime:
        now, due_at = clock.now(), col(self._table.due_at)
        earlier = (
            select(due_at)
            .where(
                col(self._table.owner_id) == owner_id,
                due_at < now + _COUNTED,
                col(self._table.dead_at).is_(None),
            )
            .order_by(due_at.desc())
            .offset(_AT_ONCE - 1)
            .limit(1)
        )
        nth = session.execute(earlier).scalar_one_or_none()
        return max(now, nth + _WINDOW) if nth else now

    def _lease(self, session: Session, version_id: UUID, *, until: datetime) -> Unread:
        leased = (
            update(self._table)
            .where(col(self._table.version_id) == version_id)
            .values(attempts=col(self._table.attempts) + 1, due_at=until)
            .returning(col(self._table.attempts), col(self._table.owner_id))
            .execution_options(synchronize_session=False)
        )
        attempts, owner_id = session.execute(leased).one()
        self._served = owner_id
        version = session.get_one(DocumentVersion, version_id)
        return Unread(
            version_id=version.id,
            document_id=version.document_id,
            owner_id=owner_id,
            number=version.number,
            media_type=version.media_type,
            size=version.size,
            storage_name=version.storage_name,
            attempts=attempts,
        )


def lock_document(session: Session, document_id: UUID) -> Document | None:
    """Lock and return a document, whether it is in the trash or not."""
    statement = DOCUMENTS.where(col(Document.id) == document_id).with_for_update()
    return session.execute(statement).scalars().first()


texts_in_turn = Turns(DocumentText)
thumbnails_in_turn = Turns(DocumentThumbnail)
