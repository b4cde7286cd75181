"""The supervisor, tested in a copy of the tree with a small application."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from devtools.ports import any_port
from devtools.venv import ROOT
from tests.support.environment import mailbox, variables
from tests.support.processes import clear_sockets, descendants, living
from tests.support.waiting import eventually

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")

APP = """\
import os

async def app(scope, receive, send):
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"first"})
"""
NAMED = APP.replace('b"first"', 'os.environ["APP_NAME"].encode()')
# Counts each request, and fails.
FAILING = APP.replace("200", "500").replace(
    'if scope["type"] == "http":',
    'if scope["type"] == "http":\n        print(file=open("asked", "a"))',
)


class Run:
    """A run.py that serves; `output` contains the lines it has printed in this test."""

    def __init__(self, tree: Path, *options: str) -> None:
        self.tree = tree
        self.port = any_port()
        # Variables of the process override .env.
        environment = {k: v for k, v in os.environ.items() if k not in variables()}
        ports = [f"--port={self.port}", f"--mailbox-port={any_port()}"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "devtools.serve", *ports, *options],
            cwd=tree,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.output = ""
        self.wait_for("Ctrl-C")
        self.announced = self.output

    def wait_for(self, text: str) -> None:
        """Read until a line contains this text; fail at the end of the output."""
        assert self.process.stdout
        for line in self.process.stdout:
            self.output += line
            if text in line:
                return
        raise AssertionError(self.output)

    def write_env(self, **changes: str) -> None:
        """Replace .env, as editors do."""
        write_env(self.tree, **changes)

    def body(self) -> bytes:
        """Return the application's reply."""
        with urlopen(f"http://127.0.0.1:{self.port}/") as response:
            content: bytes = response.read()
            return content

    def end(self) -> int:
        """Read the rest of the output and return the exit code."""
        assert self.process.stdout
        with self.process.stdout as rest:
            self.output += rest.read()
        return self.process.wait(timeout=10)


def write_env(tree: Path, **changes: str) -> None:
    """Write the .env of a tree into a new file that then replaces the old one."""
    settings = variables(
        # A secret may begin with a dash.
        **{"API_PREFIX": "/api", "REDIS_URL": "embedded", "SENDGRID_API_KEY": "-key"}
        | {"SENDGRID_HOST": "mailbox"}
        | changes
    )
    lines = [f"{name}='{value}'\n" for name, value in settings.items()]
    (tree / ".env.new").write_text("".join(lines))
    (tree / ".env.new").replace(tree / ".env")


def make_tree(folder: Path) -> Path:
    """Return a copy of the tree with a small application; its path has a space."""
    tree = folder / "a tree"
    shutil.copytree(ROOT / "devtools", tree / "devtools")
    (tree / "backend" / "core").mkdir(parents=True)
    core = ROOT / "backend" / "core"
    for name in ("env.py", "exceptions.py", "protocol.py"):
        shutil.copy(core / name, tree / "backend" / "core")
    shutil.copytree(core / "config", tree / "backend" / "core" / "config")
    write_env(tree)
    (tree / "main.py").write_text(APP)
    # An empty module replaces alembic: the database is that of all tests.
    (tree / "alembic.py").touch()
    return tree


@contextmanager
def serving(folder: Path) -> Iterator[Run]:
    """Start a run, wait until it is up, and stop it after the block."""
    run = Run(make_tree(folder))
    yield run
    run.process.terminate()
    if run.process.stdout and not run.process.stdout.closed:
        run.end()
    clear_sockets(run.tree / ".data")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """A run that no test ends."""
    with serving(tmp_path_factory.mktemp("served")) as run:
        yield run


@pytest.fixture
def served(shared: Run) -> Iterator[Run]:
    """The shared run, whose sources and .env are restored after the test."""
    files = [shared.tree / ".env", shared.tree / "main.py"]
    before = [file.read_text() for file in files]
    shared.output = ""
    yield shared
    for file, text in zip(files, before, strict=True):
        if file.read_text() != text:
            file.write_text(text)
            shared.wait_for("running on")


@pytest.fixture
def ending(tmp_path: Path) -> Iterator[Run]:
    """A run for one test, which ends it."""
    with serving(tmp_path) as run:
        yield run


def test_a_change_of_the_sources_reloads_the_app(served: Run) -> None:
    # Not 127.0.0.1: browsers refuse to make passkeys for it.
    address = f"http://localhost:{served.port}"
    assert re.search(rf"API +{address}/api\n", served.announced)
    assert re.search(rf"Swagger +{address}/docs\n", served.announced)
    assert re.search(r"Mailbox +http://localhost:\d+\n", served.announced)
    assert served.body() == b"first"

    (served.tree / "main.py").write_text("not python")
    served.wait_for("Waiting for the next change")
    (served.tree / "main.py").write_text(APP.replace("first", "second"))
    served.wait_for("running on")

    assert served.body() == b"second"


def test_a_change_of_env_reloads_the_app_and_keeps_the_servers(served: Run) -> None:
    (served.tree / "main.py").write_text(NAMED)
    served.wait_for("running on")
    before = descendants(served.process.pid)

    served.write_env(APP_NAME="Another")
    served.wait_for("running on")

    assert served.body() == b"Another"
    kept = before & descendants(served.process.pid)
    assert len(kept) == 2


def test_a_change_of_a_server_setting_restarts_the_servers(served: Run) -> None:
    before = descendants(served.process.pid)

    served.write_env(SENDGRID_HOST=mailbox.url)
    served.wait_for("running on")

    after = descendants(served.process.pid)
    assert len(after) == 2
    assert before & after == set()
    assert served.body() == b"first"


def test_a_wrong_env_is_reported_and_a_corrected_one_is_served(served: Run) -> None:
    for fault in ({"BCRYPT_COST": "many"}, {"REDIS_URL": "unix:///no/such/socket"}):
        served.write_env(**fault)
        served.wait_for("Waiting for the next change")

    served.write_env()
    served.wait_for("running on")

    assert "BCRYPT_COST" in served.output
    assert "REDIS_URL=unix:///no/such/socket" in served.output
    assert "Traceback" not in served.output
    assert served.body() == b"first"


def test_an_app_that_answers_500_is_probed_rarely_and_changes_are_noticed(
    served: Run,
) -> None:
    asked = served.tree / "asked"
    (served.tree / "main.py").write_text(FAILING)
    eventually(lambda: asked.exists() and len(asked.read_text()) >= 3)

    (served.tree / "main.py").write_text(APP.replace("first", "second"))
    served.wait_for("Reloading")
    served.wait_for("Reloading")
    served.wait_for("running on")
    eventually(lambda: served.body() == b"second")

    assert len(asked.read_text()) < 20


def test_a_signal_stops_everything(ending: Run) -> None:
    family = descendants(ending.process.pid)
    assert len(family) == 3

    ending.process.send_signal(signal.SIGINT)

    assert ending.end() == 0
    assert ending.output.endswith("Stopped.\n")
    assert living(family, within=0) == set()


def test_nothing_outlives_a_killed_supervisor(ending: Run) -> None:
    family = descendants(ending.process.pid)

    ending.process.kill()

    assert living(family, within=5) == set()


def test_a_server_that_dies_ends_the_run_and_is_named(ending: Run) -> None:
    family = descendants(ending.process.pid)
    names = {Path(f"/proc/{pid}/comm").read_text().strip(): pid for pid in family}

    os.kill(names["valkey-server"], signal.SIGKILL)

    assert ending.end() == 1
    assert "run.py: valkey ended (exit code -9)" in ending.output
    assert living(family, within=0) == set()
