"""The routes with which administrators read and retry e-mails."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query, status
from pydantic import Field

from backend.api.deps import (
    ClientDep,
    CurrentAdminDep,
    CursorQuery,
    FreshAdminDep,
    LimitQuery,
    SessionDep,
)
from backend.core.pagination import InvalidCursor
from backend.core.routing import Router, raises
from backend.core.validation import ReplyModel, one_of
from backend.modules.outbox.exceptions import DeadLetterNotFound
from backend.modules.outbox.outbox import outbox_service
from backend.outbox.queue import outbox
from backend.tables.outbox import Status

router = Router(prefix="/admin/outbox", api_scope="admin")


class OutboxItem(ReplyModel):
    """An e-mail in the outbox, without its text, which may contain a code."""

    id: UUID
    user_id: UUID | None
    recipient: str = Field(examples=["ada@example.com"])
    subject: str = Field(examples=["Your Sample code"])
    status: Annotated[str, one_of(Status)] = Field(examples=["dead"])
    attempts: int = Field(examples=[12])
    last_error: str | None = Field(examples=["SendGrid answered 503"])
    created_at: datetime
    next_attempt_at: datetime
    finished_at: datetime | None


class OutboxList(ReplyModel):
    """A page of the outbox, newest first."""

    items: list[OutboxItem]
    next_cursor: str | None


@router.get("")
@raises(InvalidCursor)
def admin_list_outbox(
    _: CurrentAdminDep,
    session: SessionDep,
    only: Annotated[Status | None, Query(alias="status")] = None,
    cursor: CursorQuery = None,
    limit: LimitQuery = 50,
) -> OutboxList:
    """List e-mails and their status; `dead` means that the delivery failed for good."""
    page = outbox.page(session, status=only, cursor=cursor, limit=limit)
    items = [OutboxItem.model_validate(row) for row in page.items]
    return OutboxList(items=items, next_cursor=page.next_cursor)


@router.post("/{email_id:uuid}/retry", status_code=status.HTTP_204_NO_CONTENT)
@raises(DeadLetterNotFound)
def admin_retry_email(
    email_id: UUID, actor: FreshAdminDep, client: ClientDep, session: SessionDep
) -> None:
    """Retry a `dead` e-mail, with all its attempts."""
    outbox_service.retry(session, email_id, actor_id=actor.id, client=client)
    session.commit()
