"""The exported columns of linked identities."""

from backend.background.records import Exported
from backend.models import OidcIdentity

EXPORTED = {
    "linked_logins": Exported(
        OidcIdentity,
        "user_id",
        ("id", "issuer", "subject", "email", "created_at", "last_used_at"),
    ),
}
