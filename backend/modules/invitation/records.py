"""How long invitations are kept, and their exported columns."""

from datetime import timedelta

from sqlmodel import col

from backend.background.records import Exported, Kept
from backend.models import Invitation

# Administrators see for a while what became of an invitation.
KEPT = (Kept(Invitation, col(Invitation.expires_at), timedelta(days=90)),)

EXPORTED = {
    "invitations": Exported(
        Invitation,
        "user_id",
        (
            *("id", "email", "is_admin", "locale", "created_at", "sent_at"),
            *("expires_at", "accepted_at", "withdrawn_at"),
        ),
    ),
}
