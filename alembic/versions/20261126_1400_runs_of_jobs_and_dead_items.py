"""Add runs of jobs, and attempts and a dead state of file deletions and texts."""

import sqlalchemy as sa
from alembic import op

revision = "8d3f1a6c27e4"
down_revision = "6c1b7e0a94d2"
branch_labels = None
depends_on = None

_QUEUES = ("document_texts", "stored_file_deletions")


def upgrade() -> None:
    op.create_table(
        "job_runs",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("succeeded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_runs")),
    )
    for table in _QUEUES:
        op.add_column(table, sa.Column("dead_at", sa.DateTime(timezone=True)))
        op.add_column(table, sa.Column("last_error", sa.String()))
    op.add_column(
        "stored_file_deletions",
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
    )
    # Texts that were queued without an owner, also by the previous release, share one
    # turn. An UPDATE of the table would lock rows for too long.
    op.add_column(
        "document_texts",
        sa.Column(
            "owner_id",
            sa.Uuid(),
            server_default="00000000-0000-0000-0000-000000000000",
            nullable=False,
        ),
    )


def downgrade() -> None:
    op.drop_column("document_texts", "owner_id")
    op.drop_column("stored_file_deletions", "attempts")
    for table in _QUEUES:
        op.drop_column(table, "last_error")
        op.drop_column(table, "dead_at")
    op.drop_table("job_runs")
