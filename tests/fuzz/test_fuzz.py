"""schemathesis fuzzes every operation over a real socket, with all checks.

A normal run sends each operation an input or two; `-m nightly` also calls them one after
the other, for ten minutes in each role.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.environment import ROOT, SECRET
from tests.support.live import Live
from tests.support.operations import OPERATIONS

ROLES = ("nobody", "user", "admin")


def fuzz(folder: Path, role: str, *options: str) -> str:
    """Fuzz a new service as this role; a finding fails and prints its curl command."""
    with Live(DEFAULT_LIMIT_PER_MINUTE="1000000") as live:
        command = [str(Path(sys.executable).parent / "schemathesis")]
        command += [
            "--config-file",
            str(ROOT / "tests/fuzz/schemathesis.toml"),
            "run",
            "--output-sanitize",
            "false",
        ]
        command += [
            str(ROOT / "openapi.json"),
            "--url",
            live.url.removesuffix("/api/v1"),
        ]
        hooks = {
            "FUZZ_AS": role,
            "SCHEMATHESIS_HOOKS": "tests.fuzz.hooks",
            "PYTHONPATH": str(ROOT),
        }
        done = subprocess.run(
            [*command, *options],
            cwd=folder,
            env=os.environ | hooks,
            capture_output=True,
            text=True,
            check=False,
        )
        logged = live.stop()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "unhandled error" not in logged
    assert SECRET not in logged
    return done.stdout


def test_no_input_breaks_the_contract(tmp_path: Path) -> None:
    # An administrator may call all operations. Most time goes to making the inputs.
    options = ["--phases", "examples,fuzzing", "--max-examples=1"]
    report = fuzz(tmp_path, "admin", *options, "--generation-deterministic")

    assert f"Tested: {len(OPERATIONS)}" in report
    assert " passed" in report


@pytest.mark.nightly
@pytest.mark.parametrize("role", ROLES)
def test_no_input_breaks_the_contract_in_a_long_run(tmp_path: Path, role: str) -> None:
    report = fuzz(tmp_path, role, "--max-time", os.environ.get("FUZZ_SECONDS", "600"))

    assert " passed" in report
