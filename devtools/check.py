"""Runs every check of the repository: `python3 run.py test [PYTEST ARGUMENTS]`."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
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
# tests/conftest.py sets the order.
PARALLEL = ["--numprocesses=3", "--dist=loadfile", "--no-loadscope-reorder"]
SLOWEST = ["--durations=10"]


def run_tool(name: str, command: Sequence[str]) -> bool:
    """Run a tool, print its output if it fails, and return whether it succeeded."""
    say(f"{name}: started")
    started = time.monotonic()
    done = subprocess.run(
        command,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    text = done.stdout.rstrip() + "\n" if done.returncode else ""
    say(text + _verdict(name, done.returncode, started))
    return done.returncode == 0


def run_pytest(arguments: Sequence[str]) -> bool:
    """Run the tests, which print their progress, and return whether they succeeded."""
    say("pytest: started")
    started = time.monotonic()
    # Without bytecode each process compiles all tests again: 7 s.
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    code = subprocess.run([*PYTEST, *arguments], check=False, env=env).returncode
    say(_verdict("pytest", code, started))
    return code == 0


def _verdict(name: str, code: int, started: float) -> str:
    seconds = time.monotonic() - started
    return f"{name}: {'FAILED' if code else 'ok'} in {seconds:.1f} s"


def run_tools(tools: dict[str, list[str]]) -> list[str]:
    """Run the tools two at a time and return the names of those that failed."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        passed = list(pool.map(run_tool, tools.keys(), tools.values()))
    return [name for name, fine in zip(tools, passed, strict=True) if not fine]


def main(arguments: Sequence[str]) -> int:
    """Run every check, or only pytest if there are arguments for it.

    Coverage is measured only if everything runs.
    """
    if arguments:
        return subprocess.run([*PYTEST, *arguments], check=False).returncode
    started = time.monotonic()
    failed = run_tools(TOOLS)
    if not run_pytest([*PARALLEL, *COVERAGE, *SLOWEST]):
        failed.append("pytest")
    say("Not run: what needs Node (clients, linters): run.py test -m node")
    say(f"All of it took {time.monotonic() - started:.1f} s.")
    if failed:
        say(f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
