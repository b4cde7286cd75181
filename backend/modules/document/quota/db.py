"""Queries on what owners store and may store. Flushes, never commits."""

from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import Session, col

from backend.models import (
    DocumentUsage,
    User,
)


class UsageDB:
    """What owners use of what they may."""

    def get(self, session: Session, owner_id: UUID) -> DocumentUsage | None:
        """Return what an owner uses; None is nothing."""
        return session.get(DocumentUsage, owner_id)

    def has_user(self, session: Session, user_id: UUID) -> bool:
        """Return whether there is an account with this id."""
        statement = select(col(User.id)).where(col(User.id) == user_id)
        return session.execute(statement).first() is not None

    def take(
        self,
        session: Session,
        owner_id: UUID,
        size: int,
        *,
        default_bytes: int,
        default_files: int,
    ) -> bool:
        """Take room for one file of `size` bytes; False when there is not so much.

        One statement that locks the row, so that parallel uploads queue here.
        """
        usage = DocumentUsage
        session.execute(
            upsert(usage)
            .values(user_id=owner_id, used_bytes=0, files=0)
            .on_conflict_do_nothing()
        )
        most_bytes = func.coalesce(col(usage.limit_bytes), default_bytes)
        most_files = func.coalesce(col(usage.limit_files), default_files)
        statement = (
            update(usage)
            .where(
                col(usage.user_id) == owner_id,
                col(usage.used_bytes) + size <= most_bytes,
                col(usage.files) + 1 <= most_files,
            )
            .values(used_bytes=col(usage.used_bytes) + size, files=col(usage.files) + 1)
            .returning(col(usage.user_id))
            .execution_options(synchronize_session=False)
        )
        return session.execute(statement).first() is not None

    def give_back(
        self, session: Session, owner_id: UUID, *, size: int, files: int
    ) -> None:
        """Give room back."""
        session.execute(
            update(DocumentUsage)
            .where(col(DocumentUsage.user_id) == owner_id)
            .values(
                used_bytes=col(DocumentUsage.used_bytes) - size,
                files=col(DocumentUsage.files) - files,
            )
            .execution_options(synchronize_session=False)
        )

    def lock(self, session: Session, owner_id: UUID) -> None:
        """Let whoever else changes what the owner stores wait.

        Taken before a document's lock everywhere, so that no two wait for each other.
        """
        statement = select(col(DocumentUsage.user_id)).where(
            col(DocumentUsage.user_id) == owner_id
        )
        session.execute(statement.with_for_update()).first()

    def set_limits(
        self, session: Session, owner_id: UUID, limits: dict[str, int | None]
    ) -> None:
        """Set the limits of an owner; None is that of the settings."""
        nothing = {"used_bytes": 0, "files": 0}
        statement = upsert(DocumentUsage).values(user_id=owner_id, **nothing, **limits)
        if limits:
            change = statement.on_conflict_do_update(
                index_elements=["user_id"], set_=limits
            )
            session.execute(change)


usage_db = UsageDB()
