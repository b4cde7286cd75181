"""How run.py talks: plain lines, and one line when it cannot go on."""

import sys
from typing import NoReturn

DOCKER = "use Docker instead: `docker compose up`, see README."
NO_VENV_MODULE = (
    "Python's venv module is missing: on Debian, `apt install python3-venv`."
)


def say(line: str) -> None:
    """Tell of progress, at once also into a pipe."""
    print(line, flush=True)


def fail(reason: str) -> NoReturn:
    """Exit non-zero with one line."""
    sys.exit(f"run.py: {reason}")
