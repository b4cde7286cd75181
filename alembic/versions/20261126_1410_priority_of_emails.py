"""Add the priority of e-mails, with the index by which workers claim them.

Release 1.0.0 writes no priority, so its e-mails get the default.
"""

import sqlalchemy as sa
from alembic import op

revision = "9e27c5d01b48"
down_revision = "b90e5d2f71ac"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "outbox_emails",
        sa.Column("priority", sa.SmallInteger(), server_default="1", nullable=False),
    )
    op.create_check_constraint(
        op.f("ck_outbox_emails_known_priority"),
        "outbox_emails",
        "priority IN (0, 1)",
        # A later migration validates it and adds an index, without a lock.
        postgresql_not_valid=True,
    )


def downgrade() -> None:
    op.drop_constraint(
        op.f("ck_outbox_emails_known_priority"), "outbox_emails", type_="check"
    )
    op.drop_column("outbox_emails", "priority")
