"""Runs of what run.py becomes after the set-up."""

import os
import subprocess
import sys

from devtools.venv import ROOT
from tests.support.environment import postgres, valkey

REACHED = {"POSTGRES_SERVER": postgres.host, "POSTGRES_PORT": str(postgres.port)}
WHOLE = {**REACHED, "REDIS_URL": valkey.url, "SENDGRID_HOST": "mailbox"}


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run what run.py becomes after the set-up, with nothing embedded but asked for."""
    nothing = dict.fromkeys(("POSTGRES_SERVER", "REDIS_URL", "SENDGRID_HOST"), "none")
    return subprocess.run(
        [sys.executable, "-m", "devtools.serve", *arguments],
        check=False,
        cwd=ROOT,
        env={**os.environ, **nothing, **variables},
        capture_output=True,
        text=True,
    )
