"""Queries on the usage and quota of owners. Flushes, never commits."""

from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import Session, col

from backend.models import (
    DocumentUsage,
    User,
)


class UsageDB:
    """Queries on the usage rows: one for each owner with files or own limits."""

    def get(self, session: Session, owner_id: UUID) -> DocumentUsage | None:
        """Return the usage row of an owner; None means no files and no own limits."""
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
        """Add one file of `size` bytes to the usage; return False if it does not fit.

        The check and the change are one UPDATE, which locks the row: parallel uploads
        wait here and cannot exceed the quota.
        """
        usage = DocumentUsage
        self.ensure(session, owner_id)
        max_bytes = func.coalesce(col(usage.limit_bytes), default_bytes)
        max_files = func.coalesce(col(usage.limit_files), default_files)
        statement = (
            update(usage)
            .where(
                col(usage.user_id) == owner_id,
                col(usage.used_bytes) + size <= max_bytes,
                col(usage.files) + 1 <= max_files,
            )
            .values(used_bytes=col(usage.used_bytes) + size, files=col(usage.files) + 1)
            .returning(col(usage.user_id))
            .execution_options(synchronize_session=False)
        )
        return session.execute(statement).first() is not None

    def ensure(self, session: Session, owner_id: UUID) -> None:
        """Insert the owner's usage row, unless there is one."""
        session.execute(
            upsert(DocumentUsage)
            .values(user_id=owner_id, used_bytes=0, files=0)
            .on_conflict_do_nothing()
        )

    def give_back(
        self, session: Session, owner_id: UUID, *, size: int, files: int
    ) -> None:
        """Subtract deleted files and their bytes from the usage of an owner."""
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
        """Lock the owner's usage row; other changes to the owner's files wait.

        Lock order: this row before any document, so that two calls cannot deadlock.
        """
        statement = select(col(DocumentUsage.user_id)).where(
            col(DocumentUsage.user_id) == owner_id
        )
        session.execute(statement.with_for_update()).first()

    def set_limits(
        self, session: Session, owner_id: UUID, limits: dict[str, int | None]
    ) -> None:
        """Set the limits of an owner. None means: the limit from the settings."""
        nothing = {"used_bytes": 0, "files": 0}
        statement = upsert(DocumentUsage).values(user_id=owner_id, **nothing, **limits)
        if limits:
            change = statement.on_conflict_do_update(
                index_elements=["user_id"], set_=limits
            )
            session.execute(change)


usage_db = UsageDB()
