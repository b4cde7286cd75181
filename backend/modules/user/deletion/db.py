"""Queries on accounts with a requested deletion. Flushes, never commits."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlmodel import Session, col

from backend.models import EmailCode, MailCount, OutboxEmail, ResetRequest, User


class DeletionDB:
    """The table of accounts, for deletion."""

    def lock_by_undo(
        self, session: Session, digests: Sequence[bytes], *, now: datetime
    ) -> User | None:
        """Lock and return the account whose deletion this token can still undo."""
        statement = (
            select(User)
            .where(col(User.undo_delete_digest).in_(digests), col(User.delete_at) > now)
            .with_for_update()
        )
        return session.execute(statement).scalars().first()

    def claim_due(
        self, session: Session, *, now: datetime, besides: Sequence[UUID]
    ) -> User | None:
        """Lock and return an account due for deletion; skip locked ones."""
        statement = (
            select(User)
            .where(col(User.delete_at) <= now, col(User.id).not_in(besides))
            .order_by(col(User.delete_at))
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        return session.execute(statement).scalars().first()

    def remove(self, session: Session, user: User) -> None:
        """Delete the account, its rows, and rows that only name its verified address.

        E-mails about demos stay, because visitors can book without an account.
        """
        if user.is_verified:
            session.execute(
                delete(OutboxEmail).where(
                    col(OutboxEmail.recipient) == user.email,
                    col(OutboxEmail.about_id).is_(None),
                )
            )
            for row in (EmailCode.email, MailCount.email, ResetRequest.email):
                session.execute(
                    delete(row.class_).where(col(row) == user.email)  # type: ignore[attr-defined]
                )
        session.execute(
            delete(MailCount).where(col(MailCount.requester) == str(user.id))
        )
        session.delete(user)
        session.flush()


deletion_db = DeletionDB()
