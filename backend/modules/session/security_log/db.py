"""Queries on the security log. Flushes, never commits."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import (
    insert,
    select,
)
from sqlmodel import Session, col

from backend.core.auth import AccessToken
from backend.core.pagination import Position, in_order
from backend.models import (
    SecurityEvent,
    User,
    UserSession,
)
from backend.modules.session.db import of_same_signup


class SecurityLogDB:
    """The table of the security log."""

    def add(self, session: Session, event: SecurityEvent) -> None:
        """Insert an entry; its user is null if the account was deleted meanwhile."""
        owner = (
            select(col(User.id))
            .where(col(User.id) == event.user_id)
            .with_for_update(read=True, key_share=True)
        )
        values = event.model_dump() | {"user_id": owner.scalar_subquery()}
        session.execute(insert(SecurityEvent).values(values))

    def page(
        self,
        session: Session,
        *,
        user_id: UUID | None,
        seen_by: AccessToken | None,
        kind: str | None,
        after: Position | None,
        limit: int,
    ) -> Sequence[SecurityEvent]:
        """Return the entries after a position, newest first."""
        statement = select(SecurityEvent)
        if user_id is not None:
            statement = statement.where(col(SecurityEvent.user_id) == user_id)
        if seen_by is not None:
            mine = select(col(UserSession.id)).where(of_same_signup(seen_by))
            statement = statement.where(col(SecurityEvent.session_id).in_(mine))
        if kind is not None:
            statement = statement.where(col(SecurityEvent.kind) == kind)
        created_at, event_id = col(SecurityEvent.created_at), col(SecurityEvent.id)
        statement = in_order(statement, created_at, event_id, after=after, down=True)
        return session.execute(statement.limit(limit)).scalars().all()


security_log_db = SecurityLogDB()
