"""The compose file on the Docker engine of this machine, from a copy of the project."""

import json
import os
import re
import shutil
import subprocess
import zipfile
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import yaml

from tests.support.environment import ROOT
from tests.support.waiting import eventually

PREVIOUS = ROOT / "tests/data/releases/1.0.0.zip"
# The last migration of that release.
PREVIOUS_SCHEMA = "307b56d91f16"
_DOCKER = shutil.which("docker") or "docker"
_NOT_COPIED = [
    ".git",
    ".venv",
    ".env",
    ".data",
    ".web",
    "node_modules",
    "out",
    ".next",
    "__pycache__",
]
# The previous release has no image: it runs on the packages of this one, and two more.
_PREVIOUS_IMAGE = """FROM {build}
WORKDIR /previous
RUN pip --python /app/.venv/bin/python install --no-cache-dir python-multipart zxcvbn
COPY . .
ENV PATH=/app/.venv/bin:$PATH
USER 10001
"""


def engine() -> str | None:
    """Return the version of the Docker engine that answers; None if there is none."""
    command = [_DOCKER, "version", "--format", "{{.Server.Version}}"]
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True)
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None


class _Instead(list[str]):
    """A list that replaces the one of docker-compose.yml, instead of adding to it."""


def _represent(dumper: yaml.SafeDumper, data: _Instead) -> yaml.Node:
    return dumper.represent_sequence("!override", data)


yaml.SafeDumper.add_representer(_Instead, _represent)


class Stack(AbstractContextManager["Stack"]):
    """The containers of docker-compose.yml, with names and ports of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "project"
        self.name = f"sample-test-{uuid4().hex[:8]}"
        # Without the settings of the tests, which would replace those of .env.
        self._environment = {
            name: value
            for name, value in os.environ.items()
            if name in ("HOME", "PATH") or name.startswith("DOCKER_")
        } | {"COMPOSE_PROJECT_NAME": self.name}
        ignored = shutil.ignore_patterns(*_NOT_COPIED)
        shutil.copytree(ROOT, self.folder, ignore=ignored)
        # As with a umask of 077: the image must not depend on it.
        for path in self.folder.rglob("*"):
            path.chmod(0o700 if path.is_dir() else 0o600)
        self._make_env()
        services: dict[str, Any] = {
            name: {"image": self.name} for name in ("app", "worker", "migrate")
        }
        services |= {"mailbox": {"image": f"{self.name}-mailbox"}, "caddy": {}}
        for name, port in (("app", 8000), ("mailbox", 8025), ("caddy", 443)):
            services[name] |= {"ports": _Instead([f"127.0.0.1::{port}"])}
        self._write("ports.yml", services)

    def __exit__(self, *_: object) -> None:
        self.compose("--profile", "tls", "down", "--volumes", "--timeout", "5")
        tags = [f"{self.name}{end}" for end in ("", "-mailbox", "-build", "-previous")]
        self.docker("image", "rm", "--force", *tags)

    def docker(self, *arguments: str, text: str | None = None) -> str:
        """Run a docker command in the copy of the project, and return what it prints."""
        done = subprocess.run(
            [_DOCKER, *arguments],
            check=False,
            cwd=self.folder,
            env=self._environment,
            input=text,
            capture_output=True,
            text=True,
        )
        assert (
            done.returncode == 0
        ), f"{arguments}: {done.stdout[-2000:]}{done.stderr[-6000:]}"
        return done.stdout

    def compose(self, *arguments: str, also: str = "ports.yml") -> str:
        """Run `docker compose`, with the ports of this stack and one more file."""
        files = ["docker-compose.yml", *dict.fromkeys(["ports.yml", also])]
        named = [part for file in files for part in ("-f", file)]
        return self.docker("compose", *named, *arguments)

    def up(self, *services: str, also: str = "ports.yml") -> None:
        """Start services, and what they need; if one fails, tell what all of them said."""
        try:
            self.compose("up", "--detach", *services, also=also)
        except AssertionError as error:
            error.add_note(self.compose("logs", "--tail=20", also=also))
            raise

    def build(self) -> None:
        """Build the image, the mailbox, and an image of the previous release."""
        self.docker("build", "--tag", self.name, ".")
        self.docker(
            "build", "--target", "mailbox", "--tag", f"{self.name}-mailbox", "."
        )
        build = f"{self.name}-build"
        self.docker("build", "--target", "build", "--tag", build, ".")
        previous = self.folder.parent / "previous"
        with zipfile.ZipFile(PREVIOUS) as code:
            code.extractall(previous)
        (previous / "Dockerfile").write_text(_PREVIOUS_IMAGE.format(build=build))
        self.docker("build", "--tag", f"{self.name}-previous", str(previous))
        serve = "uvicorn main:app --host 0.0.0.0 --port 8000 --no-proxy-headers"
        app = {
            "image": f"{self.name}-previous",
            "command": serve.split(),
            "working_dir": "/previous",
            "environment": {"RUN_WORKER": "true", "FRONTEND_DIR": ""},
        }
        migrate = {"command": ["alembic", "upgrade", PREVIOUS_SCHEMA]}
        self._write("previous.yml", {"app": app, "migrate": migrate})

    def url(self, service: str, port: int) -> str:
        """Return the address of a port of a service on this machine."""
        return "http://" + self.compose("port", service, str(port)).strip()

    def api(self) -> str:
        """Return the address of the API, once it answers."""
        url = self.url("app", 8000) + "/api/v1"
        eventually(lambda: answers(f"{url}/health/live"), seconds=60)
        return url

    def code_for(self, email: str) -> str:
        """Return the code that was e-mailed to an address."""
        box = self.url("mailbox", 8025) + "/messages"
        messages = eventually(
            lambda: httpx.get(box, params={"to": email}).json(), seconds=30
        )
        found = re.search(r"\b\d{6}\b", messages[-1]["text"])
        assert found
        return found.group()

    def inspect(self, service: str) -> dict[str, Any]:
        """Return what the engine knows of the container of a service."""
        container = self.compose("ps", "--all", "--quiet", service).strip()
        found: list[dict[str, Any]] = json.loads(self.docker("inspect", container))
        return found[0]

    def set(self, name: str, value: str) -> None:
        """Change a variable in .env."""
        file = self.folder / ".env"
        line = f"{name}={value}"
        file.write_text(
            re.sub(rf"^{name}=.*$", line, file.read_text(), flags=re.MULTILINE)
        )

    def _make_env(self) -> None:
        """Make .env by the command of the documents."""
        page = (ROOT / "docs/operations.md").read_text()
        found = re.search(r"^awk .*?> \.env$", page, re.MULTILINE | re.DOTALL)
        assert found
        command = ["bash", "-c", found.group()]
        subprocess.run(command, check=True, cwd=self.folder)

    def _write(self, name: str, services: dict[str, Any]) -> None:
        (self.folder / name).write_text(yaml.safe_dump({"services": services}))


def answers(url: str) -> bool:
    """Return whether a request succeeds."""
    try:
        return httpx.get(url, timeout=5, verify=False).is_success  # noqa: S501
    except httpx.TransportError:
        return False
