"""Store the language of sign-ups and bookings, and the UID of a booking's event.

Release 1.0.0 writes none of these columns: its rows are in English, and their UID stays
the one that 1.0.0 computes.
"""

import sqlalchemy as sa
from alembic import op

revision = "e2f7a90c51d8"
down_revision = "9e27c5d01b48"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("signups", "demo_bookings"):
        op.add_column(
            table,
            sa.Column("locale", sa.String(), server_default="en", nullable=False),
        )
    op.add_column("demo_bookings", sa.Column("calendar_uid", sa.String()))


def downgrade() -> None:
    op.drop_column("demo_bookings", "calendar_uid")
    for table in ("demo_bookings", "signups"):
        op.drop_column(table, "locale")
