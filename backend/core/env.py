"""Reads the environment variables: those of the process, then the file .env."""

import os
from collections.abc import Mapping
from pathlib import Path

from dotenv import dotenv_values

ENV_FILE = Path(__file__).parents[2] / ".env"


def read_environment() -> Mapping[str, str]:
    """Return all variables; those of the process override those in .env."""
    from_file = dotenv_values(ENV_FILE, interpolate=False)
    return {k: v for k, v in from_file.items() if v is not None} | dict(os.environ)
