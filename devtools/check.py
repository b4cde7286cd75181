"""Runs every check of the repository: `python3 run.py test [PYTEST ARGUMENTS]`."""

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
# These try every route, field and fault; the other tests cover the same lines. Without
# coverage, which takes two fifths of their time, they run beside the rest: many of them
# wait, and leave a core idle.
WITHOUT_COVERAGE = [
    *("tests/contract", "tests/faults", "tests/fuzz", "tests/machine"),
    *("tests/devtools", "tests/mailbox"),
    *("tests/core/test_hostile_addresses.py", "tests/core/test_hostile_input.py"),
]
# Each process has servers of its own. One process runs all tests of a file, because
# they share slow fixtures. tests/conftest.py sets the order.
PARALLEL = ["--numprocesses=2", "--dist=loadfile", "--no-loadscope-reorder"]


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
    text = done.stdout.rstrip() + "\n" if done.returncode else _last_line(done.stdout)
    say(text + _verdict(name, done.returncode, started))
    return done.returncode == 0


def _last_line(output: str) -> str:
    """Return what pytest counted; the other tools have nothing to add."""
    last = output.rstrip().rpartition("\n")[2]
    return f"{last}\n" if " passed" in last else ""


def run_pytest(name: str, arguments: Sequence[str]) -> bool:
    """Run tests, which print their progress, and return whether they succeeded."""
    say(f"{name}: started")
    started = time.monotonic()
    command = [*PYTEST, *PARALLEL, *arguments]
    code = subprocess.run(command, check=False).returncode
    say(_verdict(name, code, started))
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
    others = [*PYTEST, *PARALLEL, *WITHOUT_COVERAGE]
    with ThreadPoolExecutor(max_workers=1) as pool:
        beside = pool.submit(run_tool, "pytest without coverage", others)
        failed = run_tools(TOOLS)
        ignored = [f"--ignore={path}" for path in WITHOUT_COVERAGE]
        if not run_pytest("pytest with coverage", [*COVERAGE, *ignored]):
            failed.append("pytest with coverage")
        if not beside.result():
            failed.append("pytest without coverage")
    say("Not run: the TypeScript client, which needs Node: run.py test -m node")
    say(f"All of it took {time.monotonic() - started:.1f} s.")
    if failed:
        say(f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
