"""Add devices to login sessions; add the security log and changes of address."""

import sqlalchemy as sa
from alembic import op

revision = "0748c4218254"
down_revision = "20e99a605929"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "email_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("old_email", sa.String(), nullable=False),
        sa.Column("new_email", sa.String(), nullable=False),
        sa.Column("undo_digest", sa.LargeBinary(), nullable=False),
        sa.Column("undo_expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_email_changes_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_email_changes")),
        sa.UniqueConstraint("undo_digest", name=op.f("uq_email_changes_undo_digest")),
    )
    op.create_index(
        op.f("ix_email_changes_user_id"), "email_changes", ["user_id"], unique=False
    )
    op.create_table(
        "security_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"],
            ["users.id"],
            name=op.f("fk_security_events_actor_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_security_events_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_security_events")),
    )
    op.create_index(
        "ix_security_events_created_at", "security_events", ["created_at", "id"]
    )
    op.create_index(
        "ix_security_events_user_id", "security_events", ["user_id", "created_at", "id"]
    )
    op.create_index(
        "ix_security_events_actor_id",
        "security_events",
        ["actor_id"],
        postgresql_where=sa.text("actor_id IS NOT NULL"),
    )
    op.create_index("ix_users_created_at", "users", ["created_at", "id"])
    op.add_column(
        "user_sessions",
        sa.Column("device", sa.String(), server_default="", nullable=False),
    )
    op.add_column(
        "user_sessions",
        sa.Column("address", sa.String(), server_default="", nullable=False),
    )
    op.add_column(
        "user_sessions",
        sa.Column(
            "last_seen_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
    )
    op.add_column(
        "users",
        sa.Column("timezone", sa.String(), server_default="UTC", nullable=False),
    )
    op.add_column(
        "users", sa.Column("locale", sa.String(), server_default="en", nullable=False)
    )
    _set_purposes("'signup', 'email_change'")


def downgrade() -> None:
    op.execute("DELETE FROM email_codes WHERE purpose = 'email_change'")
    _set_purposes("'signup'")
    op.drop_column("users", "locale")
    op.drop_column("users", "timezone")
    op.drop_column("user_sessions", "last_seen_at")
    op.drop_column("user_sessions", "address")
    op.drop_column("user_sessions", "device")
    op.drop_index("ix_users_created_at", table_name="users")
    op.drop_table("security_events")
    op.drop_index(op.f("ix_email_changes_user_id"), table_name="email_changes")
    op.drop_table("email_changes")


def _set_purposes(purposes: str) -> None:
    name = op.f("ck_email_codes_known_purpose")
    op.drop_constraint(name, "email_codes", type_="check")
    op.create_check_constraint(name, "email_codes", f"purpose IN ({purposes})")
