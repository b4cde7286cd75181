"""The service that reads the text of documents, so that the search finds them by it.

A job reads the text after the upload, in a child process with limits on memory, time
and output. A file that cannot be read is not an error: its document gets the status
"failed". If the storage does not answer, or the process of the job is killed, the file
is read again later, MAX_ATTEMPTS times at most.
"""

import unicodedata
from datetime import timedelta

import structlog
from sqlmodel import Session

from backend.background.queues import MAX_ATTEMPTS, Queue
from backend.core import storage
from backend.models import DocumentText
from backend.modules.document.indexing.indexing import index_service
from backend.modules.document.sandbox.db import Unread, lock_document, texts_in_turn
from backend.modules.document.sandbox.lib import MAX_FILE_BYTES
from backend.modules.document.sandbox.sandbox import Unreadable
from backend.modules.document.search.lexemes import text_lexemes
from backend.modules.document.text.db import text_db
from backend.modules.document.text.reader import reader

log = structlog.get_logger()

# The ligatures from U+FB00 on, such as "fi".
_REPLACED = {0xAD: None} | {
    code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)
}

TEXTS = Queue("texts", DocumentText, late_after=timedelta(minutes=30))


class TooManyAttempts(Exception):
    """Each attempt to read this file ended without a result."""


class TextService:
    """Reads and stores the text of documents; called by a job."""

    def claim(self, session: Session) -> Unread | None:
        """Claim a version to read. The caller must commit before it reads the text."""
        return texts_in_turn.claim(session)

    def read(self, unread: Unread) -> tuple[str, str | None]:
        """Read a text; return the status and the text. Uses no database connection.

        Raises:
            TooManyAttempts: each earlier attempt ended without a result.
            TooSlow, Interrupted, ServiceUnavailable: the file itself may be fine.
        """
        if unread.size > MAX_FILE_BYTES:
            return "too_large", None
        if unread.attempts > MAX_ATTEMPTS:
            raise TooManyAttempts
        try:
            chunks = storage.get().chunks(unread.storage_name, unread.size)
            return "done", _clean(reader.run(unread.media_type, chunks))
        except (Unreadable, FileNotFoundError) as error:
            log.info(
                "text not read", storage_name=unread.storage_name, error=str(error)
            )
            return "failed", None

    def keep(
        self, session: Session, unread: Unread, status: str, text: str | None
    ) -> None:
        """Store status and text, and index the text."""
        lexemes = text_lexemes(text) if text else []  # slow, so before any lock
        # Lock order: the document before its text, as everywhere.
        document = lock_document(session, unread.document_id)
        row = text_db.get(session, unread.version_id)
        if document is None or row is None:
            return  # deleted while it was read
        row.status = status
        row.text = text
        row.due_at = None
        session.flush()
        if text is not None:
            index_service.keep_text(session, unread.version_id, lexemes)
        if document.version == unread.number:
            text_db.set_status(session, document.id, status=status)
            index_service.use_current_text(session, document)

    def fail(self, session: Session, unread: Unread, error: Exception) -> None:
        """Have the text read again later, or give up and set the status "failed"."""
        reason = f"{type(error).__name__}: {error}"
        key, attempts = unread.version_id, unread.attempts
        if attempts >= MAX_ATTEMPTS:
            self.keep(session, unread, "failed", None)
        TEXTS.fail(session, key, attempts=attempts, error=reason)


def _clean(data: bytes) -> str:
    """Return text that PostgreSQL can store and people can search.

    Control characters become spaces, soft hyphens disappear, and ligatures of Latin
    letters become letters.
    """
    text = data.decode("utf-8", errors="ignore").translate(_REPLACED)
    text = unicodedata.normalize("NFC", text)
    return "".join(
        c if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs") else " "
        for c in text
    )


text_service = TextService()
