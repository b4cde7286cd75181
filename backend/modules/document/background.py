"""Background jobs of documents: texts, thumbnails, files to delete, batches, trash."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import structlog
from sqlmodel import Session

from backend.background.backoff import Postponed
from backend.background.jobs import Job
from backend.modules.document.batches.batches import BATCHES, batch_service
from backend.modules.document.files.deletions import DELETIONS, stored_file_service
from backend.modules.document.indexing.indexing import index_service
from backend.modules.document.sandbox.db import Unread
from backend.modules.document.sandbox.sandbox import Interrupted
from backend.modules.document.text.reader import reader
from backend.modules.document.text.text import TEXTS, TextService, text_service
from backend.modules.document.thumbnails.thumbnails import (
    THUMBNAILS,
    ThumbnailService,
    artist,
    thumbnail_service,
)
from backend.modules.document.trash.trash import trash_service
from backend.modules.document.versions.queueing import queueing_service

log = structlog.get_logger()

_FILES_AT_ONCE = 20
_postponed = Postponed[UUID]()


def read_text(session: Session) -> bool:
    """Read the text of one version; return whether there may be more."""

    def read(unread: Unread) -> None:
        status, found = text_service.read(unread)
        text_service.keep(session, unread, status, found)

    return _attempt(session, text_service, read, delayed="text delayed")


def draw_thumbnail(session: Session) -> bool:
    """Draw the thumbnail of one version; return whether there may be more."""

    def draw(unread: Unread) -> None:
        thumbnail_service.keep(session, unread, thumbnail_service.draw(unread))

    return _attempt(session, thumbnail_service, draw, delayed="thumbnail delayed")


def _attempt(
    session: Session,
    service: TextService | ThumbnailService,
    work: Callable[[Unread], None],
    *,
    delayed: str,
) -> bool:
    """Claim a version and work on it; return False if there is none.

    If that fails, the service has it tried again later, and `delayed` is logged.
    """
    unread = service.claim(session)
    session.commit()
    if unread is None:
        return False
    try:
        work(unread)
        session.commit()
    except Interrupted:
        raise  # claimed again when the lease ends
    except Exception as error:
        log.warning(delayed, storage_name=unread.storage_name, exc_info=True)
        session.rollback()
        service.fail(session, unread, error)
        session.commit()
    return True


def queue_old_versions(session: Session) -> bool:
    """Queue some versions for texts and thumbnails; return False.

    These are versions of release 1.0.0. Two hundred in five seconds leave the
    process time for requests.
    """
    queueing_service.add_old(session)
    session.commit()
    return False


def delete_files(session: Session) -> bool:
    """Delete a batch of due stored files; return whether there may be more.

    These are files of deleted documents and of uploads that never finished.
    """
    claimed = stored_file_service.claim(session, limit=_FILES_AT_ONCE)
    session.commit()
    if not claimed:
        return False
    results = stored_file_service.delete(claimed)
    stored_file_service.keep(session, claimed, results)
    session.commit()
    return len(claimed) == _FILES_AT_ONCE


def purge_trash(session: Session) -> bool:
    """Delete a batch of one user's old trash; return whether there may be more."""
    owner_id = trash_service.owner_of_old(session, besides=_postponed.keys())
    if owner_id is None:
        return False
    with _postponed.on_failure(owner_id):
        trash_service.purge_old(session, owner_id)
        session.commit()
    return True


def run_batches(session: Session) -> bool:
    """Do a piece of the next batch; return whether there may be more.

    The batch stays locked until the commit, so a killed process leaves it as it was.
    """
    claimed = batch_service.claim(session)
    if claimed is None:
        return False
    batch, may_act = claimed
    batch_id, attempts = batch.id, batch.attempts
    try:
        batch_service.advance(session, batch, may_act=may_act)
        session.commit()
    except Exception as error:
        log.warning("batch delayed", batch_id=str(batch_id), exc_info=True)
        session.rollback()
        reason = f"{type(error).__name__}: {error}".partition("\n")[0]
        batch_service.fail(session, batch_id, attempts + 1, reason)
        session.commit()
    return True


def index_documents(session: Session) -> bool:
    """Index some rows with old vectors; return False.

    One piece a second is 10,000 documents a minute. Without pauses, the first hours
    after an upgrade would slow down the requests of this process.
    """
    index_service.index_some(session)
    session.commit()
    return False


JOBS = (
    # Their lanes: a file may take seconds to read, and a store may not answer.
    Job(
        "read texts",
        timedelta(seconds=2),
        read_text,
        lane="texts",
        interrupt=reader.interrupt,
    ),
    Job("delete files", timedelta(seconds=5), delete_files, lane="files"),
    Job(
        "draw thumbnails",
        timedelta(seconds=2),
        draw_thumbnail,
        lane="thumbnails",
        interrupt=artist.interrupt,
    ),
    Job("queue old versions", timedelta(seconds=5), queue_old_versions),
    # Not in the lane of texts: a text that takes long would hold it up.
    Job("index documents", timedelta(seconds=1), index_documents),
    Job("run batches", timedelta(seconds=2), run_batches),
    Job("purge trash", timedelta(hours=1), purge_trash),
)

QUEUES = (DELETIONS, TEXTS, THUMBNAILS, BATCHES)
