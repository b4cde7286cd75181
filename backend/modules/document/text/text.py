"""The text of documents, read after the upload so that they are found by it.

A child process reads it, bounded in memory, time and output. What cannot be read is a
state of the document, not an error. A file that kills its reader is tried three times.
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
# Longer than reading takes: only what a killed process left is read again.
_LEASE = timedelta(seconds=4 * _SECONDS)
_MAX_ATTEMPTS = 3
_READER = Path(__file__).with_name("extract.py")


class Unreadable(Exception):
    """No text comes out of this file."""


class TextService:
    """The text of documents, which a job reads."""

    def claim(self, session: Session) -> Unread | None:
        """Take the version that has waited longest for some time; the caller commits."""
        now = clock.now()
        return text_db.claim(session, now=now, until=now + _LEASE)

    def read(self, unread: Unread) -> tuple[str, str | None]:
        """Return how reading went, and the text; holds no connection."""
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
        """Store what was read, and have the document found by it."""
        # The document first, as wherever both are locked.
        document = text_db.lock_document(session, unread.document_id)
        row = text_db.get(session, unread.version_id)
        if document is None or row is None:
            return  # deleted meanwhile
        row.status = status
        row.text = text
        row.due_at = None
        session.flush()
        if document.version == unread.number:
            text_db.set_status(session, document.id, status=status)
            search_db.index(session, document)


def _in_child(unread: Unread) -> bytes:
    with subprocess.Popen(  # noqa: S603 (no part of it is the user's)
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
            child.kill()  # it has ended, or nobody waits for it any more
    if child.returncode != 0:
        raise Unreadable(f"exit code {child.returncode}")
    return found


def _exchange(child: subprocess.Popen[bytes], chunks: Iterator[bytes]) -> bytes:
    """Write all to the child, which prints only then, and return what it prints."""
    if child.stdin is None or child.stdout is None:
        raise Unreadable("no pipes")
    # A child that ended early says why by its exit code.
    with suppress(BrokenPipeError):
        for chunk in chunks:
            child.stdin.write(chunk)
        child.stdin.close()
    found = child.stdout.read(TEXT_BYTES)
    child.wait()
    return found


def _clean(data: bytes) -> str:
    """Return text that Postgres takes, without what nobody sees."""
    text = unicodedata.normalize("NFC", data.decode("utf-8", errors="ignore"))
    return "".join(
        c if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs") else " "
        for c in text
    )


text_service = TextService()
