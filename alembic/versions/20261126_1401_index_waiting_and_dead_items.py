"""Index file deletions and texts that wait, and those that are dead."""

import sqlalchemy as sa
from alembic import op

revision = "b90e5d2f71ac"
down_revision = "8d3f1a6c27e4"
branch_labels = None
depends_on = None

_INDEXES = {
    "ix_document_texts_waiting": (
        "document_texts",
        ["owner_id", "due_at"],
        "due_at IS NOT NULL AND dead_at IS NULL",
    ),
    "ix_document_texts_dead": ("document_texts", ["dead_at"], "dead_at IS NOT NULL"),
    "ix_stored_file_deletions_waiting": (
        "stored_file_deletions",
        ["due_at"],
        "dead_at IS NULL",
    ),
    "ix_stored_file_deletions_dead": (
        "stored_file_deletions",
        ["dead_at"],
        "dead_at IS NOT NULL",
    ),
}


def upgrade() -> None:
    # Requests go on writing to these tables: CONCURRENTLY locks out none of them.
    with op.get_context().autocommit_block():
        for name, (table, columns, condition) in _INDEXES.items():
            # A migration that was killed here leaves an invalid index.
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
            op.create_index(
                name,
                table,
                columns,
                postgresql_where=sa.text(condition),
                postgresql_concurrently=True,
            )


def downgrade() -> None:
    for name, (table, *_) in _INDEXES.items():
        op.drop_index(name, table_name=table)
