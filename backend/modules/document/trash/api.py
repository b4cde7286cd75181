"""The routes of the trash."""

from uuid import UUID

from fastapi import Response, status

from backend.api.deps import CurrentUserDep, CursorQuery, LimitQuery, SessionDep
from backend.core.pagination import InvalidCursor
from backend.core.routing import Router, raises
from backend.core.validation import ReplyModel
from backend.modules.document.exceptions import DocumentNotFound
from backend.modules.document.schemas import DocumentPublic
from backend.modules.document.trash.trash import trash_service

router = Router()


class Trash(ReplyModel):
    """A page of the trash, the document last deleted first."""

    items: list[DocumentPublic]
    next_cursor: str | None


class Emptied(ReplyModel):
    """What is left of the trash after some of it was deleted."""

    is_empty: bool


@router.get("/trash")
@raises(InvalidCursor)
def list_trash(
    user: CurrentUserDep,
    session: SessionDep,
    cursor: CursorQuery = None,
    limit: LimitQuery = 50,
) -> Trash:
    """List what is in the trash; after some weeks it is deleted for good."""
    page = trash_service.page(session, user.id, cursor=cursor, limit=limit)
    items = [DocumentPublic.of(document) for document in page.items]
    return Trash(items=items, next_cursor=page.next_cursor)


@router.post("/{document_id:uuid}/restore")
@raises(DocumentNotFound)
def restore_document(
    document_id: UUID, user: CurrentUserDep, session: SessionDep, response: Response
) -> DocumentPublic:
    """Take a document back out of the trash."""
    document = trash_service.restore(session, document_id, owner_id=user.id)
    session.commit()
    reply = DocumentPublic.of(document)
    response.headers["ETag"] = reply.etag
    return reply


@router.delete("/trash/{document_id:uuid}", status_code=status.HTTP_204_NO_CONTENT)
@raises(DocumentNotFound)
def purge_document(
    document_id: UUID, user: CurrentUserDep, session: SessionDep
) -> None:
    """Delete a document in the trash for good, with all of its versions."""
    trash_service.purge(session, document_id, owner_id=user.id)
    session.commit()


@router.delete("/trash")
def empty_trash(user: CurrentUserDep, session: SessionDep) -> Emptied:
    """Delete up to 500 documents of the trash for good; repeat until it is empty."""
    more = trash_service.empty(session, user.id)
    session.commit()
    return Emptied(is_empty=not more)
