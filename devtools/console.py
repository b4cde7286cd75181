"""Prints the messages of run.py, and ends it with one line when it cannot go on."""

import sys
from typing import NoReturn

DOCKER = "use Docker instead: `docker compose up`, see README."
NO_VENV_MODULE = (
    "Python's venv module is missing: on Debian, `apt install python3-venv`."
)


def say(line: str) -> None:
    """Print a line at once, also into a pipe."""
    print(line, flush=True)


def fail(reason: str) -> NoReturn:
    """Print one line to stderr and exit with 1."""
    sys.exit(f"run.py: {reason}")
