"""Empty databases on the tests' server, for tests of the migrations."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import psycopg
from psycopg.sql import SQL, Identifier

from tests.support import environment
from tests.support.forks import Fork
from tests.support.live import start

_numbers = count(1)

# Everything that a migration can leave behind, each object as a line of text.
_OBJECTS = """
    SELECT format('%s %s', relkind, relname) FROM pg_class WHERE relnamespace = {ns}
    UNION ALL
    SELECT format('column %s.%s %s %s %s', attrelid::regclass, attname,
                  format_type(atttypid, atttypmod), attnotnull,
                  pg_get_expr(adbin, adrelid))
    FROM pg_attribute
    JOIN pg_class ON pg_class.oid = attrelid AND relkind = 'r'
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE relnamespace = {ns} AND attnum > 0 AND NOT attisdropped
    UNION ALL
    SELECT format('constraint %s %s', conname, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE connamespace = {ns}
    UNION ALL
    SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL
    SELECT format('type %s %s', typtype, typname)
    FROM pg_type WHERE typnamespace = {ns}
    UNION ALL
    SELECT format('function %s', proname) FROM pg_proc WHERE pronamespace = {ns}
    UNION ALL
    SELECT format('trigger %s', tgname) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL
    SELECT format('schema %s', nspname) FROM pg_namespace WHERE nspname !~ '^pg_'
    UNION ALL
    SELECT format('extension %s', extname) FROM pg_extension
""".format(ns="'public'::regnamespace")


def connect(database: str) -> psycopg.Connection:
    """Connect to a database of the tests' server, in autocommit mode."""
    return psycopg.connect(
        host=environment.postgres.host,
        port=environment.postgres.port,
        user=environment.postgres.user,
        dbname=database,
        autocommit=True,
    )


@contextmanager
def new_database() -> Iterator[str]:
    """Create an empty database, yield its name, and drop it after the block."""
    name = f"migrations_{next(_numbers)}"
    with connect("postgres") as server:
        server.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    yield name
    with connect("postgres") as server:
        server.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


def objects(database: str) -> list[str]:
    """Return all objects in a database, sorted, without Alembic's own table."""
    with connect(database) as connection:
        rows = connection.execute(_OBJECTS).fetchall()
    return sorted(line for (line,) in rows if "alembic_version" not in line)


def counted(database: str) -> dict[str, int]:
    """Return the number of rows of each table, without Alembic's own."""
    tables = [line.split()[1] for line in objects(database) if line.startswith("r ")]
    with connect(database) as connection:
        return {
            table: len(
                connection.execute(
                    SQL("SELECT FROM {}").format(Identifier(table))
                ).fetchall()
            )
            for table in tables
        }


def version(database: str) -> list[str]:
    """Return the revisions that the database is at."""
    with connect(database) as connection:
        rows = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    return [revision for (revision,) in rows]


def start_upgrade(database: str, **changes: str) -> Fork:
    """Start `alembic upgrade head` on a database, as a starting service does."""
    return start(["alembic", "upgrade", "head"], POSTGRES_DB=database, **changes)
