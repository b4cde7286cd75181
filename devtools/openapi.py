"""Writes the committed openapi.json, from which the TypeScript client is generated.

`python -m devtools.openapi [FILE]` runs `python -m backend.cli openapi` with the values
of .env.example, so that the file does not depend on a developer's .env.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from devtools import example

FILE = Path(__file__).parents[1] / "openapi.json"


def main(arguments: Sequence[str]) -> None:
    """Write the specification of the app to a file, by default openapi.json."""
    example.use()
    from backend.cli.app import app

    app(["openapi", *(arguments or [str(FILE)])])


if __name__ == "__main__":
    main(sys.argv[1:])
