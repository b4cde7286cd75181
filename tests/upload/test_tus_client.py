"""tus-js-client uploads a file, is killed, and resumes. Needs Node.

Run it with `python3 run.py test -m node`; the normal run skips it and says so.
"""

import hashlib
import json
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.accounts import Account
from tests.support.environment import ROOT
from tests.support.live import Live
from tests.upload.steps import MEGABYTE

FOLDER = ROOT / "tests/upload/client"
SIZE = 30 * MEGABYTE

pytestmark = pytest.mark.node


@pytest.fixture(scope="module", autouse=True)
def _installed() -> None:
    command = ["npm", "ci", "--ignore-scripts"]
    subprocess.run(command, cwd=FOLDER, check=True, capture_output=True)


@pytest.fixture(scope="module")
def live() -> Iterator[Live]:
    """A running service in a process of its own."""
    with Live() as live:
        yield live


def run(
    live: Live, account: Account, file: Path, *, kill_at: int | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the client in a process of its own."""
    return subprocess.run(
        [  # noqa: S607
            "node",
            "upload.mjs",
            f"{live.url}/uploads",
            account.headers["Authorization"],
            str(file),
            str(file.with_name("urls.json")),
            *([str(kill_at)] if kill_at else []),
        ],
        cwd=FOLDER,
        env=os.environ | {"NODE_NO_WARNINGS": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def told(done: subprocess.CompletedProcess[str]) -> Any:
    """Return what the client printed."""
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_killed_client_resumes_where_it_was(
    live: Live, owner: Account, tmp_path: Path
) -> None:
    file = tmp_path / "large.txt"
    file.write_bytes(b"0123456789abcde\n" * (SIZE // 16))

    killed = run(live, owner, file, kill_at=20 * MEGABYTE)
    resumed = told(run(live, owner, file))

    assert killed.returncode == -signal.SIGKILL
    [(first, _), *patches] = resumed["requests"]
    assert first == "HEAD"
    assert {method for method, _ in patches} <= {"HEAD", "PATCH"}
    assert int(patches[-1][1]) >= 8 * MEGABYTE
    url = f"{live.url}/documents/{resumed['documentId']}/download"
    found = httpx.get(url, headers=owner.headers, timeout=60).content
    assert hashlib.sha256(found).digest() == hashlib.sha256(file.read_bytes()).digest()


def test_the_client_does_not_repeat_what_is_refused_for_good(
    live: Live, owner: Account, tmp_path: Path
) -> None:
    program = tmp_path / "program.exe"
    program.write_bytes(b"MZ")
    image = tmp_path / "image.png"
    image.write_bytes(b"no image at all")

    refused_type = told(run(live, owner, program))
    refused_content = told(run(live, owner, image))

    assert (refused_type["status"], refused_content["status"]) == (415, 415)
    assert [method for method, _ in refused_type["requests"]] == ["POST"]
    assert [method for method, _ in refused_content["requests"]] == ["POST", "PATCH"]


def test_a_duplicate_is_sent_once(live: Live, owner: Account, tmp_path: Path) -> None:
    file = tmp_path / "small.txt"
    file.write_bytes(b"the same bytes")

    first = told(run(live, owner, file))
    file.with_name("urls.json").unlink()
    again = told(run(live, owner, file))

    assert first["documentId"]
    assert again["status"] == 422
    assert [method for method, _ in again["requests"]] == ["POST", "PATCH"]
