"""The service that reads the text of documents, so that the search finds them by it.

A job reads the text after the upload, in a child process with limits on memory, time
and output. A file that cannot be read is not an error: its document gets the status
"failed". If the process of the job is killed while it reads a file, the file is read
again, three times at most.
"""

import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from threading import Timer

import structlog
from sqlmodel import Session

from backend.core import clock, storage
from backend.modules.document.search.db import search_db
from backend.modules.document.text.db import Unread, text_db
from backend.modules.document.text.extract import CPU_SECONDS, TEXT_BYTES

log = structlog.get_logger()

MAX_FILE_BYTES = 64 * 1024 * 1024
_SECONDS = CPU_SECONDS + 10
# Longer than reading can take: a version is only claimed again if its reader died.
_LEASE = timedelta(seconds=4 * _SECONDS)
_MAX_ATTEMPTS = 3
_READER = Path(__file__).with_name("extract.py")


class Unreadable(Exception):
    """The text of this file cannot be extracted."""


class TextService:
    """Reads and stores the text of documents; called by a job."""

    def claim(self, session: Session) -> Unread | None:
        """Claim the version that waited longest; nobody else gets it for _LEASE.

        The caller must commit before it reads the text.
        """
        now = clock.now()
        return text_db.claim(session, now=now, until=now + _LEASE)

    def read(self, unread: Unread) -> tuple[str, str | None]:
        """Read a text; return the status and the text. Uses no database connection."""
        if unread.size > MAX_FILE_BYTES:
            return "too_large", None
        if unread.attempts > _MAX_ATTEMPTS:
            return "failed", None
        try:
            return "done", _clean(_in_child(unread))
        except (Unreadable, FileNotFoundError) as error:
            log.info(
                "text not read", storage_name=unread.storage_name, error=str(error)
            )
            return "failed", None

    def keep(
        self, session: Session, unread: Unread, status: str, text: str | None
    ) -> None:
        """Store status and text; index the document if the version is current."""
        # Lock order: the document before its text, as everywhere.
        document = text_db.lock_document(session, unread.document_id)
        row = text_db.get(session, unread.version_id)
        if document is None or row is None:
            return  # deleted while it was read
        row.status = status
        row.text = text
        row.due_at = None
        session.flush()
        if document.version == unread.number:
            text_db.set_status(session, document.id, status=status)
            search_db.index(session, document)


def _in_child(unread: Unread) -> bytes:
    with subprocess.Popen(  # noqa: S603 (no part of the command comes from a user)
        [sys.executable, "-I", str(_READER), unread.media_type],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
    ) as child:
        timer = Timer(_SECONDS, child.kill)
        timer.start()
        try:
            chunks = storage.get().chunks(unread.storage_name, unread.size)
            found = _exchange(child, chunks)
        finally:
            timer.cancel()
            child.kill()  # does nothing if it has ended
    if child.returncode != 0:
        raise Unreadable(f"exit code {child.returncode}")
    return found


def _exchange(child: subprocess.Popen[bytes], chunks: Iterator[bytes]) -> bytes:
    """Write the file to the child's stdin, and return the text that it prints.

    Writing all before reading cannot deadlock: the child reads all before it prints.
    """
    if child.stdin is None or child.stdout is None:
        raise Unreadable("no pipes")
    # The child may end early; its exit code then shows the failure.
    with suppress(BrokenPipeError):
        for chunk in chunks:
            child.stdin.write(chunk)
        child.stdin.close()
    found = child.stdout.read(TEXT_BYTES)
    child.wait()
    return found


def _clean(data: bytes) -> str:
    """Return text that PostgreSQL can store: control characters become spaces."""
    text = unicodedata.normalize("NFC", data.decode("utf-8", errors="ignore"))
    return "".join(
        c if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs") else " "
        for c in text
    )


text_service = TextService()
