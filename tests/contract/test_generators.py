"""Linters accept openapi.json, and generators make clients that compile. Needs Node.

Run it with `python3 run.py test -m node`; the normal run skips it and says so.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.environment import ROOT

FOLDER = ROOT / "tests/contract/generators"
SPECIFICATION = ROOT / "openapi.json"
TOOLS = FOLDER / "node_modules/.bin"
UV = Path(sys.executable).with_name("uv")
PYTHON_CLIENT = "openapi-python-client==0.29.1"

pytestmark = pytest.mark.node


def run(*command: str | Path, folder: Path = FOLDER) -> str:
    """Run a command and return its output; if it fails, show the output."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | {"REDOCLY_TELEMETRY": "off"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module", autouse=True)
def _installed() -> None:
    run("npm", "ci", "--ignore-scripts")


def test_redocly_finds_nothing() -> None:
    report = run(TOOLS / "redocly", "lint", SPECIFICATION, "--extends=recommended")

    assert "Your API description is valid" in report
    assert "You have" not in report  # "You have 1 warning."


def test_spectral_finds_nothing(tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text('extends: ["spectral:oas"]')
    strict = "--fail-severity=hint"

    found = run(TOOLS / "spectral", "lint", SPECIFICATION, "-r", rules, strict)

    assert "No results" in found


def test_openapi_typescript_makes_types_that_compile(tmp_path: Path) -> None:
    types = tmp_path / "schema.ts"

    run(TOOLS / "openapi-typescript", SPECIFICATION, "-o", types)
    run(TOOLS / "tsc", "--strict", "--noEmit", types)

    assert "BookDemo-book" in types.read_text()


def test_openapi_python_client_makes_a_client_that_compiles(tmp_path: Path) -> None:
    settings = tmp_path / "settings.yaml"
    # It knows binary contents by this type only.
    binary = ("application/zip", "application/offset+octet-stream", "image/webp")
    overrides = ", ".join(f"{kind}: application/octet-stream" for kind in binary)
    settings.write_text(f"content_type_overrides: {{{overrides}}}\npost_hooks: []\n")
    client = tmp_path / "client"
    command = ("openapi-python-client", "generate", "--path", SPECIFICATION)

    told = run(
        *(UV, "tool", "run", "--from", PYTHON_CLIENT, *command),
        *("--config", settings, "--output-path", client),
    )
    run(UV, "tool", "run", "--from", PYTHON_CLIENT, "--with", "mypy", "mypy",
        "--strict", client / "sample_client")  # fmt: skip

    assert "WARNING" not in told
    assert (client / "sample_client/models/error_code.py").exists()
