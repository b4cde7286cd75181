"""Queries on changes of address. Flushes, never commits; the account is locked."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, update
from sqlmodel import Session, col, select

from backend.models import EmailChange


class EmailChangeDB:
    """Changes of address."""

    def add(self, session: Session, change: EmailChange) -> None:
        """Insert a change."""
        session.add(change)
        session.flush()

    def waiting(self, session: Session, user_id: UUID) -> EmailChange | None:
        """Return the change that waits for its code."""
        statement = select(EmailChange).where(_waits(user_id))
        return session.execute(statement).scalars().first()

    def close_waiting(self, session: Session, user_id: UUID, *, now: datetime) -> None:
        """Let no code confirm the change that waits; its undo stays."""
        session.execute(
            update(EmailChange)
            .where(_waits(user_id))
            .values(closed_at=now)
            .execution_options(synchronize_session=False)
        )

    def owner_of_undo(self, session: Session, digests: Sequence[bytes]) -> UUID | None:
        """Return the account whose change this token undoes, used or not."""
        statement = select(EmailChange.user_id).where(
            col(EmailChange.undo_digest).in_(digests)
        )
        return session.execute(statement).scalars().first()

    def by_undo(
        self, session: Session, digests: Sequence[bytes], *, now: datetime
    ) -> EmailChange | None:
        """Return the change that this token undoes, unless it is used or too old."""
        statement = select(EmailChange).where(
            col(EmailChange.undo_digest).in_(digests),
            col(EmailChange.undo_expires_at) > now,
            col(EmailChange.undone_at).is_(None),
        )
        return session.execute(statement).scalars().first()

    def confirmed_after(
        self, session: Session, change: EmailChange
    ) -> Sequence[EmailChange]:
        """Return the user's later changes that took effect, the oldest first."""
        statement = (
            select(EmailChange)
            .where(
                col(EmailChange.user_id) == change.user_id,
                col(EmailChange.id) != change.id,
                col(EmailChange.created_at) >= change.created_at,
                col(EmailChange.confirmed_at).is_not(None),
                col(EmailChange.undone_at).is_(None),
            )
            .order_by(col(EmailChange.confirmed_at))
        )
        return session.execute(statement).scalars().all()

    def undo_since(
        self, session: Session, user_id: UUID, since: datetime, *, now: datetime
    ) -> None:
        """End all changes of the user that are as new as this time or newer."""
        session.execute(
            update(EmailChange)
            .where(
                col(EmailChange.user_id) == user_id,
                col(EmailChange.created_at) >= since,
                col(EmailChange.undone_at).is_(None),
            )
            .values(undone_at=now)
            .execution_options(synchronize_session=False)
        )

    def keep_oldest_undo(
        self, session: Session, user_id: UUID, *, now: datetime
    ) -> None:
        """End the undos to every address but the oldest that one leads to.

        Those that stay live as long as the longest that ends.
        """
        usable = and_(
            col(EmailChange.user_id) == user_id,
            col(EmailChange.undone_at).is_(None),
            col(EmailChange.undo_expires_at) > now,
        )
        oldest = (
            select(EmailChange.old_email)
            .where(usable)
            .order_by(col(EmailChange.created_at))
            .limit(1)
            .scalar_subquery()
        )
        longest = (
            select(func.max(EmailChange.undo_expires_at))
            .where(usable)
            .scalar_subquery()
        )
        leads_there = col(EmailChange.old_email) == oldest
        session.execute(
            update(EmailChange)
            .where(usable)
            .values(undo_expires_at=case((leads_there, longest), else_=now))
            .execution_options(synchronize_session=False)
        )


def _waits(user_id: UUID) -> ColumnElement[bool]:
    return and_(
        col(EmailChange.user_id) == user_id,
        col(EmailChange.confirmed_at).is_(None),
        col(EmailChange.closed_at).is_(None),
        col(EmailChange.undone_at).is_(None),
    )


email_change_db = EmailChangeDB()
