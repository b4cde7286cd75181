"""The routes of batches: at once for named documents, as a job for a filter."""

from uuid import UUID

from fastapi import Depends, Response, status

from backend.api.deps import CurrentUserDep, CursorQuery, LimitQuery, SessionDep
from backend.api.idempotency import IdempotencyDep
from backend.core.config import settings
from backend.core.pagination import InvalidCursor
from backend.core.rate_limit import rate_limit
from backend.core.routing import Router, raises
from backend.modules.document.batches.batches import batch_service
from backend.modules.document.batches.schemas import (
    BatchDone,
    BatchList,
    BatchPublic,
    BatchRequest,
    BatchResult,
    BatchStartRequest,
)
from backend.modules.document.exceptions import BatchNotFound, BatchRunning

router = Router(prefix="/batches", api_scope="documents")


@router.post("", dependencies=[Depends(rate_limit(60, minutes=1, fails_open=True))])
def run_batch(
    data: BatchRequest,
    user: CurrentUserDep,
    session: SessionDep,
    once: IdempotencyDep,
) -> BatchDone:
    """Trash, restore, tag or permanently delete up to 500 documents at once.

    The action is done with every document for which it is possible, and the reply says
    what became of each. `purge` permanently deletes documents that are in the trash.
    """
    outcomes = batch_service.apply(session, user.id, data.as_action, data.wanted)
    results = [
        BatchResult(document_id=document_id, outcome=outcomes[document_id])
        for document_id in dict.fromkeys(item.id for item in data.documents)
    ]
    done = list(outcomes.values()).count("done")
    reply = once.keep(BatchDone(results=results, done=done))
    session.commit()
    return reply


# A path that ended in "batches/{batch_id}" could also be a document's.
@router.post(
    "/jobs",
    status_code=status.HTTP_202_ACCEPTED,
    dependencies=[Depends(rate_limit(20, minutes=1))],
)
@raises(BatchRunning)
def start_batch(
    data: BatchStartRequest,
    user: CurrentUserDep,
    session: SessionDep,
    response: Response,
    once: IdempotencyDep,
) -> BatchPublic:
    """Start an action for all documents that match the filter now, 20,000 at most.

    The newest documents come first. A job works the batch off piece by piece; `Location`
    names its progress. Documents that match later are not in it, and those that change
    meanwhile stay in it. A user can have one running batch.
    """
    batch = batch_service.start(
        session,
        user.id,
        data.as_action,
        data.filter.filters(in_trash=data.looks_in_trash),
        search=data.filter.words,
        besides=set(data.except_ids),
        described=data.filter.model_dump(mode="json", exclude_none=True),
    )
    reply = once.keep(BatchPublic.of(batch))
    session.commit()
    response.headers["Location"] = (
        f"{settings.API_PREFIX}/documents/batches/jobs/{reply.id}"
    )
    return reply


@router.get("/jobs")
@raises(InvalidCursor)
def list_batches(
    user: CurrentUserDep,
    session: SessionDep,
    cursor: CursorQuery = None,
    limit: LimitQuery = 50,
) -> BatchList:
    """List the user's batches for filters, newest first, finished ones for some weeks."""
    page = batch_service.page(session, user.id, cursor=cursor, limit=limit)
    items = [BatchPublic.of(batch) for batch in page.items]
    return BatchList(items=items, next_cursor=page.next_cursor)


@router.get("/jobs/{batch_id:uuid}")
@raises(BatchNotFound)
def get_batch(batch_id: UUID, user: CurrentUserDep, session: SessionDep) -> BatchPublic:
    """Return a batch and its progress."""
    return BatchPublic.of(batch_service.get(session, batch_id, user_id=user.id))


@router.post("/jobs/{batch_id:uuid}/cancel")
@raises(BatchNotFound)
def cancel_batch(
    batch_id: UUID, user: CurrentUserDep, session: SessionDep
) -> BatchPublic:
    """Stop a batch. What it has changed stays so; a finished batch stays as it is."""
    batch = batch_service.cancel(session, batch_id, user_id=user.id)
    session.commit()
    return BatchPublic.of(batch)
