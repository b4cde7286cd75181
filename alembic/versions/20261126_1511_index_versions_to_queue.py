"""Index the versions whose text and thumbnail were not queued yet.

The index is built while the service runs. A run that was interrupted can be repeated.
"""

import sqlalchemy as sa
from alembic import op

revision = "a64d0b92e173"
down_revision = "3f8c51d7e6b2"
branch_labels = None
depends_on = None

_NAME, _TABLE = "ix_document_versions_unqueued", "document_versions"


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.drop_index(
            _NAME, table_name=_TABLE, if_exists=True, postgresql_concurrently=True
        )
        op.create_index(
            _NAME,
            _TABLE,
            ["id"],
            postgresql_where=sa.text("NOT is_queued"),
            postgresql_concurrently=True,
        )


def downgrade() -> None:
    op.drop_index(_NAME, table_name=_TABLE)
