"""Checks of the Dockerfile and the compose file that need no container engine."""

import json
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from backend.core.locales import LANGUAGES
from devtools.ports import any_port
from tests.frontend.conftest import html
from tests.frontend.conftest import write as write_export
from tests.support.environment import ROOT, variables
from tests.support.live import Process, finish
from tests.support.waiting import eventually

DOCKERFILE = (ROOT / "Dockerfile").read_text()
STAGES = DOCKERFILE.split("\nFROM ")
FINAL = STAGES[-1]
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
    """Return the project files that end up in the image."""
    source = STAGES[1].partition("WORKDIR /source\n")[2]
    lines = re.findall(r"^COPY (.+)$", source, re.MULTILINE)
    return [name for line in lines for name in line.split()[:-1]]


def as_pattern(line: str) -> re.Pattern[str]:
    """Return a line of .dockerignore as BuildKit reads it."""
    if line == "*":
        return re.compile(".*")  # and what is below
    parts = {"**/": "(.*/)?", "/**": "/.*", "*": "[^/]*"}
    split = re.split(r"(\*\*/|/\*\*$|\*)", line)
    return re.compile("".join(parts.get(part, re.escape(part)) for part in split))


RULES = [
    (not line.startswith("!"), as_pattern(line.removeprefix("!")))
    for line in (ROOT / ".dockerignore").read_text().splitlines()
    if not line.startswith("#")
]


def is_admitted(path: str) -> bool:
    """Return whether a build gets the file; the last line that matches decides."""
    return not [ignored for ignored, rule in RULES if rule.fullmatch(path)][-1]


def below(*folders: str) -> list[str]:
    """Return the files of folders of the project, without what tools left there."""
    return [
        str(path.relative_to(ROOT))
        for folder in folders
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
        and not {"__pycache__", "client"} & set(path.relative_to(ROOT).parts)
    ]


def test_the_image_runs_without_root_and_without_build_tools() -> None:
    instructions = re.findall(r"^([A-Z]+) (.*)$", FINAL, re.MULTILINE)
    users = [value for name, value in instructions if name == "USER"]

    assert re.match(r"python:3\.\d+-slim\n", FINAL)
    assert users == ["10001"]
    # Debian warns of a system user above 999.
    assert "useradd --uid 10001 " in FINAL
    assert not re.search(r"apt|gcc|build-essential|pip install|npm|node", FINAL)
    assert "--require-hashes" in DOCKERFILE


def test_the_image_has_the_formats_of_every_language() -> None:
    kept = re.findall(r'! -name "(\w+)\*"', DOCKERFILE)

    assert set(kept) == set(LANGUAGES)


def test_the_web_app_is_built_with_the_locked_packages() -> None:
    manager = json.loads((ROOT / "frontend/package.json").read_text())["packageManager"]

    assert f"npm install --global {manager}\n" in DOCKERFILE
    assert "pnpm install --frozen-lockfile\n" in DOCKERFILE
    assert "COPY --from=web /app/frontend/out web\n" in FINAL
    assert [SERVICES[name]["environment"]["FRONTEND_DIR"] for name in OURS] == [
        "/app/web"
    ] * len(OURS)


def test_a_build_gets_every_file_that_it_needs() -> None:
    folders = [
        "app",
        "components",
        "config",
        "constants",
        "contexts",
        "hooks",
        "lib",
        "scripts",
    ]
    needed = below("backend", "devtools/mailbox", "clients/typescript/src")
    needed += below(*(f"frontend/{folder}" for folder in folders))
    needed += [x for x in below("alembic") if x != "alembic/script.py.mako"]
    needed += ["alembic.ini", "main.py", "openapi.json"]
    needed += ["devtools/__init__.py", "devtools/compile.py"]
    needed += ["requirements.lock", "requirements-otel.lock"]
    needed += [f"frontend/{name}" for name in ("package.json", "next.config.ts")]

    assert len(needed) > 1000
    assert [path for path in needed if not is_admitted(path)] == []


STRAY = [
    ".env",
    ".git/config",
    ".data/postgres/PG_VERSION",
    "alembic/dump.sqlite",
    "alembic/versions/backup.sql",
    "backend/.env",
    "backend/core/id_rsa",
    "backend/core/server.pem",
    "backend/modules/user/users.csv",
    "clients/typescript/src/generated/index.ts",
    "clients/typescript/.npmrc",
    "devtools/mailbox/mails.json",
    "devtools/servers.py",
    "frontend/.env.local",
    "frontend/.npmrc",
    "frontend/app/client/index.ts",
    "frontend/e2e/login.spec.ts",
    "frontend/lib/key.pem",
    "frontend/node_modules/next/index.js",
    "frontend/out/index.html",
    "tests/data/localhost.pem",
]


def test_a_build_gets_nothing_else() -> None:
    assert [path for path in STRAY if is_admitted(path)] == []


def is_open(port: int) -> bool:
    """Return whether a server listens on a port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """Return a read-only folder with the files of the image."""
    for path in filter(is_admitted, [*below("alembic", "backend"), *copied()]):
        if (ROOT / path).is_file():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, tmp_path / path)
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
    # Without a program for each attempt.
    eventually(lambda: is_open(int(port)), seconds=60)
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


@pytest.mark.parametrize("name", [*OURS, "mailbox", "caddy"])
def test_our_containers_are_read_only_and_without_privileges(name: str) -> None:
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


def test_every_container_has_limits_and_only_caddy_is_public() -> None:
    for name, service in SERVICES.items():
        assert {"mem_limit", "pids_limit"} <= set(service), name
        ports = service.get("ports", [])
        local = all(port.startswith("127.0.0.1:") for port in ports)
        assert local or name == "caddy", name
    assert [name for name in SERVICES if "profiles" in SERVICES[name]] == ["caddy"]


def test_every_dependency_of_a_service_exists_and_has_a_health_check() -> None:
    assert set(SERVICES) == {*OURS, "postgres", "valkey", "mailbox", "caddy"}
    for name, service in SERVICES.items():
        for needed, how in service.get("depends_on", {}).items():
            if needed == "app":
                assert "HEALTHCHECK" in FINAL
            elif how["condition"] == "service_healthy":
                assert "test" in SERVICES[needed]["healthcheck"], needed
            else:
                assert how["condition"] == "service_completed_successfully", name
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
