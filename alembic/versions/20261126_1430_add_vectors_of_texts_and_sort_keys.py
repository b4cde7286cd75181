"""Add vectors of texts, sort keys of titles, and by which functions they were made.

Rows get theirs by the job "index documents". Until then they are found by their old
vectors, and sorted by their old keys.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "b7d20f5c81ae"
down_revision = "9d2c5e7f1a48"
branch_labels = None
depends_on = None


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False, server_default="0")


def upgrade() -> None:
    key = sa.Column("title_sort", sa.String(collation="C"), nullable=True)
    op.add_column("documents", key)
    op.add_column("documents", _number("search_version"))
    op.add_column("documents", _number("search_revision"))
    words = sa.Column("words", postgresql.TSVECTOR(), nullable=True)
    op.add_column("document_texts", words)
    op.add_column("document_texts", _number("words_version"))
    op.create_table(
        "document_words",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("is_text", sa.Boolean(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", postgresql.TSVECTOR(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.id"],
            name=op.f("fk_document_words_document_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "document_id", "is_text", name=op.f("pk_document_words")
        ),
    )
    op.create_index(
        "ix_document_words_newest",
        "document_words",
        ["owner_id", "created_at", "document_id"],
    )
    op.create_index(
        "ix_document_words_words", "document_words", ["words"], postgresql_using="gin"
    )


def downgrade() -> None:
    op.drop_table("document_words")
    op.drop_column("document_texts", "words_version")
    op.drop_column("document_texts", "words")
    op.drop_column("documents", "search_revision")
    op.drop_column("documents", "search_version")
    op.drop_column("documents", "title_sort")
