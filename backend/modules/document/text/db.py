"""Queries on the text of documents. Flushes, never commits."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.orm import defer
from sqlmodel import Session, col

from backend.models import Document, DocumentText, DocumentVersion

_AT_ONCE = 100
_WINDOW = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Unread:
    """A version whose text is to be read, and the number of attempts with this one."""

    version_id: UUID
    document_id: UUID
    owner_id: UUID
    number: int
    media_type: str
    size: int
    storage_name: str
    attempts: int


class TextDB:
    """Queries on the texts of versions, and on the queue of versions to read."""

    def await_text(
        self, session: Session, version_id: UUID, *, owner_id: UUID, now: datetime
    ) -> None:
        """Queue a version, so that the job reads its text.

        At most 100 texts of an owner become due in ten minutes. Further texts become
        due later, and are read earlier only if nothing else waits.
        """
        earlier = (
            select(col(DocumentText.due_at))
            .where(
                col(DocumentText.owner_id) == owner_id,
                col(DocumentText.due_at).is_not(None),
                col(DocumentText.dead_at).is_(None),
            )
            .order_by(col(DocumentText.due_at).desc())
            .offset(_AT_ONCE - 1)
            .limit(1)
        )
        nth = session.execute(earlier).scalar_one_or_none()
        due_at = max(now, nth + _WINDOW) if nth else now
        session.add(
            DocumentText(version_id=version_id, owner_id=owner_id, due_at=due_at)
        )
        session.flush()

    def claim(
        self, session: Session, *, after: UUID, now: datetime, until: datetime
    ) -> Unread | None:
        """Return a version that is due, and make it due again at `until`.

        Owners take turns: it is the next owner's after `after`, in the order of their
        ids, and of that owner the version that has been due the longest. If none is
        due, it is a version that would become due later.
        """
        owner_id, due_at = col(DocumentText.owner_id), col(DocumentText.due_at)
        is_due, is_untried = due_at <= now, col(DocumentText.attempts) == 0
        waits = due_at.is_not(None) & col(DocumentText.dead_at).is_(None)
        # Most of the time nothing waits, so this is asked first.
        anything = select(owner_id).where(waits, or_(is_due, is_untried)).limit(1)
        if session.execute(anything).first() is None:
            return None
        waiting = (
            select(DocumentText, DocumentVersion)
            .options(defer(DocumentText.words))
            .join(DocumentVersion, col(DocumentVersion.id) == DocumentText.version_id)
            .where(waits)
            .limit(1)
            .with_for_update(skip_locked=True, of=DocumentText)
        )
        due = waiting.where(is_due).order_by(owner_id, due_at)
        untried = waiting.where(is_untried).order_by(due_at)
        for statement in (due.where(owner_id > after), due, untried):
            row = session.execute(statement).first()
            if row is not None:
                return self._lease(session, *row, until=until)
        return None

    def _lease(
        self,
        session: Session,
        text: DocumentText,
        version: DocumentVersion,
        *,
        until: datetime,
    ) -> Unread:
        text.attempts += 1
        text.due_at = until
        session.flush()
        return Unread(
            version_id=version.id,
            document_id=version.document_id,
            owner_id=text.owner_id,
            number=version.number,
            media_type=version.media_type,
            size=version.size,
            storage_name=version.storage_name,
            attempts=text.attempts,
        )

    def get(self, session: Session, version_id: UUID) -> DocumentText | None:
        """Lock and return the text row of a version; None if there is none."""
        statement = (
            select(DocumentText)
            .options(defer(DocumentText.words))
            .where(col(DocumentText.version_id) == version_id)
            .with_for_update()
        )
        return session.execute(statement).scalars().first()

    def lock_document(self, session: Session, document_id: UUID) -> Document | None:
        """Lock and return a document, whether it is in the trash or not."""
        statement = (
            select(Document).where(col(Document.id) == document_id).with_for_update()
        )
        return session.execute(statement).scalars().first()

    def set_status(self, session: Session, document_id: UUID, *, status: str) -> None:
        """Store on the document the result of reading its current version."""
        session.execute(
            update(Document)
            .where(col(Document.id) == document_id)
            .values(text_status=status)
            .execution_options(synchronize_session=False)
        )


text_db = TextDB()
