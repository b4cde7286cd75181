"""Add an index of login sessions that have not ended."""

import sqlalchemy as sa
from alembic import op

revision = "5b1d7c0e94a2"
down_revision = "307b56d91f16"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_user_sessions_not_ended",
        "user_sessions",
        ["user_id", "created_at", "id"],
        unique=False,
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_user_sessions_not_ended", table_name="user_sessions")
