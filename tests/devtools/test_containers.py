"""Checks of the Dockerfile and the compose file that need no container engine."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from devtools.ports import any_port
from tests.frontend.conftest import html
from tests.frontend.conftest import write as write_export
from tests.support.environment import ROOT, variables
from tests.support.live import Process, finish
from tests.support.waiting import eventually

DOCKERFILE = (ROOT / "Dockerfile").read_text()
FINAL = DOCKERFILE.split("\nFROM ")[-1]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = ["app", "worker", "migrate"]


def command_after(instruction: str) -> list[str]:
    """Return the exec form of an instruction in the last stage."""
    found = re.search(rf"^{instruction}\b.*?(\[.*\])$", FINAL, re.MULTILINE)
    assert found
    command: list[str] = json.loads(found.group(1))
    return command


def copied() -> list[str]:
    """Return the project files that the last stage copies."""
    lines = re.findall(r"^COPY (?!--from)(.+)$", FINAL, re.MULTILINE)
    return [name for line in lines for name in line.split()[:-1]]


def test_the_image_runs_without_root_and_without_build_tools() -> None:
    instructions = re.findall(r"^([A-Z]+) (.*)$", FINAL, re.MULTILINE)
    users = [value for name, value in instructions if name == "USER"]

    assert DOCKERFILE.count("\nFROM ") == 2  # plus the one in line 1
    assert re.match(r"python:3\.\d+-slim\n", FINAL)
    assert users == ["10001"]
    assert "useradd --system --uid 10001" in FINAL
    assert not re.search(r"apt|gcc|build-essential|pip install|npm|node", FINAL)
    assert "--require-hashes" in DOCKERFILE


def test_the_web_app_is_built_with_the_locked_packages() -> None:
    manager = json.loads((ROOT / "frontend/package.json").read_text())["packageManager"]

    assert f"npm install --global {manager}\n" in DOCKERFILE
    assert "pnpm install --frozen-lockfile\n" in DOCKERFILE
    assert "COPY --from=web /app/frontend/out web\n" in FINAL
    assert [SERVICES[name]["environment"]["FRONTEND_DIR"] for name in OURS] == [
        "/app/web"
    ] * len(OURS)


def test_dockerignore_admits_every_copied_file() -> None:
    allowed = set(
        re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE)
    )

    assert {*copied(), "requirements.lock"} <= allowed
    assert not {".env", ".git", "tests", ".data"} & allowed


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """Return a read-only folder with the files of the image."""
    for name in copied():
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, tmp_path / name)
    write_export(tmp_path / "web")
    return tmp_path


def test_the_files_of_the_image_can_migrate_serve_and_check_health(
    image: Path,
) -> None:
    port = str(any_port())
    programs = Path(sys.executable).parent
    environment = variables(FRONTEND_DIR=str(image / "web"))
    environment |= {"PATH": f"{programs}:/usr/bin:/bin"}
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    before = sorted(image.rglob("*"))

    def run(command: list[str]) -> int:
        adapted = [part.replace("8000", port) for part in command]
        return subprocess.run(
            adapted, check=False, cwd=image, env=environment, capture_output=True
        ).returncode

    assert run(["alembic", "upgrade", "head"]) == 0
    assert run(command_after("HEALTHCHECK")) != 0
    command = [part.replace("8000", port) for part in command_after("CMD")]
    process = Process(command, environment, folder=image)
    healthy = eventually(lambda: run(command_after("HEALTHCHECK")) == 0, seconds=30)
    ready = httpx.get(f"http://127.0.0.1:{port}/api/v1/health/ready")
    page = httpx.get(f"http://127.0.0.1:{port}/login")
    process.terminate()
    output = finish(process)

    assert healthy
    assert page.text == html("login")
    assert ready.json() == {"status": "ok", "problems": []}
    assert "Application shutdown complete" in output
    assert sorted(image.rglob("*")) == before


@pytest.mark.parametrize("name", OURS)
def test_our_containers_are_read_only_and_without_privileges(name: str) -> None:
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


def test_every_dependency_of_a_service_exists_and_has_a_health_check() -> None:
    assert set(SERVICES) == {*OURS, "postgres", "valkey", "mailbox"}
    for name, service in SERVICES.items():
        assert ("build" in service) != ("image" in service), name
        for needed, how in service.get("depends_on", {}).items():
            if how["condition"] == "service_healthy":
                assert "test" in SERVICES[needed]["healthcheck"], needed
            else:
                assert how["condition"] == "service_completed_successfully"
                assert needed == "migrate"


def test_data_is_in_named_volumes() -> None:
    mounts = [v for s in SERVICES.values() for v in s.get("volumes", [])]
    named = {v.split(":")[0] for v in mounts if not v.startswith(("./", "/"))}

    assert named == set(COMPOSE["volumes"])
    assert "postgres" in named


def test_compose_uses_only_variables_of_the_env_file() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    set_here = {name for s in OURS for name in SERVICES[s].get("environment", {})}

    used = set(re.findall(r"(?<!\$)\$\{(\w+)\}", text))

    assert used | set_here <= set(variables())
    assert not re.search(r"(PASSWORD|SECRET|_KEY)\w*: *[^$\s{]", text)
