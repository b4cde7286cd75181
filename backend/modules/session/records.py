"""How long login sessions and the security log are kept, and their exported columns."""

from datetime import timedelta

from sqlalchemy import func
from sqlmodel import col

from backend.background.records import Exported, Kept
from backend.core.config import settings
from backend.models import (
    LoginChallenge,
    SecurityEvent,
    TrustedDevice,
    UsedChallenge,
    UserSession,
)

_RETENTION = timedelta(days=settings.RETENTION_DAYS)

KEPT = (
    Kept(
        UserSession,
        func.least(UserSession.ended_at, UserSession.expires_at),
        _RETENTION,
    ),
    Kept(SecurityEvent, col(SecurityEvent.created_at), _RETENTION),
    Kept(LoginChallenge, col(LoginChallenge.expires_at)),
    Kept(UsedChallenge, col(UsedChallenge.expires_at)),
    Kept(
        TrustedDevice,
        col(TrustedDevice.expires_at),
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
