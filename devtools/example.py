"""The environment of .env.example, for what must not depend on anyone's .env."""

import os
import secrets
from pathlib import Path

from dotenv import dotenv_values


def use() -> None:
    """Put it in force for this process; before anything of the backend is imported."""
    for name, value in dotenv_values(
        Path(__file__).parents[1] / ".env.example"
    ).items():
        # The app starts with real secrets only.
        placeholder = value == "change-me"
        os.environ[name] = secrets.token_hex(32) if placeholder else value or ""
