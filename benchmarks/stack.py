"""Runs a throwaway Postgres and Valkey with one user, a login session and documents."""

import os
import re
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.load import LOAD_CORE, ROOT, pinned
from devtools.process import ChildError
from devtools.servers import Postgres, Valkey


@dataclass(frozen=True)
class Stack:
    """The environment and data for the servers under test; `folder` has their logs."""

    folder: Path
    env: dict[str, str]
    document_id: str
    token: str


@contextmanager
def running() -> Iterator[Stack]:
    """Run both servers on the core of the load within the block."""
    with tempfile.TemporaryDirectory(prefix="sample-bench-") as name, pinned(LOAD_CORE):
        folder = Path(name)
        folder.chmod(0o755)  # Postgres does not run as root
        with servers(folder) as env:
            yield Stack(folder, env, *_seed(env))


@contextmanager
def servers(folder: Path) -> Iterator[dict[str, str]]:
    """Run both servers in this folder, and yield the environment of the service."""
    env = _example()
    postgres = Postgres(folder, database=env["POSTGRES_DB"], throwaway=True)
    with postgres, Valkey(folder, throwaway=True) as valkey:
        env |= {
            "POSTGRES_SERVER": postgres.host,
            "POSTGRES_PORT": str(postgres.port),
            "POSTGRES_USER": postgres.user,
            "REDIS_URL": valkey.url,
            "SENDGRID_HOST": "http://127.0.0.1:9",
            "STORAGE_URL": (folder / "storage").as_uri(),
            "RUN_WORKER": "false",
            "LOG_LEVEL": "info",
            "DEFAULT_LIMIT_PER_MINUTE": "1000000",
        }
        yield dict(os.environ) | env


def _example() -> dict[str, str]:
    text = (ROOT / ".env.example").read_text()
    values = dict(re.findall(r"(?m)^(\w+)=(.*)$", text))
    return {
        name: secrets.token_urlsafe(48) if value == "change-me" else value
        for name, value in values.items()
    }


def _seed(env: dict[str, str]) -> tuple[str, str]:
    command = [sys.executable, "-m", "benchmarks.seed"]
    run = subprocess.run(
        command, env=env, cwd=ROOT, check=False, capture_output=True, text=True
    )
    if run.returncode:
        raise ChildError(f"cannot fill the database:\n{run.stderr}")
    document_id, token = run.stdout.split()[-2:]
    return document_id, token
