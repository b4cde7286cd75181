"""Add invitations."""

import sqlalchemy as sa
from alembic import op

revision = "e41a7c92d6b8"
down_revision = "2f8c61d07b9e"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("sent_at", _TIME, nullable=False),
        sa.Column("expires_at", _TIME, nullable=False),
        sa.Column("accepted_at", _TIME, nullable=True),
        sa.Column("withdrawn_at", _TIME, nullable=True),
        sa.CheckConstraint(
            "email = lower(email)", name=op.f("ck_invitations_email_is_lower_case")
        ),
        sa.CheckConstraint(
            "expires_at > created_at",
            name=op.f("ck_invitations_expires_after_creation"),
        ),
        sa.CheckConstraint(
            "accepted_at IS NULL OR withdrawn_at IS NULL",
            name=op.f("ck_invitations_ends_in_one_way"),
        ),
        sa.ForeignKeyConstraint(
            ["invited_by"],
            ["users.id"],
            name=op.f("fk_invitations_invited_by"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_invitations_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("digest", name=op.f("uq_invitations_digest")),
    )
    op.create_index(
        "uq_invitations_open_email",
        "invitations",
        ["email"],
        unique=True,
        postgresql_where=sa.text("accepted_at IS NULL AND withdrawn_at IS NULL"),
    )
    op.create_index("ix_invitations_created_at", "invitations", ["created_at", "id"])
    op.create_index("ix_invitations_expires_at", "invitations", ["expires_at"])
    for column in ("invited_by", "user_id"):
        op.create_index(
            f"ix_invitations_{column}",
            "invitations",
            [column],
            postgresql_where=sa.text(f"{column} IS NOT NULL"),
        )


def downgrade() -> None:
    op.drop_table("invitations")
