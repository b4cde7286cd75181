"""The migrations: there and back, in step with the models, and safe to race."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from subprocess import TimeoutExpired
from time import monotonic

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy.exc import OperationalError

from backend.core import database as core_database
from backend.core.config import settings
from tests.core.databases import (
    connect,
    counted,
    new_database,
    objects,
    start_upgrade,
    version,
)
from tests.environment import ROOT
from tests.waiting import eventually

CONFIG = Config(ROOT / "alembic.ini")
SCRIPTS = ScriptDirectory.from_config(CONFIG)
OLDEST_FIRST = [script.revision for script in SCRIPTS.walk_revisions()][::-1]


@pytest.fixture
def database() -> Iterator[str]:
    """The name of an empty database."""
    with new_database() as name:
        yield name


@pytest.fixture
def empty_database(database: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of an empty database, which Alembic in this process works on."""
    other = settings.model_copy(update={"POSTGRES_DB": database})
    monkeypatch.setattr(core_database, "settings", other)
    return database


def test_every_migration_can_be_undone_step_by_step(empty_database: str) -> None:
    states = [objects(empty_database)]
    for revision in OLDEST_FIRST:
        command.upgrade(CONFIG, revision)
        states.append(objects(empty_database))

    for number in reversed(range(len(OLDEST_FIRST))):
        command.downgrade(CONFIG, "-1")
        assert version(empty_database) == OLDEST_FIRST[:number][-1:]
        assert objects(empty_database) == states[number]

    assert all(old != new for old, new in pairwise(states))


def test_going_up_again_after_going_down_gives_the_same(empty_database: str) -> None:
    command.upgrade(CONFIG, "head")
    first = objects(empty_database)
    command.downgrade(CONFIG, "base")

    command.upgrade(CONFIG, "head")

    assert objects(empty_database) == first
    assert version(empty_database) == OLDEST_FIRST[-1:]


def test_the_migrations_make_what_the_models_say(empty_database: str) -> None:
    command.upgrade(CONFIG, "head")

    command.check(CONFIG)  # raises when autogenerate would find something


def test_four_that_migrate_at_once_all_succeed_and_leave_one_schema(
    empty_database: str,
) -> None:
    racing = [start_upgrade(empty_database) for _ in range(4)]
    outputs = [process.communicate(timeout=60)[0] for process in racing]

    assert [process.returncode for process in racing] == [0] * 4, outputs
    assert version(empty_database) == OLDEST_FIRST[-1:]
    command.check(CONFIG)


def named(lines: list[str]) -> list[list[str]]:
    """Return kind and name of each object."""
    return sorted(line.split()[:3] for line in lines if "INDEX" not in line)


RELEASES = sorted((ROOT / "tests" / "data" / "releases").glob("*.sql"))


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.stem)
def test_the_database_of_an_earlier_release_becomes_that_of_this_one(
    empty_database: str, release: Path
) -> None:
    with connect(empty_database) as connection:
        connection.execute(release.read_text().encode())
    before = counted(empty_database)

    command.upgrade(CONFIG, "head")
    command.check(CONFIG)
    upgraded = objects(empty_database)

    assert sum(before.values()) > 20
    after = counted(empty_database)
    assert {table: after[table] for table in before} == before
    command.downgrade(CONFIG, "base")
    command.upgrade(CONFIG, "head")
    # A restored database writes the conditions of its constraints in other words.
    assert named(objects(empty_database)) == named(upgraded)


def test_a_migration_gives_up_on_a_lock_and_leaves_nothing(
    empty_database: str,
) -> None:
    command.upgrade(CONFIG, OLDEST_FIRST[0])
    before = objects(empty_database)

    with connect(empty_database) as other, other.transaction():
        other.execute("LOCK TABLE users IN ACCESS SHARE MODE")
        started = monotonic()
        with pytest.raises(OperationalError, match="lock timeout"):
            command.upgrade(CONFIG, "head")

    assert monotonic() - started < 20
    assert objects(empty_database) == before
    assert version(empty_database) == OLDEST_FIRST[:1]
    command.upgrade(CONFIG, "head")


def waits_for_a_lock(database: str) -> bool:
    """Return whether a statement in this database waits for an advisory lock."""
    with connect(database) as connection:
        waiting = connection.execute(
            "SELECT FROM pg_stat_activity WHERE datname = current_database() "
            "AND wait_event_type = 'Lock' AND wait_event = 'advisory'"
        )
        return waiting.fetchone() is not None


def test_a_migration_waits_for_another_as_long_as_that_takes(
    empty_database: str,
) -> None:
    command.upgrade(CONFIG, "head")
    with connect(empty_database) as other:
        # As alembic/env.py does; longer than POSTGRES_TIMEOUT_SECONDS and its slack.
        other.execute("SELECT pg_advisory_lock(7305112)")
        waiting = start_upgrade(empty_database, POSTGRES_TIMEOUT_SECONDS="1")
        eventually(lambda: waits_for_a_lock(empty_database))
        with pytest.raises(TimeoutExpired):
            waiting.communicate(timeout=4)

    output = waiting.communicate(timeout=60)[0]
    assert waiting.returncode == 0, output


def test_the_migrations_form_one_line() -> None:
    assert len(SCRIPTS.get_heads()) == 1
    assert len(SCRIPTS.get_bases()) == 1


def test_the_folder_of_migrations_does_not_shadow_the_package() -> None:
    assert not (ROOT / "alembic" / "__init__.py").exists()
