"""The TypeScript client: built, checked, packed, and run against the service. Needs Node.

Run it with `python3 run.py test -m node`; the normal run skips it and says so.
"""

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue
from typing import Any

import httpx
import pytest

from tests.support.accounts import PASSWORD, code_for, new_email
from tests.support.environment import ROOT, mailbox
from tests.support.live import Live

FOLDER = ROOT / "clients/typescript"
TOOLS = FOLDER / "node_modules/.bin"
BROWSER = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
# TypeScript's strictest options.
STRICT = {
    "target": "ES2022",
    "module": "NodeNext",
    "lib": ["ES2022", "DOM", "DOM.Iterable"],
    "types": [],
    "strict": True,
    "noUncheckedIndexedAccess": True,
    "exactOptionalPropertyTypes": True,
    "noImplicitOverride": True,
    "noPropertyAccessFromIndexSignature": False,
    "skipLibCheck": False,
    "noEmit": True,
}


def run(*command: str | Path, folder: Path = FOLDER, **variables: str) -> None:
    """Run a command; if it fails, show its output."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def _built() -> None:
    run("npm", "ci")
    run("npm", "run", "build")


@pytest.fixture(scope="module")
def project(_built: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project that has installed the package and copied its examples."""
    folder = tmp_path_factory.mktemp("project")
    run("npm", "pack", "--pack-destination", folder)
    (folder / "package.json").write_text('{"private": true, "type": "module"}')
    (folder / "tsconfig.json").write_text(json.dumps({"compilerOptions": STRICT}))
    for example in (FOLDER / "examples").glob("*.ts"):
        shutil.copy(example, folder)
    run("npm", "install", *folder.glob("*.tgz"), folder=folder)
    return folder


@pytest.mark.node
@pytest.mark.usefixtures("_built")
def test_the_client_performs_the_calls_of_a_frontend() -> None:
    run("npm", "run", "typecheck")

    with Live(RUN_WORKER="true") as live:
        url = live.url.removesuffix("/api/v1")
        run("npm", "test", API_URL=url, MAILBOX_URL=mailbox.url)


@pytest.mark.node
def test_the_package_compiles_in_a_strict_project(project: Path) -> None:
    package = project / "node_modules/@sample/client"

    run(TOOLS / "tsc", folder=project)

    assert {path.name for path in package.iterdir()} == {
        *("README.md", "package.json", "dist"),
    }


@pytest.mark.node
@pytest.mark.skipif(BROWSER is None, reason="needs Chromium")
def test_a_page_of_another_origin_uses_the_package(project: Path) -> None:
    run(TOOLS / "esbuild", "page.ts", "--bundle", "--format=esm", "--outfile=page.js",
        folder=project)  # fmt: skip
    script = (project / "page.js").read_bytes()

    with (
        page_server(script) as (origin, reports),
        Live(RUN_WORKER="true", CORS_ORIGINS=origin) as live,
    ):
        email, token = signed_up(live)
        query = f"api={live.url.removesuffix('/api/v1')}&token={token}"
        with browser(f"{origin}/?{query}", project / "profile"):
            report = reports.get(timeout=60)

    assert report.get("thrown") is None
    assert report["email"] == email
    assert report["etag"] == '"1"'
    assert "Vertrag%20f%C3%BCr%20Ada.txt" in report["disposition"]
    assert report["isSame"] is True
    assert report["failure"]["code"] == "rate_limited"
    assert 1 <= report["failure"]["retryAfter"] <= 300


@contextmanager
def page_server(script: bytes) -> Iterator[tuple[str, "Queue[dict[str, Any]]"]]:
    """Serve a page with this script; yield its origin and the queue of its reports."""
    reports: Queue[dict[str, Any]] = Queue()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            is_script = self.path == "/page.js"
            html = b'<!doctype html><script type="module" src="/page.js"></script>'
            self.send_response(200)
            self.send_header(
                "Content-Type", "text/javascript" if is_script else "text/html"
            )
            self.end_headers()
            self.wfile.write(script if is_script else html)

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            reports.put(json.loads(self.rfile.read(length)))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Log nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", reports
    server.shutdown()
    server.server_close()


@contextmanager
def browser(url: str, profile: Path) -> Iterator[None]:
    """Open a page in a headless browser during the block."""
    options = ["--headless", "--disable-gpu", f"--user-data-dir={profile}"]
    if os.geteuid() == 0:
        options.append("--no-sandbox")  # as root, it does not start otherwise
    process = subprocess.Popen(
        [str(BROWSER), *options, url],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def signed_up(live: Live) -> tuple[str, str]:
    """Sign up, and return the address and a token."""
    email = new_email()
    body = {"email": email, "password": PASSWORD}
    signup = httpx.post(f"{live.url}/users/signup", json=body).raise_for_status()
    token = signup.json()["signup_token"]
    confirmed = {"signup_token": token, "code": code_for(email)}
    reply = httpx.post(f"{live.url}/users/verify-signup", json=confirmed)
    return email, reply.json()["access_token"]
