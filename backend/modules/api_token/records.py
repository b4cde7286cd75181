"""How long API tokens are kept, and their exported columns."""

from sqlmodel import col

from backend.background.records import Exported, Kept
from backend.models import ApiToken

KEPT = (Kept(ApiToken, col(ApiToken.expires_at)),)

EXPORTED = {
    "api_tokens": Exported(
        ApiToken,
        "user_id",
        ("id", "name", "scopes", "created_at", "last_used_at", "expires_at"),
    ),
}
