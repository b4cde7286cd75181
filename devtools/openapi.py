"""Writes openapi.json, which the frontend is generated from.

`python -m devtools.openapi [FILE]`. Built with the values of .env.example, so that
nothing of a developer's .env shows in it.
"""

import json
import os
import secrets
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dotenv import dotenv_values

_ROOT = Path(__file__).parents[1]
FILE = _ROOT / "openapi.json"


def rendered(specification: Mapping[str, Any]) -> str:
    """Return the text of the file for a specification."""
    text = json.dumps(specification, indent=2, sort_keys=True, ensure_ascii=False)
    return text + "\n"


def main(arguments: Sequence[str]) -> None:
    """Write the specification of the app to a file, openapi.json unless told."""
    for name, value in dotenv_values(_ROOT / ".env.example").items():
        # The app starts with real secrets only; none of them gets into the file.
        placeholder = value == "change-me"
        os.environ[name] = secrets.token_hex(32) if placeholder else value or ""
    from main import app

    file = Path(arguments[0]) if arguments else FILE
    file.write_text(rendered(app.openapi()), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
