"""Add an index of bookings by e-mail address."""

from alembic import op

revision = "c41d7be20a95"
down_revision = "4c1d7a90be52"
branch_labels = None
depends_on = None


def upgrade() -> None:
    name, table = "ix_demo_bookings_email", "demo_bookings"
    with op.get_context().autocommit_block():
        # An interrupted build leaves an invalid index.
        op.drop_index(
            name, table_name=table, if_exists=True, postgresql_concurrently=True
        )
        op.create_index(
            name, table, ["email"], unique=False, postgresql_concurrently=True
        )


def downgrade() -> None:
    op.drop_index("ix_demo_bookings_email", table_name="demo_bookings")
