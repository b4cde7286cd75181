"""Queries on passkeys. Flushes, never commits."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col

from backend.models import Passkey


class PasskeyDB:
    """The table of passkeys."""

    def all_of(self, session: Session, user_id: UUID) -> Sequence[Passkey]:
        """Return the passkeys of an account, the oldest first."""
        statement = (
            select(Passkey)
            .where(col(Passkey.user_id) == user_id)
            .order_by(col(Passkey.created_at), col(Passkey.id))
        )
        return session.execute(statement).scalars().all()

    def by_credential(self, session: Session, credential_id: bytes) -> Passkey | None:
        """Return the passkey with this credential id, as it is stored now."""
        statement = (
            select(Passkey)
            .where(col(Passkey.credential_id) == credential_id)
            .execution_options(populate_existing=True)
        )
        return session.execute(statement).scalars().first()

    def add(self, session: Session, passkey: Passkey) -> bool:
        """Store a passkey; return False if an account has its credential already."""
        statement = (
            insert(Passkey)
            .values(passkey.model_dump())
            .on_conflict_do_nothing(index_elements=["credential_id"])
            .returning(col(Passkey.id))
        )
        return session.execute(statement).first() is not None

    def use(
        self, session: Session, passkey_id: UUID, *, sign_count: int, now: datetime
    ) -> None:
        """Store the counter of an answer, and when it came."""
        session.execute(
            update(Passkey)
            .where(col(Passkey.id) == passkey_id)
            .values(sign_count=sign_count, last_used_at=now)
            .execution_options(synchronize_session=False)
        )

    def rename(
        self, session: Session, passkey_id: UUID, *, user_id: UUID, name: str
    ) -> Passkey | None:
        """Change the name of a passkey; None if the account has no such passkey."""
        statement = (
            update(Passkey)
            .where(col(Passkey.id) == passkey_id, col(Passkey.user_id) == user_id)
            .values(name=name)
            .returning(Passkey)
            .execution_options(synchronize_session=False)
        )
        return session.execute(statement).scalar_one_or_none()

    def remove(self, session: Session, passkey_id: UUID, *, user_id: UUID) -> bool:
        """Delete a passkey; return False if the account has no such passkey."""
        statement = (
            delete(Passkey)
            .where(col(Passkey.id) == passkey_id, col(Passkey.user_id) == user_id)
            .returning(col(Passkey.id))
        )
        return session.execute(statement).first() is not None

    def remove_since(
        self, session: Session, user_id: UUID, *, since: datetime
    ) -> Sequence[UUID]:
        """Delete the passkeys of an account that are newer; return their ids."""
        statement = (
            delete(Passkey)
            .where(col(Passkey.user_id) == user_id, col(Passkey.created_at) >= since)
            .returning(col(Passkey.id))
        )
        return session.execute(statement).scalars().all()


passkey_db = PasskeyDB()
