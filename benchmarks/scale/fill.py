"""Fills a database with the rows of rows.sql; builds the indexes afterwards."""

import re
import sys
from pathlib import Path
from time import perf_counter

import psycopg

from backend.modules.document.search.lexemes import VERSION

# Rows at the full size. The factor of --rows multiplies them.
COUNTS = {
    "users": 1_000_000,
    "sessions": 3_000_000,
    "emails": 2_000_000,
    "events": 2_000_000,
    "documents": 1_000_000,
    "texts": 1_000_000,
    "owners": 300_000,
    "versions": 300_000,
    "thumbnails": 600_000,
    "batches": 50_000,
    "uploads": 20_000,
    "shares": 200_000,
    "devices": 300_000,
    "factors": 100_000,
    "recovery_codes": 1_000_000,
    "passkeys": 200_000,
    "identities": 200_000,
    "api_tokens": 50_000,
    "invitations": 20_000,
    "counts": 200_000,
    "codes": 100_000,
    "resets": 50_000,
    "signups": 30_000,
    "keys": 300_000,
    "changes": 100_000,
    "challenges": 5_000,
    "bookings": 100_000,
    "deletions": 50_000,
}

_SQL = Path(__file__).with_name("rows.sql")
_TITLE = re.compile(r"(?m)^-- (?:rows of )?(\w+)$")
_INDEXES = """
    SELECT indexname, indexdef FROM pg_indexes
    WHERE tablename = %s AND NOT EXISTS (
        SELECT FROM pg_constraint WHERE conname = indexname)
"""


def connect(env: dict[str, str]) -> psycopg.Connection:
    """Return a connection to the database under test."""
    return psycopg.connect(
        host=env["POSTGRES_SERVER"],
        port=env["POSTGRES_PORT"],
        user=env["POSTGRES_USER"],
        dbname=env["POSTGRES_DB"],
        autocommit=True,
    )


def fill(env: dict[str, str], factor: float) -> None:
    """Insert the rows of the tables that have none, and analyze these tables."""
    started = perf_counter()
    counts = {name: max(200, int(count * factor)) for name, count in COUNTS.items()}
    counts["version"] = VERSION
    with connect(env) as connection:
        _, *split = _TITLE.split(_SQL.read_text())
        parts = dict(zip(split[::2], split[1::2], strict=True))
        connection.execute(parts.pop("functions").encode())
        # No triggers: checking ten million foreign keys would take longer than all else.
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET maintenance_work_mem = '512MB'")
        for table, statement in parts.items():
            if connection.execute(f"SELECT 1 FROM {table} LIMIT 1".encode()).fetchone():
                continue
            with connection.transaction():
                _insert(connection, table, statement, counts)
            connection.execute(f"VACUUM ANALYZE {table}".encode())
            print(
                f"{table} at {perf_counter() - started:.0f} s",
                file=sys.stderr,
                flush=True,
            )
        size = connection.execute(
            "SELECT pg_size_pretty(pg_database_size(current_database()))"
        ).fetchone()
    print(f"{size} in {perf_counter() - started:.0f} s", file=sys.stderr, flush=True)


def _insert(
    connection: psycopg.Connection, table: str, statement: str, counts: dict[str, int]
) -> None:
    # Dropped, and created again after the inserts: several times as fast.
    indexes = connection.execute(_INDEXES, [table]).fetchall()
    for name, _ in indexes:
        connection.execute(f'DROP INDEX "{name}"'.encode())
    # One client-side cursor: PostgreSQL cannot tell the types of %(n)s - 1 otherwise.
    with psycopg.ClientCursor(connection) as cursor:
        cursor.execute(statement.encode(), counts)
    for _, definition in indexes:
        connection.execute(definition.encode())
