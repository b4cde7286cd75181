"""Fixtures: a small static export, and a client of the app that serves it."""

import gzip
import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from backend.core.config import settings
from backend.frontend import frontend
from main import create_app
from tests.core.conftest import configured_logs, logs
from tests.support.environment import PROXY

__all__ = ["configured_logs", "logs"]

SCRIPT = 'self.__next_f.push([1,"a < b && c"])'
CHUNK = "/_next/static/chunks/main-0123456789abcdef.js"
PAGES = ("index", "404", "login", "settings", "settings/sessions", "book-demo/manage")


@pytest.fixture(autouse=True)
def _empty() -> None:
    """Replace the fixture that empties the tables: no test here writes."""


def html(name: str) -> str:
    """Return the page with this name: a script of its own, and one of all pages."""
    return (
        f"<!DOCTYPE html><title>{name}</title><script src='{CHUNK}' async></script>"
        f"<p>The page {name}</p><script>{SCRIPT}</script><script>'{name}'</script>"
    )


def write(folder: Path) -> Path:
    """Write an export into a folder; its chunk, one page and its text are encoded."""
    files = {f"{name}.html": html(name).encode() for name in PAGES}
    files |= {
        "deep-links.json": json.dumps(["/book-demo/manage"]).encode(),
        "favicon.ico": b"icon",
        "login.txt": b"the payload of /login",
        "data.gz": b"a file of its own",
        CHUNK[1:]: b"export const chunk = 1;\n" * 100,
    }
    for name in ("login.html", "404.html", CHUNK[1:]):
        # No Python here writes Brotli. The service only passes it on.
        files[f"{name}.br"] = b"brotli of " + name.encode()
        files[f"{name}.gz"] = gzip.compress(files[name])
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """Write an export for one test."""
    return write(tmp_path / "out")


def serving(folder: Path) -> TestClient:
    """Return a client of the app, which serves this folder and has no Redis."""
    with pytest.MonkeyPatch.context() as patch:
        changed = settings.model_copy(update={"FRONTEND_DIR": folder})
        patch.setattr(frontend, "settings", changed)
        app = create_app()
    return TestClient(app, client=(PROXY, 50000), follow_redirects=False)


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    """Serve one export to all tests of a file."""
    return serving(write(tmp_path_factory.mktemp("web") / "out"))
