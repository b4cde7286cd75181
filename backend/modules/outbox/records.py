"""How long finished e-mails are kept, and which of their columns are exported."""

from datetime import timedelta

from sqlmodel import col

from backend.background.records import Exported, Kept
from backend.core.config import settings
from backend.models import OutboxEmail

_RETENTION = timedelta(days=settings.RETENTION_DAYS)

KEPT = (Kept(OutboxEmail, col(OutboxEmail.finished_at), _RETENTION),)

EXPORTED = {
    "emails": Exported(
        OutboxEmail,
        "user_id",
        ("id", "recipient", "subject", "status", "created_at", "finished_at"),
        address="recipient",
    ),
}
