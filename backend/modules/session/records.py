"""How long login sessions and the security log are kept, and their exported columns."""

from datetime import timedelta

from sqlalchemy import or_
from sqlmodel import col

from backend.background.records import Exported, Kept
from backend.core.config import settings
from backend.models import LoginChallenge, SecurityEvent, TrustedDevice, UserSession

_RETENTION = timedelta(days=settings.RETENTION_DAYS)

KEPT = (
    Kept(
        UserSession,
        lambda now: or_(
            col(UserSession.ended_at) < now - _RETENTION,
            col(UserSession.expires_at) < now - _RETENTION,
        ),
    ),
    Kept(SecurityEvent, lambda now: col(SecurityEvent.created_at) < now - _RETENTION),
    Kept(LoginChallenge, lambda now: col(LoginChallenge.expires_at) < now),
    Kept(
        TrustedDevice,
        lambda now: col(TrustedDevice.expires_at) < now,
        owner_locked=True,
    ),
)

EXPORTED = {
    "sessions": Exported(
        UserSession,
        "user_id",
        (
            "id",
            "device",
            "address",
            "created_at",
            "last_seen_at",
            "expires_at",
            "ended_at",
            "proved_at",
            "trusted_device_id",
        ),
    ),
    "trusted_devices": Exported(
        TrustedDevice,
        "user_id",
        ("id", "device", "address", "created_at", "last_used_at", "expires_at"),
    ),
    "security_log": Exported(
        SecurityEvent,
        "user_id",
        ("id", "kind", "actor_id", "session_id", "device", "address", "created_at"),
    ),
}
