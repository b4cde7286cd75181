"""The service for quotas: the storage that users use, and their limits."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from backend.core.client import Client
from backend.core.config import settings
from backend.modules.document.quota.db import usage_db
from backend.modules.session.exceptions import UserNotFound
from backend.modules.session.security_log.security_log import security_log_service


@dataclass(frozen=True, slots=True)
class Usage:
    """Used and allowed bytes and files. All versions and the trash count."""

    used_bytes: int
    limit_bytes: int
    files: int
    limit_files: int

    @property
    def room(self) -> int:
        """The maximum size in bytes of one more file; 0 if no file fits."""
        if self.files >= self.limit_files:
            return 0
        return max(0, self.limit_bytes - self.used_bytes)


class QuotaService:
    """Reads and changes the usage and the limits of users."""

    def of(self, session: Session, owner_id: UUID) -> Usage:
        """Return the usage and the limits of a user."""
        row = usage_db.get(session, owner_id)
        limit_bytes = row.limit_bytes if row else None
        limit_files = row.limit_files if row else None
        return Usage(
            used_bytes=row.used_bytes if row else 0,
            limit_bytes=(
                settings.DOCUMENT_QUOTA_BYTES if limit_bytes is None else limit_bytes
            ),
            files=row.files if row else 0,
            limit_files=(
                settings.DOCUMENT_QUOTA_FILES if limit_files is None else limit_files
            ),
        )

    def locked(self, session: Session, owner_id: UUID) -> Usage:
        """Lock the usage row of a user; return the usage and the limits."""
        usage_db.ensure(session, owner_id)
        usage_db.lock(session, owner_id)
        return self.of(session, owner_id)

    def take(self, session: Session, owner_id: UUID, size: int) -> bool:
        """Add one file to the usage of a user; return False if it does not fit."""
        return usage_db.take(
            session,
            owner_id,
            size,
            default_bytes=settings.DOCUMENT_QUOTA_BYTES,
            default_files=settings.DOCUMENT_QUOTA_FILES,
        )

    def set_limits(
        self,
        session: Session,
        user_id: UUID,
        limits: dict[str, int | None],
        *,
        actor_id: UUID,
        client: Client,
    ) -> Usage:
        """Set limits of one user. None restores the limit from the settings.

        Raises:
            UserNotFound: there is no such account.
        """
        self._ensure_user(session, user_id)
        security_log_service.record(
            session, "quota_changed", user_id=user_id, client=client, actor_id=actor_id
        )
        usage_db.set_limits(session, user_id, limits)
        return self.of(session, user_id)

    def of_user(self, session: Session, user_id: UUID) -> Usage:
        """Return the usage and the limits of a user, or raise UserNotFound."""
        self._ensure_user(session, user_id)
        return self.of(session, user_id)

    def _ensure_user(self, session: Session, user_id: UUID) -> None:
        if not usage_db.has_user(session, user_id):
            raise UserNotFound


quota_service = QuotaService()
