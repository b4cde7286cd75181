"""Add attachments to e-mails, and the id of the subject of an e-mail."""

import sqlalchemy as sa
from alembic import op

revision = "5d0c2f7a9be1"
down_revision = "e7095f8eefa1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "outbox_emails", sa.Column("attachment_name", sa.String(), nullable=True)
    )
    op.add_column(
        "outbox_emails", sa.Column("attachment_type", sa.String(), nullable=True)
    )
    op.add_column(
        "outbox_emails", sa.Column("attachment", sa.LargeBinary(), nullable=True)
    )
    op.add_column("outbox_emails", sa.Column("about_id", sa.Uuid(), nullable=True))
    op.create_index(
        "ix_outbox_emails_pending_about",
        "outbox_emails",
        ["about_id"],
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_check_constraint(
        op.f("ck_outbox_emails_attachment_is_whole"),
        "outbox_emails",
        "num_nulls(attachment_name, attachment_type, attachment) IN (0, 3)",
    )


def downgrade() -> None:
    op.drop_constraint(
        op.f("ck_outbox_emails_attachment_is_whole"), "outbox_emails", type_="check"
    )
    op.drop_index("ix_outbox_emails_pending_about", table_name="outbox_emails")
    op.drop_column("outbox_emails", "about_id")
    op.drop_column("outbox_emails", "attachment")
    op.drop_column("outbox_emails", "attachment_type")
    op.drop_column("outbox_emails", "attachment_name")
