"""The web app and attacks on its paths, as bytes over a bare socket to a real process."""

import socket
from collections.abc import Iterator
from email.parser import BytesParser
from pathlib import Path

import pytest

from tests.frontend.conftest import CHUNK, html, write
from tests.support.live import Live

SECRET = b"canary-of-a-file-outside"
LARGE = b"0123456789abcdef" * 100_000


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """Start the service with an export, and with secrets in and around its folder."""
    folder: Path = tmp_path_factory.mktemp("live")
    export = write(folder / "out")
    (export / "large.bin").write_bytes(LARGE)
    (folder / "secret.txt").write_bytes(SECRET)
    (folder / "out-of-reach").mkdir()
    (folder / "out-of-reach/secret.txt").write_bytes(SECRET)
    (export / ".env").write_bytes(SECRET)
    (export / "link.txt").symlink_to(folder / "secret.txt")
    (export / "link").symlink_to(folder)
    with Live(FRONTEND_DIR=str(export)) as live:
        yield live


def exchange(live: Live, target: bytes, *, method: str = "GET") -> tuple[int, bytes]:
    """Send a request line with this target as it is; return the status and the body."""
    head = b"%s %s HTTP/1.1\r\nHost: localhost\r\n" % (method.encode(), target)
    head += b"Accept: text/html\r\nConnection: close\r\n\r\n"
    received = b""
    with socket.create_connection(("127.0.0.1", live.port), timeout=60) as connection:
        connection.sendall(head)
        while data := connection.recv(65_536):
            received += data
    start, _, body = received.partition(b"\r\n\r\n")
    line, _, lines = start.partition(b"\r\n")
    headers = BytesParser().parsebytes(lines + b"\r\n\r\n")
    if method == "GET" and "Content-Length" in headers:
        assert headers["Content-Length"] == str(len(body))
    return int(line.split()[1]), body


def test_pages_and_files_are_served(live: Live) -> None:
    assert exchange(live, b"/") == (200, html("index").encode())
    assert exchange(live, b"/book-demo/manage/t") == (
        200,
        html("book-demo/manage").encode(),
    )
    assert exchange(live, CHUNK.encode())[0] == 200
    assert exchange(live, b"/large.bin") == (200, LARGE)
    assert exchange(live, b"/large.bin", method="HEAD") == (200, b"")
    assert exchange(live, b"/login/") == (308, b"")
    assert exchange(live, b"/api/v1/health/live")[0] == 200


@pytest.mark.parametrize(
    "target",
    [
        b"/../secret.txt",
        b"/..%2fsecret.txt",
        b"/%2e%2e/secret.txt",
        b"/%2e%2e%2fsecret.txt",
        b"/%252e%252e%252fsecret.txt",
        b"/..%c0%afsecret.txt",
        b"/..\\secret.txt",
        b"/..%5csecret.txt",
        b"/....//secret.txt",
        b"/_next/../../secret.txt",
        b"/_next/static/..%2f..%2f..%2fsecret.txt",
        b"/../out-of-reach/secret.txt",
        b"/%2e%2e/out-of-reach/secret.txt",
        b"/.env",
        b"/%2eenv",
        b"/./.env",
        b"/link.txt",
        b"/link/secret.txt",
        b"//login",
        b"//etc/passwd",
        b"/%2fetc/passwd",
        b"/etc/passwd",
        b"/file:///etc/passwd",
        b"/login.html%00.txt",
        b"/login%00",
        b"/%00",
        b"/login%0d%0aX-Evil:%201",
        b"/login;.html",
        b"/login.html.br",
        b"/index.html",
        b"/404.html",
        b"/" + b"a/" * 2000,
        b"/%ff%fe",
        b"/%",
        b"/%zz",
    ],
)
def test_no_path_leads_out_of_the_table(live: Live, target: bytes) -> None:
    status, body = exchange(live, target)

    assert (status, body) == (404, html("404").encode())


@pytest.mark.parametrize(
    "target",
    [
        b"/book-demo/manage/..%2f..%2f..%2fsecret.txt",
        b"/book-demo/manage/%2e%2e",
        b"/book-demo/manage/..",
        b"/book-demo/manage/%00",
        b"http://evil.example/login",
        b"login",
        b"*",
        b"/\xff",
        b"/login\x00",
        b"/lo gin",
    ],
)
def test_odd_targets_get_a_page_or_an_error_and_no_file(
    live: Live, target: bytes
) -> None:
    status, body = exchange(live, target)

    assert status in (200, 400, 404)
    assert SECRET not in body
    assert b"root:" not in body


def test_a_redirect_stays_on_this_site_and_is_one_line(live: Live) -> None:
    for target in (b"//evil.example/", b"/%5cevil.example/", b"/login/%0d%0a/"):
        assert exchange(live, target)[0] == 404
    assert exchange(live, b"/login/?%0d%0aX-Evil:1")[0] == 308


def test_a_client_that_leaves_a_large_file_harms_nobody(live: Live) -> None:
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", live.port), timeout=60) as gone:
            gone.sendall(b"GET /large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert gone.recv(1024)

    assert exchange(live, b"/large.bin") == (200, LARGE)
    assert "unhandled" not in live.log()
