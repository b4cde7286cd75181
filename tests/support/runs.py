"""Runs the part of run.py that follows the set-up."""

import os
import subprocess
import sys

from devtools.venv import ROOT
from tests.support.environment import postgres, valkey

REACHED = {"POSTGRES_SERVER": postgres.host, "POSTGRES_PORT": str(postgres.port)}
WHOLE = {**REACHED, "REDIS_URL": valkey.url, "SENDGRID_HOST": "mailbox"}


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the part of run.py after the set-up, with no embedded servers by default."""
    nothing = dict.fromkeys(("POSTGRES_SERVER", "REDIS_URL", "SENDGRID_HOST"), "none")
    return subprocess.run(
        [sys.executable, "-m", "devtools.serve", *arguments],
        check=False,
        cwd=ROOT,
        env={**os.environ, **nothing, **variables},
        capture_output=True,
        text=True,
    )
