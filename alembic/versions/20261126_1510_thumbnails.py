"""Add thumbnails, and whether the text and the thumbnail of a version were queued.

The default of the new column makes a job queue all versions that exist.
"""

import sqlalchemy as sa
from alembic import op

revision = "3f8c51d7e6b2"
down_revision = "b7d41e90c6f3"
branch_labels = None
depends_on = None

_INDEXES = {
    "due": (["due_at"], "due_at IS NOT NULL"),
    "waiting": (["owner_id", "due_at"], "due_at IS NOT NULL AND dead_at IS NULL"),
    "dead": (["dead_at"], "dead_at IS NOT NULL"),
}


def upgrade() -> None:
    op.create_table(
        "document_thumbnails",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("image", sa.LargeBinary(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dead_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["document_versions.id"],
            name=op.f("fk_document_thumbnails_version_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_document_thumbnails")),
    )
    for name, (columns, condition) in _INDEXES.items():
        op.create_index(
            f"ix_document_thumbnails_{name}",
            "document_thumbnails",
            columns,
            postgresql_where=sa.text(condition),
        )
    for table, column in (
        ("documents", "has_thumbnail"),
        ("document_versions", "is_queued"),
    ):
        op.add_column(
            table,
            sa.Column(column, sa.Boolean(), server_default="false", nullable=False),
        )


def downgrade() -> None:
    op.drop_column("document_versions", "is_queued")
    op.drop_column("documents", "has_thumbnail")
    op.drop_table("document_thumbnails")
