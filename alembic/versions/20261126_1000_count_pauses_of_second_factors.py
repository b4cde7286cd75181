"""Add a count of consecutive pauses to second factors."""

import sqlalchemy as sa
from alembic import op

revision = "c4e86f2b17d9"
down_revision = "5b1d7c0e94a2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "two_factors",
        sa.Column("pauses", sa.Integer(), server_default=sa.text("0"), nullable=False),
    )


def downgrade() -> None:
    op.drop_column("two_factors", "pauses")
