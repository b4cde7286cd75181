"""Queries on requests for a new password. Flushes, never commits."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from backend.models import ResetRequest


class ResetRequestDB:
    """The table of requests for a code that caused an e-mail."""

    def newest(
        self,
        session: Session,
        email: str,
        *,
        digests: Sequence[bytes],
        requester: str,
        since: datetime,
    ) -> UUID | None:
        """Return the id of this token's request, else of the requester's newest one."""
        is_named = col(ResetRequest.token_digest).in_(digests)
        statement = (
            select(col(ResetRequest.id))
            .where(
                col(ResetRequest.email) == email,
                col(ResetRequest.created_at) > since,
                is_named | (col(ResetRequest.requester) == requester),
            )
            .order_by(is_named.desc(), col(ResetRequest.created_at).desc())
            .limit(1)
        )
        return session.execute(statement).scalar_one_or_none()


reset_request_db = ResetRequestDB()
