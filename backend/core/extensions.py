"""The extensions of PostgreSQL that the migrations create, and why one cannot be."""

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

NEEDED = ("pg_trgm", "btree_gin")

_CREATED = text("SELECT extname FROM pg_extension")


def obstacle(connection: Connection) -> str | None:
    """Return why an extension cannot be created, or None if all can or exist.

    The connection must be outside a transaction, and is left so. Nothing is changed.
    """
    with connection.begin():
        created = set(connection.execute(_CREATED).scalars())
    for name in NEEDED:
        if name not in created and (reason := _refusal(connection, name)):
            return (
                f"The extension {name} is missing and cannot be created ({reason}). "
                "On a managed database, allow it first (Azure: add "
                f"{', '.join(NEEDED).upper()} to the server parameter azure.extensions);"
                f" elsewhere let a superuser run CREATE EXTENSION {name}."
            )
    return None


def _refusal(connection: Connection, name: str) -> str | None:
    transaction = connection.begin()
    try:
        connection.execute(text(f"CREATE EXTENSION {name}"))
    except DBAPIError as error:
        return str(error.orig).partition("\n")[0].rstrip(".")
    finally:
        transaction.rollback()
    return None
