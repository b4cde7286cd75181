"""Background jobs of documents: read texts, delete stored files, purge the trash."""

from datetime import timedelta

from sqlmodel import Session

from backend.background.jobs import Job
from backend.core import clock, storage
from backend.modules.document.files.db import deletion_db
from backend.modules.document.text.text import text_service
from backend.modules.document.trash.trash import trash_service

_FILES_AT_ONCE = 20


def read_text(session: Session) -> bool:
    """Read the text of one version; return whether there may be more."""
    unread = text_service.claim(session)
    session.commit()
    if unread is None:
        return False
    status, found = text_service.read(unread)
    text_service.keep(session, unread, status, found)
    session.commit()
    return True


def delete_files(session: Session) -> bool:
    """Delete a batch of due stored files; return whether there may be more.

    These are files of deleted documents and of uploads that never finished. A file is
    deleted before its name leaves the queue. If the process is killed in between, the
    next run deletes a missing file, which does nothing.
    """
    names = deletion_db.claim_due(session, now=clock.now(), limit=_FILES_AT_ONCE)
    for name in names:
        storage.get().delete(name)
    deletion_db.done(session, names)
    session.commit()
    return len(names) == _FILES_AT_ONCE


def purge_trash(session: Session) -> bool:
    """Delete a batch of one user's old trash; return whether there may be more."""
    more = trash_service.purge_old(session)
    session.commit()
    return more


JOBS = (
    Job("read texts", timedelta(seconds=2), read_text),
    Job("delete files", timedelta(seconds=5), delete_files),
    Job("purge trash", timedelta(hours=1), purge_trash),
)
