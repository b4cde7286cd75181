"""The migrations: there and back, in step with the models, and safe to race."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from backend.core import database as core_database
from backend.core.config import settings
from tests.core.databases import new_database, objects, start_upgrade, version
from tests.environment import ROOT

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


def test_the_migrations_form_one_line() -> None:
    assert len(SCRIPTS.get_heads()) == 1
    assert len(SCRIPTS.get_bases()) == 1


def test_the_folder_of_migrations_does_not_shadow_the_package() -> None:
    assert not (ROOT / "alembic" / "__init__.py").exists()
