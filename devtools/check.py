"""Runs every check of the repository: `python3 run.py test [PYTEST ARGUMENTS]`.

The checks of the web app run beside those of the backend.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from devtools.console import say

_BIN = Path(sys.executable).parent
_PYTHON = sys.executable

# The slowest first, because two of them run at a time.
TOOLS: dict[str, list[str]] = {
    "mypy": [_PYTHON, "-m", "mypy"],
    "black": [_PYTHON, "-m", "black", "--check", "."],
    "isort": [_PYTHON, "-m", "isort", "--check", "--extend-skip", ".data", "."],
    "ruff": [_PYTHON, "-m", "ruff", "check", "."],
    "lint-imports": [str(_BIN / "lint-imports")],
}
PYTEST = [_PYTHON, "-m", "pytest"]
COVERAGE = ["--cov", "--cov-report=term:skip-covered"]
# Each process has servers of its own. One process runs all tests of a file, because
# they share slow fixtures. Three processes, because waiting tests leave a core idle.
# tests/fixtures.py sets the order.
PARALLEL = ["--numprocesses=3", "--dist=loadfile", "--no-loadscope-reorder"]
SLOWEST = ["--durations=10"]
WEB = [_PYTHON, "-m", "devtools.web.check"]


def run_tool(
    name: str,
    command: Sequence[str],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> bool:
    """Run a tool, print its output if it fails, and return whether it succeeded."""
    say(f"{name}: started")
    started = time.monotonic()
    done = subprocess.run(
        command,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=cwd,
        env=env,
    )
    text = done.stdout.rstrip() + "\n" if done.returncode else ""
    say(text + _verdict(name, done.returncode, started))
    return done.returncode == 0


def run_shown(name: str, command: Sequence[str]) -> bool:
    """Run tests, which print their progress, and return whether they succeeded."""
    say(f"{name}: started")
    started = time.monotonic()
    # Without bytecode each process compiles all tests again: 7 s.
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    code = subprocess.run(command, check=False, env=env).returncode
    say(_verdict(name, code, started))
    return code == 0


def _verdict(name: str, code: int, started: float) -> str:
    seconds = time.monotonic() - started
    return f"{name}: {'FAILED' if code else 'ok'} in {seconds:.1f} s"


def run_tools(
    tools: dict[str, list[str]],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> list[str]:
    """Run the tools two at a time and return the names of those that failed."""
    run = partial(run_tool, cwd=cwd, env=env)
    with ThreadPoolExecutor(max_workers=2) as pool:
        passed = list(pool.map(run, tools.keys(), tools.values()))
    return [name for name, fine in zip(tools, passed, strict=True) if not fine]


def main(arguments: Sequence[str]) -> int:
    """Run every check, or only those that the arguments name: see `run.py --help`."""
    half, rest = "", list(arguments)
    if rest and rest[0] in ("--backend", "--web"):
        half = rest.pop(0)
    if half == "--web":
        return subprocess.run([*WEB, *rest], check=False).returncode
    if rest:
        return subprocess.run([*PYTEST, *rest], check=False).returncode
    started = time.monotonic()
    failed = _backend() if half else _both()
    say(f"All of it took {time.monotonic() - started:.1f} s.")
    if failed:
        say(f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


def _backend() -> list[str]:
    failed = run_tools(TOOLS)
    if not run_shown("pytest", [*PYTEST, *PARALLEL, *COVERAGE, *SLOWEST]):
        failed.append("pytest")
    say("Not run: what needs Node (run.py test -m node) or Docker (-m docker)")
    return failed


def _both() -> list[str]:
    # Its output comes last and in one piece, or what failed there would stand somewhere
    # between the dots of pytest.
    with tempfile.TemporaryFile("w+") as output:
        say("the web app: started beside the backend, its output comes at the end")
        # A process of its own, which Ctrl-C ends as it ends this one.
        command = [*WEB, "--beside"]
        with subprocess.Popen(command, stdout=output, stderr=output) as web:
            failed = _backend()
            if web.wait():
                failed.append("the web app")
        output.seek(0)
        say(output.read().rstrip())
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
