"""Add account deletion."""

import sqlalchemy as sa
from alembic import op

revision = "9329f9b8978d"
down_revision = "b0ebd1e08f78"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "users", sa.Column("delete_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "users", sa.Column("undo_delete_digest", sa.LargeBinary(), nullable=True)
    )
    op.create_index(
        "ix_users_delete_at",
        "users",
        ["delete_at"],
        unique=False,
        postgresql_where=sa.text("delete_at IS NOT NULL"),
    )
    op.create_unique_constraint(
        op.f("uq_users_undo_delete_digest"), "users", ["undo_delete_digest"]
    )
    op.create_check_constraint(
        op.f("ck_users_deletion_can_be_undone"),
        "users",
        "(delete_at IS NULL) = (undo_delete_digest IS NULL)",
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_users_deletion_can_be_undone"), "users", type_="check")
    op.drop_constraint(op.f("uq_users_undo_delete_digest"), "users", type_="unique")
    op.drop_index(
        "ix_users_delete_at",
        table_name="users",
        postgresql_where=sa.text("delete_at IS NOT NULL"),
    )
    op.drop_column("users", "undo_delete_digest")
    op.drop_column("users", "delete_at")
