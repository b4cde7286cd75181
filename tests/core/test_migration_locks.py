"""Migrations since release 1.0.0 block no requests, and can be repeated after a kill.

A table of 1.0.0 may have millions of rows. A statement that reads or rewrites all of
them must not hold a lock that requests wait for.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.script import Script
from sqlalchemy import Engine, event

from backend.core import database as core_database
from backend.core.config import settings
from tests.core.databases import connect, counted, new_database, objects
from tests.core.test_migrations import CONFIG, SCRIPTS

RELEASE = "307b56d91f16"  # the newest migration of 1.0.0
_INDEX = re.compile(r"CREATE (?:UNIQUE )?INDEX (?!CONCURRENTLY\b).*?\bON (\w+)")
_CHANGE = re.compile(r"(?:ALTER TABLE(?: ONLY)?|UPDATE|DELETE FROM) (\w+)")
_COLUMN_TYPE = re.compile(r"ALTER COLUMN \w+ (?:SET DATA )?TYPE\b")
# now() has one value in a transaction, so that Postgres need not rewrite the table.
_COMPUTED = re.compile(r"ADD COLUMN .*(?:DEFAULT (?!now\(\))\w+\(|GENERATED ALWAYS)")
_CHECKED = re.compile(r"ADD COLUMN .*\b(?:REFERENCES|UNIQUE|PRIMARY KEY|CHECK)\b")


@dataclass(frozen=True)
class Sent:
    """A statement of a migration, and how it was sent."""

    text: str
    in_transaction: bool
    lock_timeout: str


def fault(sent: Sent, large: set[str]) -> str | None:
    """Return why this statement would block requests for long, or None."""
    text = " ".join(sent.text.split())
    index = _INDEX.match(text)
    if index and index[1] in large:
        return "build the index CONCURRENTLY, in an autocommit block"
    if "VALIDATE CONSTRAINT" in text and sent.in_transaction:
        return "validate in an autocommit block, or the locks of the transaction stay"
    changed = _CHANGE.match(text)
    if changed is None or changed[1] not in large:
        return None
    if not text.startswith("ALTER"):
        return "a job must change the rows in batches"
    if "ADD CONSTRAINT" in text and not re.search("NOT VALID|USING INDEX", text):
        return "add the constraint NOT VALID, and validate it later"
    if "SET NOT NULL" in text or _COLUMN_TYPE.search(text):
        return "add a column instead"
    if _COMPUTED.search(text) or _CHECKED.search(text):
        return "a new column must not have a value or a check of its own for each row"
    return None


@contextmanager
def recorded() -> Iterator[list[Sent]]:
    """Yield a list that receives every statement of the block."""
    found: list[Sent] = []

    def record(connection: Any, _: Any, statement: str, *__: Any) -> None:
        raw = connection.connection.driver_connection
        timeout = raw.execute("SHOW lock_timeout").fetchone()[0]
        found.append(Sent(statement, not raw.autocommit, timeout))

    event.listen(Engine, "after_cursor_execute", record)
    try:
        yield found
    finally:
        event.remove(Engine, "after_cursor_execute", record)


@pytest.fixture(scope="module")
def upgraded() -> Iterator[tuple[str, set[str], list[Sent]]]:
    """Yield an upgraded database of 1.0.0, its old tables, and all statements."""
    with new_database() as name, pytest.MonkeyPatch.context() as patch:
        other = settings.model_copy(update={"POSTGRES_DB": name})
        patch.setattr(core_database, "settings", other)
        command.upgrade(CONFIG, RELEASE)
        large = set(counted(name))
        with recorded() as found:
            command.upgrade(CONFIG, "head")
        yield name, large, found


def test_no_migration_since_the_release_blocks_requests_for_long(
    upgraded: tuple[str, set[str], list[Sent]],
) -> None:
    _, large, statements = upgraded

    faults = [(sent.text, fault(sent, large)) for sent in statements]

    assert len(large) > 15
    assert [each for each in faults if each[1]] == []


def test_only_statements_that_block_nobody_wait_without_a_limit(
    upgraded: tuple[str, set[str], list[Sent]],
) -> None:
    statements = [sent for sent in upgraded[2] if re.match("CREATE|ALTER", sent.text)]
    patient = {sent.text for sent in statements if sent.lock_timeout == "0"}

    assert {sent.lock_timeout for sent in statements} == {"0", "5s"}
    assert all("CONCURRENTLY" in t or "VALIDATE CONSTRAINT" in t for t in patient)
    assert all("CONCURRENTLY" not in s.text or s.text in patient for s in statements)


def _without_a_transaction() -> list[Script]:
    return [
        script
        for script in SCRIPTS.walk_revisions()
        if "autocommit_block" in Path(script.path).read_text()
    ]


def test_a_migration_that_was_killed_outside_a_transaction_can_be_repeated(
    upgraded: tuple[str, set[str], list[Sent]],
) -> None:
    name = upgraded[0]
    before = objects(name)
    scripts = _without_a_transaction()

    for script in scripts:
        with connect(name) as connection:
            # As if it had been killed after its last statement.
            connection.execute(
                "UPDATE alembic_version SET version_num = %s", [script.down_revision]
            )
        command.upgrade(CONFIG, script.revision)
    command.stamp(CONFIG, "head")

    assert scripts
    assert objects(name) == before


@pytest.mark.parametrize(
    "text",
    [
        "CREATE INDEX ix_users_a ON users (a)",
        "CREATE UNIQUE INDEX ix_users_a ON users (a)",
        "ALTER TABLE users ADD CONSTRAINT a CHECK (b > 0)",
        "ALTER TABLE users ADD CONSTRAINT a FOREIGN KEY(b) REFERENCES c (id)",
        "ALTER TABLE users ALTER COLUMN a TYPE BIGINT",
        "ALTER TABLE users ALTER COLUMN a SET NOT NULL",
        "ALTER TABLE users ADD COLUMN a UUID DEFAULT gen_random_uuid() NOT NULL",
        "ALTER TABLE users ADD COLUMN a UUID REFERENCES c (id)",
        "ALTER TABLE users VALIDATE CONSTRAINT a",
        "UPDATE users SET a = 1",
        "DELETE FROM users WHERE a = 1",
    ],
)
def test_a_statement_that_reads_or_rewrites_a_whole_table_is_found(text: str) -> None:
    sent = Sent(text, in_transaction=True, lock_timeout="5s")

    assert fault(sent, {"users"}) is not None


@pytest.mark.parametrize(
    "text",
    [
        "CREATE INDEX ix_new_a ON new (a)",
        "ALTER TABLE new ADD CONSTRAINT a CHECK (b > 0)",
        "ALTER TABLE users ADD CONSTRAINT a CHECK (b > 0) NOT VALID",
        "ALTER TABLE users ADD COLUMN a INTEGER DEFAULT 0 NOT NULL",
        "ALTER TABLE users ADD COLUMN a TIMESTAMPTZ DEFAULT now() NOT NULL",
    ],
)
def test_a_statement_that_takes_no_time_is_allowed(text: str) -> None:
    sent = Sent(text, in_transaction=True, lock_timeout="5s")

    assert fault(sent, {"users"}) is None
