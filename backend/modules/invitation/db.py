"""Queries on invitations. Flushes, never commits."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select, text, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col

from backend.core.pagination import Position
from backend.models import Invitation, User
from backend.modules.invitation.lib import State
from backend.tables.invitations import OPEN

_IS_OPEN = col(Invitation.accepted_at).is_(None) & col(Invitation.withdrawn_at).is_(
    None
)


class InvitationDB:
    """The table of invitations."""

    def add(self, session: Session, invitation: Invitation) -> bool:
        """Store an invitation; return False if its address has an open one."""
        statement = (
            insert(Invitation)
            .values(invitation.model_dump())
            .on_conflict_do_nothing(index_elements=["email"], index_where=text(OPEN))
            .returning(col(Invitation.id))
        )
        return session.execute(statement).first() is not None

    def withdraw_expired(self, session: Session, email: str, *, now: datetime) -> None:
        """Withdraw the expired invitation of an address, so that a new one may follow."""
        statement = (
            update(Invitation)
            .where(
                col(Invitation.email) == email,
                _IS_OPEN,
                col(Invitation.expires_at) <= now,
            )
            .values(withdrawn_at=now)
            .execution_options(synchronize_session=False)
        )
        session.execute(statement)

    def lock(self, session: Session, invitation_id: UUID) -> Invitation | None:
        """Return an invitation that is neither accepted nor withdrawn, locked."""
        statement = (
            select(Invitation)
            .where(col(Invitation.id) == invitation_id, _IS_OPEN)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        return session.execute(statement).scalars().first()

    def by_token(
        self,
        session: Session,
        digests: Sequence[bytes],
        *,
        now: datetime,
        lock: bool = False,
    ) -> Invitation | None:
        """Return the open invitation of a token, if its sender may still invite."""
        statement = (
            select(Invitation)
            .join(User, col(User.id) == col(Invitation.invited_by))
            .where(
                col(Invitation.digest).in_(digests),
                _IS_OPEN,
                col(Invitation.expires_at) > now,
                col(User.is_admin),
                col(User.is_active),
                col(User.delete_at).is_(None),
            )
        )
        if lock:
            statement = statement.with_for_update(of=Invitation).execution_options(
                populate_existing=True
            )
        return session.execute(statement).scalars().first()

    def page(
        self,
        session: Session,
        state: State | None,
        *,
        after: Position | None,
        limit: int,
        now: datetime,
    ) -> Sequence[tuple[Invitation, str | None]]:
        """Return invitations, newest first, with the address of the administrator."""
        statement = (
            select(Invitation, col(User.email))
            .outerjoin(User, col(User.id) == col(Invitation.invited_by))
            .order_by(col(Invitation.created_at).desc(), col(Invitation.id).desc())
            .limit(limit)
        )
        if state is not None:
            statement = statement.where(_is(state, now))
        if after is not None:
            place = tuple_(col(Invitation.created_at), col(Invitation.id))
            statement = statement.where(place < tuple_(after.key, after.id))
        return [(row[0], row[1]) for row in session.execute(statement)]


def _is(state: State, now: datetime) -> ColumnElement[bool]:
    conditions: dict[State, ColumnElement[bool]] = {
        "open": _IS_OPEN & (col(Invitation.expires_at) > now),
        "expired": _IS_OPEN & (col(Invitation.expires_at) <= now),
        "accepted": col(Invitation.accepted_at).is_not(None),
        "withdrawn": col(Invitation.withdrawn_at).is_not(None),
    }
    return conditions[state]


invitation_db = InvitationDB()
