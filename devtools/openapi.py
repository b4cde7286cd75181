"""Writes the openapi.json that is committed, which the frontend is generated from.

`python -m devtools.openapi [FILE]`: `python -m backend.cli openapi` with the values of
.env.example, so that nothing of a developer's .env shows in it.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from devtools import example

FILE = Path(__file__).parents[1] / "openapi.json"


def main(arguments: Sequence[str]) -> None:
    """Write the specification of the app to a file, openapi.json unless told."""
    example.use()
    from backend.cli import app

    app(["openapi", *(arguments or [str(FILE)])])


if __name__ == "__main__":
    main(sys.argv[1:])
