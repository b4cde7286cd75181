"""Gives an account many documents: `python -m devtools.web.fill EMAIL COUNT`.

The browser tests of long lists and `benchmarks/scrolling.py` use it. The documents are
rows without files, in the database of the settings; nothing can be downloaded, and no
search finds them. The first one is the newest, and each is a minute older than the one before.
"""

import sys

from sqlalchemy import text
from sqlmodel import Session

from backend.core.database import engine
from backend.modules.document.search.lexemes import VERSION

# `search_version` says that a row is indexed, or a job would index all of them.
_ROWS = """
INSERT INTO documents (id, owner_id, title, title_key, title_sort, tags, name,
    media_type, size, sha256, version, revision, text_status, search, search_version,
    search_revision, created_at, updated_at)
SELECT gen_random_uuid(), users.id, title, lower(title), lower(title),
    ARRAY[(ARRAY['contracts', 'home', 'tax 2026'])[1 + mod(n, 3)]],
    'document-' || n || '.pdf',
    (ARRAY['application/pdf', 'image/png', 'text/plain'])[1 + mod(n, 3)],
    1000 + n, sha256(users.id::text::bytea || n::text::bytea), 1, 1,
    'none', '', :version, 1,
    now() - n * interval '1 minute', now() - n * interval '1 minute'
FROM users,
    LATERAL (SELECT n, 'Document ' || lpad(n::text, 6, '0') AS title
        FROM generate_series(1, CAST(:count AS int)) AS n) AS numbers
WHERE users.email = :email
"""


def fill(email: str, count: int) -> int:
    """Insert documents for an account; return how many were inserted."""
    with Session(engine) as session:
        # A hundred thousand rows take longer than a request may.
        session.connection().execute(text("SET LOCAL statement_timeout = 0"))
        values = {"email": email, "count": count, "version": VERSION}
        inserted = session.connection().execute(text(_ROWS), values)
        session.connection().execute(text("ANALYZE documents"))
        session.commit()
        return inserted.rowcount


if __name__ == "__main__":
    if fill(sys.argv[1], int(sys.argv[2])) == 0:
        sys.exit(f"There is no account {sys.argv[1]}.")
