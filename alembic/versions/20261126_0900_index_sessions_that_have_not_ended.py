"""Add an index of login sessions that have not ended."""

import sqlalchemy as sa
from alembic import op

revision = "5b1d7c0e94a2"
down_revision = "307b56d91f16"
branch_labels = None
depends_on = None


def upgrade() -> None:
    name, table = "ix_user_sessions_not_ended", "user_sessions"
    with op.get_context().autocommit_block():
        # An interrupted build leaves an invalid index.
        op.drop_index(
            name, table_name=table, if_exists=True, postgresql_concurrently=True
        )
        op.create_index(
            name,
            table,
            ["user_id", "created_at", "id"],
            unique=False,
            postgresql_where=sa.text("ended_at IS NULL"),
            postgresql_concurrently=True,
        )


def downgrade() -> None:
    op.drop_index("ix_user_sessions_not_ended", table_name="user_sessions")
