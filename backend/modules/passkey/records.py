"""The exported columns of passkeys."""

from backend.background.records import Exported
from backend.models import Passkey

EXPORTED = {
    "passkeys": Exported(
        Passkey,
        "user_id",
        ("id", "name", "is_synced", "transports", "created_at", "last_used_at"),
    ),
}
