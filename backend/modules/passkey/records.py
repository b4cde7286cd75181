"""How long used challenges are kept, and the exported columns of passkeys."""

from sqlmodel import col

from backend.background.records import Exported, Kept
from backend.models import Passkey, UsedChallenge

KEPT = (Kept(UsedChallenge, col(UsedChallenge.expires_at)),)

EXPORTED = {
    "passkeys": Exported(
        Passkey,
        "user_id",
        ("id", "name", "is_synced", "transports", "created_at", "last_used_at"),
    ),
}
