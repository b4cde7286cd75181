"""The TypeScript client: built, checked and run against the service. Needs Node.

`python3 run.py test -m node`; the normal run leaves it out, and says so.
"""

import os
import subprocess

import pytest

from tests.environment import ROOT, mailbox
from tests.live import Live

FOLDER = ROOT / "clients/typescript"


def npm(*arguments: str, **variables: str) -> None:
    """Run npm in the folder of the client; a failure shows what it printed."""
    done = subprocess.run(
        ["npm", *arguments],  # noqa: S607
        cwd=FOLDER,
        env=os.environ | variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.node
def test_the_client_is_built_and_does_what_a_frontend_does() -> None:
    npm("ci")
    npm("run", "build")
    npm("run", "typecheck")

    with Live(RUN_WORKER="true") as live:
        url = live.url.removesuffix("/api/v1")
        npm("test", API_URL=url, MAILBOX_URL=mailbox.url)
