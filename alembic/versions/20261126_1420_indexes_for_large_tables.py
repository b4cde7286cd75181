"""Add indexes for what reads large tables, and room for updates of login sessions.

Nothing here blocks requests. A run that was interrupted can be repeated: every statement
may run twice, and an index whose build was interrupted is replaced.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "8d20f6b3a7c1"
down_revision = "e2f7a90c51d8"
branch_labels = None
depends_on = None

_SIGNUP = "fk_user_sessions_signup_id"
_PRIORITY = "ck_outbox_emails_known_priority"
_TRIGRAMS = "gin_trgm_ops"
# Name, table, columns, and the further options of each index.
_INDEXES: tuple[tuple[str, str, list[Any], dict[str, Any]], ...] = (
    (
        "ix_user_sessions_signup_id",
        "user_sessions",
        ["signup_id"],
        {"postgresql_where": sa.text("signup_id IS NOT NULL")},
    ),
    (
        "ix_users_unverified",
        "users",
        ["updated_at"],
        {"postgresql_where": sa.text("email_verified_at IS NULL")},
    ),
    (
        "ix_user_sessions_over",
        "user_sessions",
        [sa.text("LEAST(ended_at, expires_at)")],
        {},
    ),
    (
        "ix_users_admins",
        "users",
        ["created_at", "id"],
        {"postgresql_where": sa.text("is_admin")},
    ),
    (
        "ix_users_unverified_newest",
        "users",
        ["created_at", "id"],
        {"postgresql_where": sa.text("email_verified_at IS NULL")},
    ),
    (
        "ix_users_disabled",
        "users",
        ["created_at", "id"],
        {"postgresql_where": sa.text("NOT is_active")},
    ),
    (
        "ix_users_search",
        "users",
        ["email", "full_name"],
        {
            "postgresql_using": "gin",
            "postgresql_ops": {"email": _TRIGRAMS, "full_name": _TRIGRAMS},
        },
    ),
    (
        "ix_outbox_emails_next",
        "outbox_emails",
        ["priority", "next_attempt_at"],
        {"postgresql_where": sa.text("status = 'pending'")},
    ),
    (
        "ix_outbox_emails_finished",
        "outbox_emails",
        ["finished_at"],
        {"postgresql_where": sa.text("finished_at IS NOT NULL")},
    ),
    ("ix_outbox_emails_newest", "outbox_emails", ["created_at", "id"], {}),
    ("ix_outbox_emails_status", "outbox_emails", ["status", "created_at", "id"], {}),
    ("ix_outbox_emails_recipient", "outbox_emails", ["recipient"], {}),
    ("ix_security_events_kind", "security_events", ["kind", "created_at", "id"], {}),
    ("ix_mail_counts_requester", "mail_counts", ["requester"], {}),
    ("ix_email_changes_undo_expires_at", "email_changes", ["undo_expires_at"], {}),
    ("ix_demo_bookings_ends_at", "demo_bookings", ["ends_at"], {}),
    ("ix_demo_bookings_status", "demo_bookings", ["status", "starts_at", "id"], {}),
    (
        "ix_demo_bookings_user_id",
        "demo_bookings",
        ["user_id"],
        {"postgresql_where": sa.text("user_id IS NOT NULL")},
    ),
    (
        "ix_demo_bookings_search",
        "demo_bookings",
        ["name", "email", "company"],
        {
            "postgresql_using": "gin",
            "postgresql_ops": dict.fromkeys(("name", "email", "company"), _TRIGRAMS),
        },
    ),
)


def upgrade() -> None:
    # New rows leave room on their page, so that the update of last_seen_at stays there
    # and changes no index.
    op.execute("ALTER TABLE user_sessions SET (fillfactor = 85)")
    with op.get_context().autocommit_block():
        op.execute(f"ALTER TABLE user_sessions VALIDATE CONSTRAINT {_SIGNUP}")
        op.execute(f"ALTER TABLE outbox_emails VALIDATE CONSTRAINT {_PRIORITY}")
        for name, table, columns, options in _INDEXES:
            op.drop_index(
                name, table_name=table, if_exists=True, postgresql_concurrently=True
            )
            op.create_index(
                name, table, columns, postgresql_concurrently=True, **options
            )


def downgrade() -> None:
    for name, table, _, _ in reversed(_INDEXES):
        op.drop_index(name, table_name=table)
    op.execute("ALTER TABLE user_sessions RESET (fillfactor)")
    op.drop_constraint(op.f(_PRIORITY), "outbox_emails", type_="check")
    op.create_check_constraint(
        op.f(_PRIORITY),
        "outbox_emails",
        "priority IN (0, 1)",
        postgresql_not_valid=True,
    )
    op.drop_constraint(op.f(_SIGNUP), "user_sessions", type_="foreignkey")
    op.create_foreign_key(
        op.f(_SIGNUP),
        "user_sessions",
        "signups",
        ["signup_id"],
        ["id"],
        ondelete="CASCADE",
        postgresql_not_valid=True,
    )
