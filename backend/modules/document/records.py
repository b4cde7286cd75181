"""How long finished batches are kept, and which of their columns are exported."""

from datetime import timedelta

from sqlmodel import col

from backend.background.records import Exported, Kept
from backend.core.config import settings
from backend.models import DocumentBatch

_RETENTION = timedelta(days=settings.RETENTION_DAYS)

KEPT = (Kept(DocumentBatch, col(DocumentBatch.finished_at), _RETENTION),)

EXPORTED = {
    "document_batches": Exported(
        DocumentBatch,
        "user_id",
        (
            *("id", "action", "add_tags", "remove_tags", "filter"),
            *("total", "processed", "changed"),
            *("created_at", "finished_at", "cancelled_at"),
        ),
    ),
}
