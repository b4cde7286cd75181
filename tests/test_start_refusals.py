"""A start that fails says why in one sentence, and exits with an error.

`backend.cli check` finds the same reasons, and more, before a start.
"""

import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from click.testing import CliRunner
from psycopg.sql import SQL, Identifier
from pydantic import SecretStr

from backend import monitoring
from backend.cli import checks
from backend.cli.app import app
from backend.core import database, extensions, rate_limit, storage
from backend.core.config import settings
from backend.core.start import CannotStart
from backend.monitoring import MetricsServer
from tests.core.databases import connect, new_database
from tests.support.environment import ROOT
from tests.support.live import finish, start

UVICORN = ["uvicorn", "main:app", "--port"]


@pytest.fixture
def taken() -> Iterator[int]:
    """Yield a port on which another program listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_taken_port_is_one_sentence(taken: int) -> None:
    port = str(taken)
    processes = [
        start([*UVICORN, "0"], METRICS_PORT=port),
        start(["backend.worker"], METRICS_PORT=port),
        start([*UVICORN, port]),
    ]

    outputs = [finish(process) for process in processes]

    sentence = f"METRICS_PORT={port} of METRICS_HOST=127.0.0.1 cannot be used"
    assert all((process.returncode or 0) > 0 for process in processes)
    assert [output.count(sentence) for output in outputs] == [1, 1, 0]
    assert outputs[2].count("address already in use") == 1
    assert not [output for output in outputs if "Traceback" in output]


def test_the_metrics_are_served_only_at_their_host(
    monkeypatch: pytest.MonkeyPatch, taken: int
) -> None:
    elsewhere = settings.model_copy(update={"METRICS_HOST": "127.0.0.2"})

    with pytest.raises(CannotStart, match="cannot be used"), MetricsServer(taken):
        pass
    monkeypatch.setattr(monitoring, "settings", elsewhere)
    with MetricsServer(taken), socket.create_connection(("127.0.0.2", taken)):
        pass


def test_the_extensions_are_those_of_the_migrations() -> None:
    files = (ROOT / "alembic" / "versions").glob("*.py")
    text = "\n".join(file.read_text() for file in files)
    created = re.findall(r"CREATE EXTENSION (?:IF NOT EXISTS )?(\w+)", text)

    assert set(created) == set(extensions.NEEDED)


@pytest.fixture
def modest() -> Iterator[tuple[str, str]]:
    """Yield an empty database, and a role that may not create extensions in it."""
    role = Identifier("modest")
    with new_database() as name, connect("postgres") as server:
        server.execute(SQL("CREATE ROLE {} LOGIN").format(role))
        yield name, "modest"
        server.execute(SQL("DROP ROLE {}").format(role))


def test_a_migration_names_an_extension_that_the_server_does_not_allow(
    monkeypatch: pytest.MonkeyPatch, modest: tuple[str, str]
) -> None:
    name, role = modest
    changes = {"POSTGRES_DB": name, "POSTGRES_USER": role}
    monkeypatch.setattr(database, "settings", settings.model_copy(update=changes))

    with pytest.raises(SystemExit) as stopped:
        command.upgrade(Config(ROOT / "alembic.ini"), "head")

    assert "extension pg_trgm is missing and cannot be created" in str(stopped.value)
    assert "azure.extensions" in str(stopped.value)
    assert "permission denied" in str(stopped.value)


@pytest.fixture
def no_providers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Check the servers without providers: one of the tests' providers is down."""
    without = settings.model_copy(update={"OIDC_PROVIDERS": ()})
    monkeypatch.setattr(checks, "settings", without)


def test_the_check_names_a_provider_that_does_not_answer() -> None:
    done = CliRunner().invoke(app, ["check"])

    sentence = "OIDC_PROVIDERS: gone cannot be used (ConnectError).\n"
    assert (done.exit_code, done.stderr) == (1, sentence)


@pytest.mark.usefixtures("no_providers")
def test_the_check_finds_nothing_wrong_and_leaves_no_file() -> None:
    before = [storage.get().names(shard) for shard in storage.SHARDS]

    done = CliRunner().invoke(app, ["check"])

    assert (done.exit_code, done.stderr) == (0, "")
    assert [storage.get().names(shard) for shard in storage.SHARDS] == before


@pytest.mark.usefixtures("no_providers")
def test_the_check_names_every_server_that_does_not_work(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    nowhere = settings.model_copy(
        update={
            "POSTGRES_SERVER": "/nowhere",
            "REDIS_URL": SecretStr("redis://:s3cret@127.0.0.1:1/0"),
        }
    )
    monkeypatch.setattr(database, "settings", nowhere)
    monkeypatch.setattr(rate_limit, "settings", nowhere)
    engine = database.new_engine(pool_size=1, application_name="check")
    monkeypatch.setattr(checks, "engine", engine)
    store = storage.at((tmp_path / "files").as_uri())
    (tmp_path / "files").rmdir()
    (tmp_path / "files").touch()
    monkeypatch.setattr(storage, "get", lambda: store)

    done = CliRunner().invoke(app, ["check"])

    assert done.exit_code == 1
    names = [line.partition(":")[0] for line in done.stderr.splitlines()]
    assert names == ["POSTGRES_SERVER", "REDIS_URL", "STORAGE_URL"]
    assert "s3cret" not in done.output


@pytest.mark.usefixtures("no_providers")
def test_the_check_tells_a_database_without_tables_to_be_migrated(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with new_database() as name:
        empty = settings.model_copy(update={"POSTGRES_DB": name})
        monkeypatch.setattr(database, "settings", empty)
        engine = database.new_engine(pool_size=1, application_name="check")
        monkeypatch.setattr(checks, "engine", engine)

        done = CliRunner().invoke(app, ["check"])
        engine.dispose()

    assert done.exit_code == 1
    assert done.stderr.splitlines() == [
        "The database has not been migrated. Run `alembic upgrade head`."
    ]
