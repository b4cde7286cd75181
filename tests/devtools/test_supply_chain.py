"""Licences of the installed packages, and the files that control updates and checks."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from devtools import licences
from tests.support.environment import ROOT

PROGRAMS = Path(sys.executable).parent
WORKFLOW = ROOT / ".github/workflows/test.yml"
DEPENDABOT = ROOT / ".github/dependabot.yml"


def load(path: Path) -> Any:
    # BaseLoader, because YAML 1.1 reads the key "on" as true.
    return yaml.load(path.read_text(), Loader=yaml.BaseLoader)  # noqa: S506


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a tool from the folder of the Python interpreter."""
    program = str(PROGRAMS / command[0])
    return subprocess.run(
        [program, *command[1:]],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_every_licence_is_allowed() -> None:
    found = licences.licences()

    assert len(found) > 60
    assert {name: x for name, x in found.items() if licences.refused(x)} == {}


@pytest.mark.parametrize(
    ("licence", "refused"),
    [
        ("MIT", False),
        ("MIT AND BSD-3-Clause", False),
        ("GPL-3.0-only OR MIT", False),
        ("GPL-3.0-only", True),
        ("MIT AND AGPL-3.0-only", True),
        ("", True),
        ("unknown", True),
    ],
)
def test_an_unlisted_licence_is_refused(licence: str, refused: bool) -> None:
    assert licences.refused(licence) is refused


def test_the_list_of_licences_matches_the_installed_packages() -> None:
    # To write it anew: python -m devtools.licences
    assert licences.FILE.read_text(encoding="utf-8") == licences.page()


@pytest.mark.parametrize(
    ("schema", "path"),
    [
        ("compose-spec", "docker-compose.yml"),
        ("github-workflows", ".github/workflows/test.yml"),
        ("dependabot", ".github/dependabot.yml"),
    ],
)
def test_a_file_matches_its_schema(schema: str, path: str, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yml"
    broken.write_text((ROOT / path).read_text() + "\nunheard_of: [1]\n")
    check = ("check-jsonschema", "--builtin-schema", f"vendor.{schema}")

    assert run(*check, path).returncode == 0
    assert run(*check, str(broken)).returncode == 1


def test_the_dockerfile_passes_its_linter(tmp_path: Path) -> None:
    broken = tmp_path / "Dockerfile"
    broken.write_text("FROM python:latest\nRUN cd /tmp && sudo pip install x\n")

    done = run("hadolint", "Dockerfile")

    assert (done.returncode, done.stdout) == (0, "")
    assert run("hadolint", str(broken)).returncode != 0


def test_the_workflow_runs_the_one_command_and_the_audit() -> None:
    jobs = load(WORKFLOW)["jobs"]
    commands = {
        name: [step["run"] for step in job["steps"] if "run" in step]
        for name, job in jobs.items()
    }

    assert commands["test"] == ["python3 run.py test"]
    assert commands["audit"][-1].startswith("pip-audit --strict --require-hashes")
    assert load(WORKFLOW)["permissions"] == {"contents": "read"}
    lock = ROOT / commands["audit"][-1].split()[-1]
    assert lock.read_text().count("--hash=sha256:") > 100


def test_the_long_tests_run_each_week() -> None:
    workflow = load(WORKFLOW)
    job = workflow["jobs"]["nightly"]

    assert len(workflow["on"]["schedule"]) == 1
    assert job["if"] == "github.event_name == 'schedule'"
    assert [step["run"] for step in job["steps"][-2:]] == [
        "python3 run.py test -m nightly",
        "python3 run.py test --web",
    ]
    assert job["steps"][-1]["env"] == {"E2E_THOROUGH": "1"}


def test_dependabot_watches_everything_that_is_locked() -> None:
    watched = {
        (u["package-ecosystem"], u["directory"]) for u in load(DEPENDABOT)["updates"]
    }

    assert watched == {
        ("pip", "/"),
        ("docker", "/"),
        ("docker-compose", "/"),
        ("github-actions", "/"),
        ("npm", "/clients/typescript"),
        ("npm", "/devtools/web/locks/pnpm"),
        ("npm", "/devtools/web/locks/chromium"),
        ("npm", "/devtools/web/locks/oidc"),
        ("npm", "/frontend"),
    }
    assert (ROOT / "clients/typescript/package-lock.json").exists()
    assert (ROOT / "frontend/pnpm-lock.yaml").exists()
