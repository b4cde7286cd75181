"""Add when a login session proved its password, and the account of a booking."""

import sqlalchemy as sa
from alembic import op

revision = "4c1d7a90be52"
down_revision = "c4e86f2b17d9"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("user_sessions", sa.Column("proved_at", _TIME, nullable=True))
    op.add_column("email_changes", sa.Column("closed_at", _TIME, nullable=True))
    op.add_column("demo_bookings", sa.Column("user_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("demo_bookings", "user_id")
    op.drop_column("email_changes", "closed_at")
    op.drop_column("user_sessions", "proved_at")
