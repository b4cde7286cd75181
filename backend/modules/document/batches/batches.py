"""The service that does one action with many documents."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from sqlmodel import Session

from backend.background.queues import Queue
from backend.core import clock
from backend.core.pagination import Page, Position
from backend.models import Document, DocumentBatch
from backend.modules.document.batches.db import batch_db
from backend.modules.document.batches.lib import (
    MAX_MATCHES,
    PIECE,
    Action,
    ActionName,
    BatchState,
    Outcome,
)
from backend.modules.document.document import document_service
from backend.modules.document.exceptions import BatchNotFound, BatchRunning
from backend.modules.document.lib import MAX_TAGS, Filters, is_at
from backend.modules.document.quota.db import usage_db
from backend.modules.document.search.search import search_service
from backend.modules.document.trash.trash import trash_service

BATCHES = Queue("batches", DocumentBatch, late_after=timedelta(hours=1))


class BatchService:
    """Does one action with many documents of an owner."""

    def apply(
        self,
        session: Session,
        owner_id: UUID,
        action: Action,
        wanted: Mapping[UUID, str | None],
    ) -> dict[UUID, Outcome]:
        """Do the action with these documents; return what became of each.

        `wanted` has the ETag that a document must have, or None. An action treats a
        document as a request for this one document would: purge does not find it
        outside the trash, and tag does not find it inside.
        """
        # Two transactions that lock several documents must not deadlock, so each locks
        # this row first.
        usage_db.lock(session, owner_id)
        outcomes: dict[UUID, Outcome] = dict.fromkeys(wanted, "not_found")
        changed = []
        for document in batch_db.lock_documents(session, owner_id, wanted):
            outcome = _outcome(document, action, wanted[document.id])
            outcomes[document.id] = outcome
            if outcome == "done":
                changed.append(document)
        if action.name == "purge":
            trash_service.remove(session, [document.id for document in changed])
        elif action.name == "tag":
            for document in changed:
                document.tags = action.tags_after(document.tags)
            document_service.store(session, changed)
        elif action.name == "trash":
            trash_service.put(session, changed)
        else:
            trash_service.take_out(session, changed)
        return outcomes

    def start(
        self,
        session: Session,
        owner_id: UUID,
        action: Action,
        filters: Filters,
        *,
        search: str | None,
        besides: Collection[UUID],
        described: dict[str, Any],
    ) -> DocumentBatch:
        """Store a batch for all documents that match now, for a job to work off.

        `besides` are documents to leave out, and `described` is the filter as its user
        reads it. Documents that match later are
        not in the batch, and those that no longer match stay in it.

        Raises:
            BatchRunning: the user has a batch that is not finished.
        """
        found: Sequence[UUID]
        if search is None:
            most = MAX_MATCHES + len(besides)
            found = batch_db.matching(session, owner_id, filters, limit=most)
        else:
            found = search_service.ids(session, owner_id, search, filters)
        ids = [each for each in found if each not in besides][:MAX_MATCHES]
        now = clock.now()
        batch = DocumentBatch(
            user_id=owner_id,
            action=action.name,
            add_tags=list(action.add_tags),
            remove_tags=list(action.remove_tags),
            filter=described,
            document_ids=ids,
            total=len(ids),
            created_at=now,
            due_at=now if ids else None,
            finished_at=None if ids else now,
        )
        if not batch_db.add(session, batch):
            raise BatchRunning
        return batch

    def page(
        self, session: Session, user_id: UUID, *, cursor: str | None, limit: int
    ) -> Page[DocumentBatch]:
        """Return a page of a user's batches, newest first, or raise InvalidCursor."""
        after = Position.decode(cursor)
        found = batch_db.page(session, user_id, after=after, limit=limit + 1)
        return Page.of(found, limit, lambda batch: Position(batch.created_at, batch.id))

    def get(self, session: Session, batch_id: UUID, *, user_id: UUID) -> DocumentBatch:
        """Return a batch of a user, or raise BatchNotFound."""
        batch = batch_db.get(session, batch_id, user_id=user_id)
        if batch is None:
            raise BatchNotFound
        return batch

    def cancel(
        self, session: Session, batch_id: UUID, *, user_id: UUID
    ) -> DocumentBatch:
        """Stop a batch after its current piece. A finished one stays as it is.

        Raises:
            BatchNotFound: the user has no such batch.
        """
        batch = batch_db.get(session, batch_id, user_id=user_id, lock=True)
        if batch is None:
            raise BatchNotFound
        if batch.finished_at is None:
            batch.cancelled_at = clock.now()
            _finish(batch)
            session.flush()
        return batch

    def claim(self, session: Session) -> tuple[DocumentBatch, bool] | None:
        """Lock the batch that is next, and tell whether its user may still act."""
        return batch_db.claim(session, now=clock.now())

    def advance(self, session: Session, batch: DocumentBatch, *, may_act: bool) -> None:
        """Do a piece of a claimed batch. Without `may_act` the batch is cancelled."""
        if not may_act:
            batch.cancelled_at = clock.now()
            _finish(batch)
            session.flush()
            return
        ids = batch_db.piece(session, batch, limit=PIECE)
        action = Action(
            cast(ActionName, batch.action),
            tuple(batch.add_tags),
            tuple(batch.remove_tags),
        )
        outcomes = self.apply(session, batch.user_id, action, dict.fromkeys(ids))
        batch.processed += len(ids)
        batch.changed += list(outcomes.values()).count("done")
        batch.attempts, batch.last_error = 0, None
        # Behind the batches of all others who wait.
        batch.due_at = clock.now()
        if batch.processed >= batch.total or not ids:
            _finish(batch)
        session.flush()

    def fail(self, session: Session, batch_id: UUID, attempts: int, error: str) -> None:
        """Store that a piece failed for the nth time: it is tried again later."""
        BATCHES.fail(session, batch_id, attempts=attempts, error=error)


def state_of(batch: DocumentBatch) -> BatchState:
    """Return the state of a batch. A failed one may be cancelled or tried again."""
    if batch.cancelled_at:
        return "cancelled"
    if batch.finished_at:
        return "done"
    return "failed" if batch.dead_at else "running"


def _outcome(document: Document, action: Action, etag: str | None) -> Outcome:
    """Return what the action will do with a document; "done" means: change it."""
    in_trash = document.deleted_at is not None
    if (in_trash and action.name == "tag") or (not in_trash and action.name == "purge"):
        return "not_found"
    if not is_at(document.revision, etag):
        return "changed"
    if action.name == "tag":
        tags = action.tags_after(document.tags)
        if tags == document.tags:
            return "unchanged"
        return "done" if len(tags) <= MAX_TAGS else "too_many_tags"
    is_so = in_trash if action.name == "trash" else not in_trash
    return "unchanged" if is_so and action.name != "purge" else "done"


def _finish(batch: DocumentBatch) -> None:
    batch.finished_at = clock.now()
    batch.due_at = batch.dead_at = None
    batch.document_ids = []


batch_service = BatchService()
