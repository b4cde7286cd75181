"""Add stored counts, and an index of an account's login sessions by their time.

The index replaces the one that only had the account. Nothing here blocks requests, and
a run that was interrupted can be repeated.
"""

import sqlalchemy as sa
from alembic import op

revision = "b6f0d2a94c17"
down_revision = "5b7e19c4d2a8"
branch_labels = None
depends_on = None

_TABLE = "user_sessions"
_NEW, _OLD = "ix_user_sessions_of_user", "ix_user_sessions_user_id"


def upgrade() -> None:
    with op.get_context().autocommit_block():
        # An interrupted build leaves an invalid index.
        op.drop_index(
            _NEW, table_name=_TABLE, if_exists=True, postgresql_concurrently=True
        )
        op.create_index(
            _NEW, _TABLE, ["user_id", "created_at"], postgresql_concurrently=True
        )
        op.drop_index(
            _OLD, table_name=_TABLE, if_exists=True, postgresql_concurrently=True
        )
    op.create_table(
        "stored_counts",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_stored_counts")),
        if_not_exists=True,
    )


def downgrade() -> None:
    op.create_index(_OLD, _TABLE, ["user_id"])
    op.drop_index(_NEW, table_name=_TABLE)
    op.drop_table("stored_counts")
