"""Index documents by file name and by size, for lists in these orders.

Nothing here blocks requests. A run that was interrupted can be repeated: an index whose
build was interrupted is replaced.
"""

import sqlalchemy as sa
from alembic import op

revision = "5b7e19c4d2a8"
down_revision = "d93a6e14f07b"
branch_labels = None
depends_on = None

_LIVE = sa.text("deleted_at IS NULL")
_INDEXES = (
    ("ix_documents_name", sa.text('lower(name COLLATE "C")')),
    ("ix_documents_size", "size"),
)


def upgrade() -> None:
    with op.get_context().autocommit_block():
        for name, key in _INDEXES:
            op.drop_index(
                name,
                table_name="documents",
                if_exists=True,
                postgresql_concurrently=True,
            )
            op.create_index(
                name,
                "documents",
                ["owner_id", key, "id"],
                postgresql_where=_LIVE,
                postgresql_concurrently=True,
            )


def downgrade() -> None:
    for name, _ in reversed(_INDEXES):
        op.drop_index(name, table_name="documents")
