"""The routes that list, restore and permanently delete documents in the trash."""

from uuid import UUID

from fastapi import Response, status

from backend.api.deps import CurrentUserDep, CursorQuery, LimitQuery, SessionDep
from backend.core.pagination import InvalidCursor
from backend.core.routing import Router, raises
from backend.core.validation import ReplyModel
from backend.modules.document.exceptions import DocumentNotFound
from backend.modules.document.schemas import DocumentPublic
from backend.modules.document.trash.trash import trash_service

router = Router(api_scope="documents")


class Trash(ReplyModel):
    """A page of the trash, last deleted first."""

    items: list[DocumentPublic]
    next_cursor: str | None


class Emptied(ReplyModel):
    """Whether the trash is empty after a batch of it was deleted."""

    is_empty: bool


@router.get("/trash")
@raises(InvalidCursor)
def list_trash(
    user: CurrentUserDep,
    session: SessionDep,
    cursor: CursorQuery = None,
    limit: LimitQuery = 50,
) -> Trash:
    """List the trash. Documents in it are permanently deleted after some weeks."""
    page = trash_service.page(session, user.id, cursor=cursor, limit=limit)
    items = [DocumentPublic.of(document) for document in page.items]
    return Trash(items=items, next_cursor=page.next_cursor)


@router.post("/{document_id:uuid}/restore")
@raises(DocumentNotFound)
def restore_document(
    document_id: UUID, user: CurrentUserDep, session: SessionDep, response: Response
) -> DocumentPublic:
    """Restore a document from the trash."""
    document = trash_service.restore(session, document_id, owner_id=user.id)
    session.commit()
    reply = DocumentPublic.of(document)
    response.headers["ETag"] = reply.etag
    return reply


@router.post("/{document_id:uuid}/purge", status_code=status.HTTP_204_NO_CONTENT)
@raises(DocumentNotFound)
def purge_document(
    document_id: UUID, user: CurrentUserDep, session: SessionDep
) -> None:
    """Permanently delete a document in the trash, with all of its versions."""
    trash_service.purge(session, document_id, owner_id=user.id)
    session.commit()


@router.delete("/trash")
def empty_trash(user: CurrentUserDep, session: SessionDep) -> Emptied:
    """Permanently delete up to 500 documents of the trash; repeat until `is_empty`."""
    more = trash_service.empty(session, user.id)
    session.commit()
    return Emptied(is_empty=not more)
