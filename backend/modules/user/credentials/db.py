"""Queries on changes of address. Flushes, never commits.

The caller must have locked the account.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, update
from sqlmodel import Session, col, select

from backend.models import EmailChange


class EmailChangeDB:
    """The table of changes of address."""

    def add(self, session: Session, change: EmailChange) -> None:
        """Insert a change."""
        session.add(change)
        session.flush()

    def waiting(self, session: Session, user_id: UUID) -> EmailChange | None:
        """Return the pending change, which its code can still confirm, or None."""
        statement = select(EmailChange).where(_pending(user_id))
        return session.execute(statement).scalars().first()

    def close_waiting(self, session: Session, user_id: UUID, *, now: datetime) -> None:
        """Close the pending change: no code can confirm it. Its undo still works."""
        session.execute(
            update(EmailChange)
            .where(_pending(user_id))
            .values(closed_at=now)
            .execution_options(synchronize_session=False)
        )

    def owner_of_undo(self, session: Session, digests: Sequence[bytes]) -> UUID | None:
        """Return the id of the account of this undo token, even if it was used."""
        statement = select(EmailChange.user_id).where(
            col(EmailChange.undo_digest).in_(digests)
        )
        return session.execute(statement).scalars().first()

    def by_undo(
        self, session: Session, digests: Sequence[bytes], *, now: datetime
    ) -> EmailChange | None:
        """Return the change that this token undoes; None if it is used or expired."""
        statement = select(EmailChange).where(
            col(EmailChange.undo_digest).in_(digests),
            col(EmailChange.undo_expires_at) > now,
            col(EmailChange.undone_at).is_(None),
        )
        return session.execute(statement).scalars().first()

    def confirmed_after(
        self, session: Session, change: EmailChange
    ) -> Sequence[EmailChange]:
        """Return the confirmed later changes of the same account, oldest first."""
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
        """Mark all changes of the account since this time as undone."""
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
        """End all undos except those that restore the oldest address.

        The remaining undos get the latest expiry of all.
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
        restores_oldest = col(EmailChange.old_email) == oldest
        session.execute(
            update(EmailChange)
            .where(usable)
            .values(undo_expires_at=case((restores_oldest, longest), else_=now))
            .execution_options(synchronize_session=False)
        )


def _pending(user_id: UUID) -> ColumnElement[bool]:
    return and_(
        col(EmailChange.user_id) == user_id,
        col(EmailChange.confirmed_at).is_(None),
        col(EmailChange.closed_at).is_(None),
        col(EmailChange.undone_at).is_(None),
    )


email_change_db = EmailChangeDB()
