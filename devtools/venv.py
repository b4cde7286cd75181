"""Makes the virtual environment .venv, once, from the locked requirements.

Uses only the standard library, because it runs on the machine's own Python.
"""

import hashlib
import os
import re
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path

from devtools.console import DOCKER, NO_VENV_MODULE, fail, say

ROOT = Path(__file__).parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements-dev.lock"


def make() -> None:
    """Make .venv unless it is up to date, or exit with the reason why that failed."""
    wanted = stamp(LOCK.read_bytes(), ROOT)
    if not is_made(VENV, wanted):
        _make_empty()
        _install()
        (VENV / "stamp").write_text(wanted)


def stamp(lock: bytes, root: Path) -> str:
    """Return the identity of a set-up: lock, Python, and path, as no venv can move."""
    parts = (lock, sys.version.encode(), os.fsencode(root))
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def is_made(venv: Path, wanted: str) -> bool:
    """Return whether this venv is complete and was made with this stamp."""
    try:
        found = (venv / "stamp").read_text()
    except OSError:
        return False
    return found == wanted and (venv / "bin" / "python").exists()


def environment() -> dict[str, str]:
    """Return the environment for programs that run inside .venv."""
    env = dict(os.environ)
    env["VIRTUAL_ENV"] = str(VENV)
    env["PATH"] = f"{VENV / 'bin'}{os.pathsep}{env.get('PATH', os.defpath)}"
    env.pop("PYTHONHOME", None)
    home = env.get("HOME", "")
    if not (home and os.access(home, os.W_OK)):
        env.setdefault("XDG_CACHE_HOME", str(VENV / "cache"))
    return env


def _make_empty() -> None:
    say("Making .venv ...")
    # If we run inside .venv, --clear would delete the Python that makes it.
    base = getattr(sys, "_base_executable", None) or sys.executable
    command = [base, "-m", "venv", "--clear", str(VENV)]
    made = subprocess.run(command, check=False, capture_output=True, text=True)
    if made.returncode and "ensurepip" in made.stdout:
        fail(NO_VENV_MODULE)
    if made.returncode:
        fail("cannot make .venv: " + " ".join((made.stdout + made.stderr).split()))


def _install() -> None:
    locked = re.findall(r"(?m)^\S+==.*(?:\n .*)*", LOCK.read_text())
    say(f"Installing {len(locked)} packages ...")
    # pip would need half a minute. So it only installs uv, which installs everything in
    # a few seconds. uv does not read pip's settings, so pip is tried if uv fails.
    first = VENV / "uv.txt"
    first.write_text("\n".join(x for x in locked if x.startswith("uv==")))
    failed = _pip("-r", str(first))
    if failed is None:
        failed = _uv_or_pip("-r", str(LOCK))
    if failed is not None:
        fail(explain(failed))


def install_into(folder: Path, requirements: Path) -> str | None:
    """Install locked packages into a folder of their own; return why that failed."""
    failed = _uv_or_pip("--target", str(folder), "-r", str(requirements))
    return None if failed is None else explain(failed)


def _uv_or_pip(*arguments: str) -> str | None:
    if _uv(*arguments):
        return None
    say("uv failed, trying pip ...")
    return _pip(*arguments)


def _pip(*arguments: str) -> str | None:
    # Returns the output if pip failed.
    # fmt: off
    command = [
        str(PYTHON), "-m", "pip", "install", "--require-hashes",
        "--no-deps", "--only-binary", ":all:", "--no-compile", "--no-input",
        "--progress-bar", "off", "--disable-pip-version-check",
        "--root-user-action", "ignore", *arguments,
    ]
    # fmt: on
    return _output_of_failed(command)


def _uv(*arguments: str) -> bool:
    # fmt: off
    command = [
        str(VENV / "bin" / "uv"), "pip", "install", "--require-hashes", "--no-deps",
        "--only-binary", ":all:", "--system-certs", "--python", str(PYTHON),
        *arguments,
    ]
    # fmt: on
    return _output_of_failed(command) is None


def _output_of_failed(command: Sequence[str]) -> str | None:
    done = subprocess.run(
        command,
        check=False,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return done.stdout if done.returncode else None


def explain(output: str) -> str:
    """Return one line that explains the output of a failed pip."""
    if re.search(
        r"connection broken|Failed to establish|timed out", output, re.IGNORECASE
    ):
        return "pip cannot reach the package index: is there a network or a proxy?"
    found = re.search(r"No matching distribution found for (\S+)", output)
    if found:
        return f"no wheel of {found[1]} for {sysconfig.get_platform()}: {DOCKER}"
    errors = [line for line in output.splitlines() if line.startswith("ERROR")]
    return f"pip failed: {(errors or output.splitlines() or ['no output'])[0]}"
