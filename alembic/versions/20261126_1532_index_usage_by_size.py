"""Index the used storage by size, for the list of accounts in this order.

Nothing here blocks requests. A run that was interrupted can be repeated: an index whose
build was interrupted is replaced.
"""

from alembic import op

revision = "e4a2c70d95b1"
down_revision = "a64d0b92e173"
branch_labels = None
depends_on = None

_NAME = "ix_document_usage_used_bytes"
_TABLE = "document_usage"


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.drop_index(
            _NAME, table_name=_TABLE, if_exists=True, postgresql_concurrently=True
        )
        op.create_index(
            _NAME, _TABLE, ["used_bytes", "user_id"], postgresql_concurrently=True
        )


def downgrade() -> None:
    op.drop_index(_NAME, table_name=_TABLE)
