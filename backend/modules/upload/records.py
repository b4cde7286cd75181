"""How long the rows of uploads are kept, and which of their columns are exported."""

from sqlmodel import col

from backend.background.records import Exported, Kept
from backend.models import Upload

# The queue of file deletions has the parts, so only rows are left to delete.
KEPT = (Kept(Upload, col(Upload.expires_at)),)

EXPORTED = {
    "uploads": Exported(
        Upload,
        "user_id",
        (
            "id",
            "name",
            "upload_metadata",
            "size",
            "received",
            "document_id",
            "created_at",
            "expires_at",
        ),
    ),
}
