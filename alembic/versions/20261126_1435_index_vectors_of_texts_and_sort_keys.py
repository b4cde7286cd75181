"""Index vectors of texts, sort keys of titles, rows to index, and names of files.

The indexes are built while the service runs. The operators `varchar_pattern_ops` find
names by their beginning in any locale of the server.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "d93a6e14f07b"
down_revision = "b7d20f5c81ae"
branch_labels = None
depends_on = None

_BY_TITLE = sa.text('coalesce(title_sort, title_key COLLATE "C")')
_PATTERN = "varchar_pattern_ops"
# Name, table, columns, options.
_INDEXES: list[tuple[str, str, list[Any], dict[str, Any]]] = [
    (
        "ix_documents_sorted",
        "documents",
        ["owner_id", _BY_TITLE, "id"],
        {"postgresql_where": sa.text("deleted_at IS NULL")},
    ),
    ("ix_documents_search_version", "documents", ["search_version"], {}),
    (
        "ix_documents_search_revision",
        "documents",
        ["id"],
        {"postgresql_where": sa.text("search_revision <> revision")},
    ),
    (
        "ix_document_texts_words_version",
        "document_texts",
        ["words_version"],
        {"postgresql_where": sa.text("text IS NOT NULL")},
    ),
    (
        "ix_document_versions_storage_shard",
        "document_versions",
        ["storage_name"],
        {"postgresql_ops": {"storage_name": _PATTERN}},
    ),
    (
        "ix_stored_file_deletions_shard",
        "stored_file_deletions",
        ["name"],
        {"postgresql_ops": {"name": _PATTERN}},
    ),
]


def upgrade() -> None:
    with op.get_context().autocommit_block():
        for name, table, columns, options in _INDEXES:
            # An upgrade that was interrupted leaves an index that is not valid.
            _drop(name, table)
            op.create_index(
                name, table, columns, postgresql_concurrently=True, **options
            )


def downgrade() -> None:
    with op.get_context().autocommit_block():
        for name, table, _, _ in reversed(_INDEXES):
            _drop(name, table)


def _drop(name: str, table: str) -> None:
    op.drop_index(name, table, if_exists=True, postgresql_concurrently=True)
