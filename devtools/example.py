"""The environment of .env.example, for output that must not depend on a local .env."""

import os
import secrets
from pathlib import Path

from dotenv import dotenv_values

# Nothing connects to them. The app refuses to start with the values of .env.example,
# which only run.py understands.
_SERVERS = {
    "POSTGRES_SERVER": "localhost",
    "REDIS_URL": "redis://localhost:6379/0",
    "STORAGE_URL": "file:///srv/documents",
    "SENDGRID_HOST": "https://api.sendgrid.com",
}


def use() -> None:
    """Set it in this process. Call this before anything of the backend is imported."""
    file = Path(__file__).parents[1] / ".env.example"
    for name, value in (dotenv_values(file) | _SERVERS).items():
        # The app refuses to start with `change-me`.
        placeholder = value == "change-me"
        os.environ[name] = secrets.token_hex(32) if placeholder else value or ""
