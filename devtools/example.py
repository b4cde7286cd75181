"""The environment of .env.example, for output that must not depend on a local .env."""

import os
import secrets
from pathlib import Path

from dotenv import dotenv_values


def use() -> None:
    """Set it in this process. Call this before anything of the backend is imported."""
    for name, value in dotenv_values(
        Path(__file__).parents[1] / ".env.example"
    ).items():
        # The app refuses to start with `change-me`.
        placeholder = value == "change-me"
        os.environ[name] = secrets.token_hex(32) if placeholder else value or ""
