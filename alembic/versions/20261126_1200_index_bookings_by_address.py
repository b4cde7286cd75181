"""Add an index of bookings by e-mail address."""

from alembic import op

revision = "c41d7be20a95"
down_revision = "4c1d7a90be52"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_demo_bookings_email", "demo_bookings", ["email"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_demo_bookings_email", table_name="demo_bookings")
