"""Queries on trusted devices. Flushes, never commits."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from backend.models import TrustedDevice


class TrustedDeviceDB:
    """The table of trusted devices."""

    def use(
        self,
        session: Session,
        user_id: UUID,
        digests: Sequence[bytes],
        *,
        newest: bytes,
        now: datetime,
    ) -> UUID | None:
        """Store the last use and the newest token digest of a device; return its id.

        Returns None if no trusted device of the user has one of the `digests`.
        """
        statement = (
            update(TrustedDevice)
            .where(
                col(TrustedDevice.digest).in_(digests),
                col(TrustedDevice.user_id) == user_id,
                col(TrustedDevice.expires_at) > now,
            )
            .values(last_used_at=now, digest=newest)
            .returning(col(TrustedDevice.id))
            .execution_options(synchronize_session=False)
        )
        return session.execute(statement).scalar_one_or_none()

    def all_of(
        self, session: Session, user_id: UUID, *, now: datetime
    ) -> Sequence[TrustedDevice]:
        """Return the trusted devices of an account, most recently used first."""
        statement = (
            select(TrustedDevice)
            .where(
                col(TrustedDevice.user_id) == user_id,
                col(TrustedDevice.expires_at) > now,
            )
            .order_by(col(TrustedDevice.last_used_at).desc(), col(TrustedDevice.id))
        )
        return session.execute(statement).scalars().all()

    def remove(self, session: Session, device_id: UUID, *, user_id: UUID) -> bool:
        """Delete a trusted device; return False if the user has no such device."""
        statement = (
            delete(TrustedDevice)
            .where(
                col(TrustedDevice.id) == device_id,
                col(TrustedDevice.user_id) == user_id,
            )
            .returning(col(TrustedDevice.id))
        )
        return session.execute(statement).first() is not None


trusted_device_db = TrustedDeviceDB()
