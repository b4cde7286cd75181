"""run.py refuses wrong options and settings in one sentence, before it starts."""

import os
import socket
from pathlib import Path

import pytest

from devtools import ports
from devtools.bootstrap import parse
from devtools.outside import refuse_unreachable_servers
from devtools.ports import any_port
from devtools.process import ChildError
from tests.support.each import each
from tests.support.runs import REACHED, WHOLE, run


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
def test_an_invalid_port_is_one_sentence(option: str, port: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        parse([f"{option}={port}"])

    message = f"run.py: {option} must be 1 to 65535, and is {port}."
    assert stopped.value.code == message


def test_the_same_port_for_both_is_one_sentence(tmp_path: Path) -> None:
    port = str(any_port())

    done = run(
        *("--data", str(tmp_path), "--port", port, "--mailbox-port", port),
        SENDGRID_HOST="mailbox",
    )

    assert done.returncode == 1
    assert done.stderr == f"run.py: --port and --mailbox-port cannot both be {port}\n"


def test_a_privileged_port_is_named_as_such(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Unprivileged(socket.socket):
        def bind(self, _: object) -> None:
            raise PermissionError

    monkeypatch.setattr(ports.socket, "socket", Unprivileged)  # type: ignore[attr-defined]

    with pytest.raises(ChildError, match="port 80 needs administrator rights, choose"):
        ports.refuse_unusable_ports({"--port": 80})


NOWHERE = {"POSTGRES_SERVER": "127.0.0.1", "POSTGRES_PORT": "1"}


@each(
    "case",
    [
        (NOWHERE, "POSTGRES_SERVER=127.0.0.1: connection failed"),
        ({"POSTGRES_SERVER": "no.such.host.invalid"}, "POSTGRES_SERVER=no.such.host"),
        ({**REACHED, "POSTGRES_DB": "gone"}, "POSTGRES_SERVER=/"),
        ({"REDIS_URL": "redis://:s3cret@127.0.0.1:1/0"}, "REDIS_URL=redis://127.0.0.1"),
        ({"REDIS_URL": "unix:///no/such/socket"}, "REDIS_URL=unix:///no/such/socket"),
    ],
)
def test_an_unusable_server_address_is_one_sentence(
    case: tuple[dict[str, str], str],
) -> None:
    variables, beginning = case
    nothing = {"SENDGRID_HOST": "http://127.0.0.1:1"}

    with pytest.raises(ChildError) as refused:
        refuse_unreachable_servers({**os.environ, **WHOLE, **nothing, **variables})

    message = str(refused.value)
    assert message.startswith(beginning)
    assert len(message.splitlines()) == 1
    assert "s3cret" not in message


def test_an_unusable_server_address_is_refused_before_anything_starts(
    tmp_path: Path,
) -> None:
    arguments = ["--data", str(tmp_path), f"--port={any_port()}"]

    done = run(*arguments, **WHOLE | {"SENDGRID_HOST": "http://127.0.0.1:1"} | NOWHERE)

    assert done.returncode == 1
    assert done.stderr.startswith(
        "run.py: POSTGRES_SERVER=127.0.0.1: connection failed"
    )
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "log").exists()


def test_malformed_addresses_are_refused_in_one_message(tmp_path: Path) -> None:
    arguments = ["--data", str(tmp_path), f"--port={any_port()}"]

    done = run(
        *arguments,
        POSTGRES_SERVER="http://db:5432",
        POSTGRES_PORT="many",
        REDIS_URL="redis://:s3cret@host:many",
    )

    assert done.returncode == 1
    names = {line.split(":")[0].strip() for line in done.stderr.splitlines()}
    assert {"POSTGRES_SERVER", "POSTGRES_PORT", "REDIS_URL"} < names
    assert "s3cret" not in done.stderr


def test_a_refused_setting_is_reported_before_anything_starts(
    tmp_path: Path,
) -> None:
    arguments = ["--data", str(tmp_path), f"--port={any_port()}"]

    done = run(*arguments, **{**WHOLE, "BCRYPT_COST": "many"})

    assert done.returncode == 1
    first, second, _ = done.stderr.splitlines()
    assert first.startswith("run.py: Cannot start")
    assert second.startswith("  BCRYPT_COST: ")
    assert not (tmp_path / "log").exists()
