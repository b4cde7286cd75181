"""Add the encoding of texts that are not UTF-8 to versions of documents."""

import sqlalchemy as sa
from alembic import op

revision = "9d2c5e7f1a48"
down_revision = "8d20f6b3a7c1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("document_versions", sa.Column("charset", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("document_versions", "charset")
