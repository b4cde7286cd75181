"""Index vectors of documents together with their owner.

So a search reads no rows of other owners. Nothing here blocks requests, and a run that
was interrupted can be repeated.

The index of vectors alone goes. No release has used it: 1.0.0 has no table of vectors.
The new index finds whatever the old one found, and two of them would double the cost of
each vector that is stored, which is most of the cost of an upload.
"""

from alembic import op

revision = "2f8c61d07b9e"
down_revision = "b82f5d03c7e9"
branch_labels = None
depends_on = None

_TABLE = "document_words"
_ALONE = ("ix_document_words_words", ["words"])
_WITH_OWNER = ("ix_document_words_of_owner", ["owner_id", "words"])


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gin")
    with op.get_context().autocommit_block():
        _replace(_ALONE, _WITH_OWNER)


def downgrade() -> None:
    with op.get_context().autocommit_block():
        _replace(_WITH_OWNER, _ALONE)
    op.execute("DROP EXTENSION btree_gin")


def _replace(old: tuple[str, list[str]], new: tuple[str, list[str]]) -> None:
    name, columns = new
    # A run that was interrupted leaves an index that is not valid.
    _drop(name)
    op.create_index(
        name,
        _TABLE,
        columns,
        postgresql_using="gin",
        postgresql_concurrently=True,
    )
    _drop(old[0])


def _drop(name: str) -> None:
    op.drop_index(name, _TABLE, if_exists=True, postgresql_concurrently=True)
