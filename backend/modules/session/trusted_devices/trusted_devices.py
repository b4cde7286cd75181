"""Trusted devices: they need no second factor for TRUSTED_DEVICE_DAYS."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from backend.core import clock, token
from backend.core.client import Client
from backend.core.config import settings
from backend.models import TrustedDevice
from backend.modules.session.exceptions import TrustedDeviceNotFound
from backend.modules.session.trusted_devices.db import trusted_device_db


class TrustedDeviceService:
    """Adds, recognises, lists and removes trusted devices."""

    def trust(
        self, session: Session, user_id: UUID, client: Client, device_token: str
    ) -> UUID | None:
        """Trust the device with this token; return its id, or None if switched off."""
        if not settings.TRUSTED_DEVICE_DAYS:
            return None
        device = TrustedDevice(
            user_id=user_id,
            digest=token.token_digest(device_token),
            device=client.device,
            address=client.address,
            expires_at=clock.now() + timedelta(days=settings.TRUSTED_DEVICE_DAYS),
        )
        session.add(device)
        session.flush()
        return device.id

    def recognise(
        self, session: Session, user_id: UUID, device_token: str | None, *, newest: str
    ) -> UUID | None:
        """Return the id of the user's trusted device with this token, or None.

        From now on the device is recognised by its `newest` token.
        """
        if device_token is None or not settings.TRUSTED_DEVICE_DAYS:
            return None
        return trusted_device_db.use(
            session,
            user_id,
            token.token_digests(device_token),
            newest=token.token_digest(newest),
            now=clock.now(),
        )

    def all_of(self, session: Session, user_id: UUID) -> Sequence[TrustedDevice]:
        """Return the user's trusted devices, most recently used first."""
        return trusted_device_db.all_of(session, user_id, now=clock.now())

    def distrust(self, session: Session, device_id: UUID, *, user_id: UUID) -> None:
        """Remove a trusted device, or raise TrustedDeviceNotFound."""
        if not trusted_device_db.remove(session, device_id, user_id=user_id):
            raise TrustedDeviceNotFound


trusted_device_service = TrustedDeviceService()
