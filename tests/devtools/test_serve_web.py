"""run.py serves a small web app beside the API, and builds it only when needed."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copy

import pytest

from devtools.venv import ROOT
from devtools.web.node import FOLDER, FRONTEND, alone, node
from devtools.web.packages import pnpm
from tests.devtools import test_serve
from tests.devtools.test_serve import Run, make_tree
from tests.support.processes import clear_sockets
from tests.support.waiting import eventually

# Answers with the page, and the address that links in e-mails have.
APP = """\
import os, pathlib

async def app(scope, receive, send):
    if scope["type"] == "http":
        page = pathlib.Path(os.environ["FRONTEND_DIR"], "index.html").read_text()
        body = f"{page} {os.environ['APP_PUBLIC_URL']}".encode()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": body})
"""
BUILD = """\
import { mkdirSync, writeFileSync } from 'node:fs';
mkdirSync('out', { recursive: true });
for (const name of ['index', '404']) writeFileSync(`out/${name}.html`, 'The web app');
"""
LOCK = "lockfileVersion: '9.0'\nimporters:\n  .: {}\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a tree with a web app that needs no packages."""
    tree = make_tree(tmp_path)
    (tree / "main.py").write_text(APP)
    (tree / "openapi.json").write_text("{}")
    (tree / "clients" / "typescript").mkdir(parents=True)
    copy(ROOT / "requirements-node.lock", tree)
    web = tree / "frontend"
    web.mkdir()
    manager = json.loads((FRONTEND / "package.json").read_text())["packageManager"]
    package = {"packageManager": manager, "scripts": {"build": "node build.mjs"}}
    (web / "package.json").write_text(json.dumps(package))
    (web / "pnpm-lock.yaml").write_text(LOCK)
    (web / "pnpm-workspace.yaml").touch()
    (web / "build.mjs").write_text(BUILD)
    (tree / ".web").mkdir()
    with alone():
        pnpm(node())
    for name in ("node", "pnpm"):
        if (FOLDER / name).exists():
            (tree / ".web" / name).symlink_to(FOLDER / name)
    return tree


@contextmanager
def served(tree: Path, *options: str) -> Iterator[Run]:
    """Run it in the block, once the API is up."""
    run = Run(tree, *options)
    try:
        yield run
    finally:
        run.process.terminate()
        run.end()
        clear_sockets(tree / ".data")


def test_the_web_app_is_built_beside_the_api_and_only_once(tree: Path) -> None:
    with served(tree) as first:
        address = f"http://localhost:{first.port}"
        assert f"Web app  {address}\n" in first.output
        assert b"is being built" in first.body()

        first.wait_for("Web app: ready")

        eventually(lambda: first.body() == f"The web app {address}".encode())
    with served(tree) as second:
        body = second.body()
    assert body == f"The web app http://localhost:{second.port}".encode()
    assert "building" not in second.output


def test_a_failed_build_is_explained_and_the_api_goes_on(tree: Path) -> None:
    (tree / "frontend" / "build.mjs").write_text("throw new Error('the reason')")
    with served(tree) as run:
        run.wait_for("Error: the reason")

        assert b"is being built" in run.body()
    assert "No web app: the build failed" in run.output


def test_api_only_has_no_web_app(tree: Path) -> None:
    (tree / "main.py").write_text(test_serve.APP)

    with served(tree, "--api-only") as run:
        pass

    assert "Web app" not in run.output
    assert not (tree / "frontend" / "out").exists()
