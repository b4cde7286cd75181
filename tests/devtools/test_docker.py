"""The image and the compose file on a real Docker engine, from a build to a stop under load.

Run it with `python3 run.py test -m docker`; the normal run skips it. It needs an engine with
BuildKit, Compose 2.24 or newer, and the registries. The tests run in their order, on one stack.
"""

import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.devtools.test_containers import STRAY, is_admitted
from tests.faults.steps import Caller, load
from tests.support.accounts import PASSWORD, new_email
from tests.support.stack import Stack, answers, engine
from tests.support.waiting import eventually

pytestmark = pytest.mark.docker

# What the image has above its base, python:3.13-slim.
MOST_BYTES = 210_000_000
TEXT = b"The quick brown fox has a lighthouse."


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Build the images, and remove everything at the end."""
    if engine() is None:
        pytest.skip("no Docker engine answers: DOCKER_HOST may name one")
    with Stack(tmp_path_factory.mktemp("docker")) as stack:
        stack.build()
        yield stack


def verified(stack: Stack, caller: Caller) -> tuple[str, str]:
    """Sign up and verify; return address and token."""
    email = new_email()
    signup = caller.sign_up(email).json()
    # The previous release returns no token, and finds a sign-up by its address.
    token = signup.get("signup_token")
    named = {"signup_token": token} if token else {"email": email}
    body = named | {"code": stack.code_for(email)}
    reply = caller.call("POST", "/users/verify-signup", json=body)
    assert reply.is_success, reply.text
    return email, reply.json()["access_token"]


def send(caller: Caller, token: str, content: bytes) -> httpx.Response:
    """Upload a text, and return the reply."""
    files = {"file": ("note.txt", content)}
    return caller.call("POST", "/documents/upload", token=token, files=files)


def upload(caller: Caller, token: str, content: bytes = TEXT) -> str:
    """Upload a text; return the id of its document."""
    reply = send(caller, token, content)
    assert reply.status_code == 201, reply.text
    return str(reply.json()["id"])


def download(caller: Caller, token: str, document: str) -> bytes:
    """Return the content of a document."""
    return caller.call("GET", f"/documents/{document}/download", token=token).content


def test_a_build_gets_only_what_is_named(stack: Stack) -> None:
    for name in STRAY:
        path = stack.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    listing = stack.folder.parent / "Dockerfile"
    listing.write_text("FROM scratch\nCOPY . /\n")
    context = stack.folder.parent / "context"

    stack.docker("build", "--output", str(context), "--file", str(listing), ".")

    there = {
        str(p.relative_to(stack.folder)) for p in stack.folder.rglob("*") if p.is_file()
    }
    got = {str(p.relative_to(context)) for p in context.rglob("*") if p.is_file()}
    assert got == set(filter(is_admitted, there))
    assert not got & set(STRAY)


def test_the_image_is_small_and_has_no_tools(stack: Stack) -> None:
    form = "{{.Size}} {{.CreatedBy}}"
    layers = stack.docker(
        "history", "--human=false", "--no-trunc", "--format", form, stack.name
    )
    sizes = [int(x.split()[0]) for x in layers.splitlines() if " COPY " in x]
    look = "command -v node npm gcc make; ls -d /app/.venv/bin/pip; exit 0"
    tools = stack.docker("run", "--rm", stack.name, "sh", "-c", look)

    assert len(sizes) == 4
    assert sum(sizes) < MOST_BYTES
    assert tools == ""


@pytest.fixture(scope="module")
def earlier(stack: Stack) -> dict[str, str]:
    """Store an account and a document at the previous release, and upgrade it."""
    stack.up("app", "mailbox", also="previous.yml")
    with Caller(stack.api()) as caller:
        version = caller.call("GET", "/health/info").json()["version"]
        email, token = verified(stack, caller)
        document = upload(caller, token)
    stack.up()
    return {"version": version, "email": email, "token": token, "document": document}


def test_an_upgrade_keeps_accounts_login_sessions_and_files(
    stack: Stack, earlier: dict[str, str]
) -> None:
    with Caller(stack.api()) as caller:
        login = caller.log_in(earlier["email"])
        content = download(caller, earlier["token"], earlier["document"])
        ready = eventually(
            lambda: caller.ready()[0] == 200 and caller.ready(), seconds=30
        )

    assert login.status_code == 200
    assert content == TEXT
    assert ready == (200, {"status": "ok", "problems": []})


@pytest.fixture(scope="module")
def account(stack: Stack, earlier: dict[str, str]) -> tuple[str, str]:
    """Sign up at this release."""
    with Caller(stack.api()) as caller:
        return verified(stack, caller)


def test_a_worker_reads_an_upload_and_a_search_finds_it(
    stack: Stack, account: tuple[str, str]
) -> None:
    def found() -> list[dict[str, Any]]:
        query = {"search": "lighthouse"}
        reply = caller.call("GET", "/documents", token=account[1], params=query)
        items: list[dict[str, Any]] = reply.json()["items"]
        return items

    with Caller(stack.api()) as caller:
        document = upload(caller, account[1])
        [item] = eventually(found, seconds=30)
        page = httpx.get(stack.url("app", 8000) + "/login")

    assert item["id"] == document
    assert page.status_code == 200
    assert "<html" in page.text


@pytest.mark.parametrize("service", ["app", "worker", "mailbox"])
def test_a_container_has_no_rights_that_it_does_not_need(
    stack: Stack, earlier: dict[str, str], service: str
) -> None:
    def run(script: str) -> str:
        return stack.compose("exec", "-T", service, "sh", "-c", script)

    status = dict(line.split(":", 1) for line in run("cat /proc/1/status").splitlines())
    written = run("touch /app/x /usr/x 2>/dev/null; echo $?").strip()
    host = stack.inspect(service)["HostConfig"]

    assert set(status["Uid"].split()) == {"10001"}
    assert {int(status[f"Cap{kind}"], 16) for kind in ("Eff", "Prm", "Bnd")} == {0}
    assert status["NoNewPrivs"].strip() == "1"
    assert written != "0"
    assert host["Memory"] > 0
    assert host["PidsLimit"] > 0


def test_every_container_becomes_healthy(stack: Stack, earlier: dict[str, str]) -> None:
    names = ("app", "worker", "mailbox", "postgres", "valkey")
    for name in names:
        eventually(
            lambda name=name: stack.inspect(name)["State"]["Health"]["Status"]  # type: ignore[misc]
            == "healthy",
            seconds=240,
        )

    assert stack.inspect("migrate")["State"]["ExitCode"] == 0


def test_a_stop_under_load_loses_no_upload_that_was_accepted(
    stack: Stack, account: tuple[str, str]
) -> None:
    stored: dict[str, bytes] = {}

    def one() -> int:
        content = str(time.monotonic_ns()).encode()
        try:
            reply = send(caller, account[1], content)
        except httpx.TransportError:
            return 0
        if reply.status_code == 201:
            stored[reply.json()["id"]] = content
        return reply.status_code

    with Caller(stack.api()) as caller:
        with load(one, threads=4) as statuses:
            eventually(lambda: len(stored) > 20)
            started = time.monotonic()
            stack.compose("stop", "app", "worker")
            seconds = time.monotonic() - started
        codes = [stack.inspect(name)["State"]["ExitCode"] for name in ("app", "worker")]
        stack.compose("start", "app", "worker")
    with Caller(stack.api()) as caller:
        lost = [
            document
            for document, content in stored.items()
            if download(caller, account[1], document) != content
        ]

    assert codes == [0, 0]
    assert seconds < 30
    assert set(statuses) <= {0, 201, 429, 503}
    assert lost == []


def test_a_killed_service_starts_again_with_its_data(
    stack: Stack, account: tuple[str, str]
) -> None:
    with Caller(stack.api()) as caller:
        document = upload(caller, account[1], b"It survives.")
    stack.compose("kill", "app", "worker", "postgres", "valkey")

    stack.up()

    with Caller(stack.api()) as caller:
        eventually(lambda: caller.ready()[0] == 200, seconds=60)
        assert download(caller, account[1], document) == b"It survives."


def test_caddy_serves_it_with_tls_and_offers_http_3(
    stack: Stack, account: tuple[str, str]
) -> None:
    stack.set("APP_PUBLIC_URL", "https://localhost")
    stack.up("caddy", "worker")
    port = stack.url("caddy", 443).rpartition(":")[2]
    url = f"https://localhost:{port}"
    eventually(lambda: answers(f"{url}/api/v1/health/live"), seconds=60)

    with httpx.Client(base_url=url, verify=False) as client:  # noqa: S501 (Caddy's own)
        page = client.get("/login")
        body = {"email": account[0], "password": PASSWORD}
        forged = {"X-Forwarded-For": "203.0.113.9"}
        login = client.post("/api/v1/users/login", json=body, headers=forged)
        bearer = {"Authorization": f"Bearer {login.json()['access_token']}"}
        sessions = client.get("/api/v1/users/sessions", headers=bearer).json()["items"]

    assert 'h3=":443"' in page.headers["Alt-Svc"]
    assert "203.0.113.9" not in {each["address"] for each in sessions}
