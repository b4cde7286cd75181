"""Add batches: actions on all documents that match a filter."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "c81f3a6d90be"
down_revision = "b6f0d2a94c17"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_TABLE = "document_batches"


def upgrade() -> None:
    op.create_table(
        _TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("add_tags", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("remove_tags", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("filter", postgresql.JSONB(), nullable=False),
        sa.Column("document_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("processed", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("due_at", _TIME, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("dead_at", _TIME, nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("finished_at", _TIME, nullable=True),
        sa.Column("cancelled_at", _TIME, nullable=True),
        sa.CheckConstraint(
            "action IN ('trash', 'restore', 'tag', 'purge')",
            name=op.f("ck_document_batches_known_action"),
        ),
        sa.CheckConstraint(
            "changed BETWEEN 0 AND processed AND processed <= total",
            name=op.f("ck_document_batches_within_its_total"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_document_batches_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_batches")),
    )
    op.create_index(
        "ix_document_batches_running",
        _TABLE,
        ["user_id"],
        unique=True,
        postgresql_where=sa.text("finished_at IS NULL"),
    )
    op.create_index(
        "ix_document_batches_newest", _TABLE, ["user_id", "created_at", "id"]
    )
    for name in ("due", "dead", "finished"):
        op.create_index(
            f"ix_document_batches_{name}",
            _TABLE,
            [f"{name}_at"],
            postgresql_where=sa.text(f"{name}_at IS NOT NULL"),
        )


def downgrade() -> None:
    op.drop_table(_TABLE)
