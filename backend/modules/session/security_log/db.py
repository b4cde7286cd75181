"""Queries on the security log. Flushes, never commits."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, func, insert, select
from sqlmodel import Session, col

from backend.core import clock, token
from backend.core.auth import AccessToken
from backend.core.client import Client
from backend.core.compiled import Compiled
from backend.core.pagination import Position, in_order
from backend.models import (
    SecurityEvent,
    User,
    UserSession,
)
from backend.modules.session.db import of_same_signup
from backend.modules.session.lib import Period

# An owner that was deleted meanwhile
# is null; the key lock keeps a present one until the commit.
_OWNER = (
    select(col(User.id))
    .where(col(User.id) == bindparam("owner_id"))
    .with_for_update(read=True, key_share=True)
    .scalar_subquery()
)
_EVENTS = SecurityEvent.__table__  # type: ignore[attr-defined]
_INSERT = Compiled(
    insert(_EVENTS).values(
        {c.name: bindparam(c.name) for c in _EVENTS.c if c.name != "user_id"}
        | {"user_id": _OWNER}
    )
)


class SecurityLogDB:
    """The table of the security log."""

    def add(
        self,
        session: Session,
        kind: str,
        *,
        user_id: UUID | None,
        actor_id: UUID | None,
        session_id: UUID | None,
        client: Client,
    ) -> None:
        """Insert an entry; its user is null if the account was deleted meanwhile."""
        # Without an object, which takes as long as the rest of the work here.
        values = {
            "id": token.new_id(),
            "kind": kind,
            "owner_id": user_id,
            "actor_id": actor_id,
            "session_id": session_id,
            "device": client.device,
            "address": client.address,
            "created_at": clock.now(),
        }
        _INSERT.run(session, values)

    def count(self, session: Session, kind: str, *, after: datetime, most: int) -> int:
        """Return how many entries of a kind are newer, but at most `most`."""
        found = (
            select(col(SecurityEvent.id))
            .where(
                col(SecurityEvent.kind) == kind,
                col(SecurityEvent.created_at) > after,
            )
            .limit(most)
            .subquery()
        )
        number = session.execute(select(func.count()).select_from(found))
        return int(number.scalar_one())

    def page(
        self,
        session: Session,
        *,
        user_id: UUID | None,
        seen_by: AccessToken | None,
        kind: str | None,
        period: Period,
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
        if period.start is not None:
            statement = statement.where(created_at >= period.start)
        if period.end is not None:
            statement = statement.where(created_at < period.end)
        statement = in_order(statement, created_at, event_id, after=after, down=True)
        return session.execute(statement.limit(limit)).scalars().all()


security_log_db = SecurityLogDB()
