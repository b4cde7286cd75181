"""Add sign-ups, reset requests, codes by holder, and counts of e-mails.

The table email_codes stays, because the previous release still writes it.
"""

import sqlalchemy as sa
from alembic import op

revision = "6c1b7e0a94d2"
down_revision = "c41d7be20a95"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signups",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("full_name", sa.String(), nullable=True),
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "email = lower(email)", name=op.f("ck_signups_email_is_lower_case")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_signups_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signups")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_signups_token_digest")),
    )
    op.create_index("ix_signups_user_id", "signups", ["user_id", "created_at"])
    op.create_index(op.f("ix_signups_created_at"), "signups", ["created_at"])
    op.create_table(
        "reset_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("requester", sa.String(), nullable=False),
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "email = lower(email)", name=op.f("ck_reset_requests_email_is_lower_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reset_requests")),
        sa.UniqueConstraint(
            "token_digest", name=op.f("uq_reset_requests_token_digest")
        ),
    )
    op.create_index(
        "ix_reset_requests_email", "reset_requests", ["email", "created_at"]
    )
    op.create_index(
        op.f("ix_reset_requests_created_at"), "reset_requests", ["created_at"]
    )
    op.create_table(
        "one_time_codes",
        sa.Column("holder_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "purpose IN ('signup', 'email_change', 'password_reset')",
            name=op.f("ck_one_time_codes_known_purpose"),
        ),
        sa.CheckConstraint(
            "tries BETWEEN 0 AND 5", name=op.f("ck_one_time_codes_at_most_five_tries")
        ),
        sa.PrimaryKeyConstraint("holder_id", name=op.f("pk_one_time_codes")),
    )
    op.create_index(
        op.f("ix_one_time_codes_expires_at"), "one_time_codes", ["expires_at"]
    )
    op.create_table(
        "mail_counts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("requester", sa.String(), nullable=False),
        sa.Column("sends", sa.Integer(), nullable=False),
        sa.Column("sends_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "email = lower(email)", name=op.f("ck_mail_counts_email_is_lower_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_counts")),
        sa.UniqueConstraint(
            "email", "purpose", "requester", name=op.f("uq_mail_counts_email")
        ),
    )
    op.create_index(op.f("ix_mail_counts_sent_at"), "mail_counts", ["sent_at"])
    op.add_column("user_sessions", sa.Column("signup_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_user_sessions_signup_id"),
        "user_sessions",
        "signups",
        ["signup_id"],
        ["id"],
        ondelete="CASCADE",
        # A later migration validates it, without a lock.
        postgresql_not_valid=True,
    )


def downgrade() -> None:
    op.drop_constraint(
        op.f("fk_user_sessions_signup_id"), "user_sessions", type_="foreignkey"
    )
    op.drop_column("user_sessions", "signup_id")
    for table in ("mail_counts", "one_time_codes", "reset_requests", "signups"):
        op.drop_table(table)
