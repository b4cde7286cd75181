"""The rows of `Idempotency-Key`: how long they are kept, and what an export contains."""

from datetime import timedelta

from sqlmodel import col

from backend.background.records import Exported, Kept
from backend.models import IdempotencyKey

# How long a stored reply is returned.
_LIFETIME = timedelta(days=1)

KEPT = (Kept(IdempotencyKey, col(IdempotencyKey.created_at), _LIFETIME),)
EXPORTED = {
    "idempotency_keys": Exported(IdempotencyKey, "user_id", ("status", "created_at")),
}
