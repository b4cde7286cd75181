"""200 slow clients do not slow the other clients down."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress

import pytest

from tests.faults.hostile import connections
from tests.faults.steps import Caller
from tests.support.accounts import new_email
from tests.support.live import Live
from tests.support.operations import stored_token
from tests.support.processes import memory, open_files
from tests.support.waiting import eventually

CLIENTS = 200
# A login request without the last bytes of its body.
HALF_A_BODY = (
    b"POST /api/v1/users/login HTTP/1.1\r\nHost: localhost\r\n"
    b"Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n"
    b'{"email": "ada@example.com", "password": "'
)
HALF_A_HEADER = b"GET /api/v1/users/me HTTP/1.1\r\nHost: localhost\r\nX-Slow: "

Slow = Callable[[Live, bytes], AbstractContextManager[None]]


@contextmanager
def dripping(live: Live, data: bytes) -> Iterator[None]:
    """Keep 200 connections open that send a byte now and then."""
    opened = connections(live, CLIENTS, data)
    done = threading.Event()

    def drip() -> None:
        while not done.wait(0.2):
            for connection in opened:
                # The service closes a slow connection after a while.
                with suppress(OSError):
                    connection.send(b"x")

    thread = threading.Thread(target=drip)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
        for connection in opened:
            connection.close()


@contextmanager
def not_reading(live: Live, data: bytes) -> Iterator[None]:
    """Keep 200 connections open that send a request and do not read the reply."""
    opened = connections(live, CLIENTS, data)
    try:
        yield
    finally:
        for connection in opened:
            connection.close()


@pytest.fixture(scope="module")
def live(service: Live) -> Live:
    """Return the service on the servers of all tests, which no test here breaks."""
    return service


@pytest.fixture
def token() -> str:
    """Return the token of an account."""
    return stored_token()


@pytest.fixture
def download(caller: Caller, token: str) -> bytes:
    """Return a request for a file larger than the buffers of a connection."""
    files = {"file": ("large.txt", b"0123456789abcde\n" * (8 * 2**20 // 16))}
    reply = caller.call("POST", "/documents/upload", token=token, files=files)
    path = f"/api/v1/documents/{reply.json()['id']}/download"
    return (
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\n"
        f"Authorization: Bearer {token}\r\n\r\n"
    ).encode()


def assert_others_are_served(
    live: Live, caller: Caller, token: str, slow: Slow, data: bytes
) -> None:
    """Check that other clients are served as usual, and that files are closed."""
    pid = live.process.pid
    # Connections of the tests before may linger for some seconds.
    eventually(lambda: open_files(pid) < 50, seconds=60)
    before, files = memory(pid, "VmRSS"), open_files(pid)

    with slow(live, data):
        eventually(lambda: open_files(pid) >= files + CLIENTS - 10, seconds=60)
        replies = [
            reply.status_code
            for _ in range(20)
            for reply in (
                caller.me(token),
                caller.sign_up(new_email()),
                caller.call("GET", "/health/ready"),
            )
        ]
        grown = memory(pid, "VmRSS") - before

    assert replies == [200, 202, 200] * 20
    assert grown < CLIENTS * 2 * 2**20
    eventually(lambda: open_files(pid) <= files + 10, seconds=60)


def test_slow_headers_do_not_hurt_others(
    live: Live, caller: Caller, token: str
) -> None:
    assert_others_are_served(live, caller, token, dripping, HALF_A_HEADER)


def test_slow_bodies_do_not_hurt_others(live: Live, caller: Caller, token: str) -> None:
    assert_others_are_served(live, caller, token, dripping, HALF_A_BODY)


def test_unread_replies_do_not_hurt_others(
    live: Live, caller: Caller, token: str, download: bytes
) -> None:
    assert_others_are_served(live, caller, token, not_reading, download)


@pytest.mark.parametrize(
    "data",
    [
        b"\0\xff\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /%zz\xff HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /api/v1/health/live HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n",
        b"GET /api/v1/health/live HTTP/1.1\r\nHost: a\r\nX : a\r\n\r\n",
        b"POST /api/v1/users/login HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"POST /api/v1/users/login HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"POST /api/v1/users/login HTTP/1.1\r\nContent-Length: %s\r\n\r\n"
        % (b"9" * 30),
        b"POST /api/v1/users/login HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
        b"POST /api/v1/users/login HTTP/1.1\r\nTransfer-Encoding: chunked\r\n"
        b"Content-Length: 5\r\n\r\n0\r\n\r\n",
    ],
    ids=lambda data: repr(data[:60]),
)
def test_bytes_that_are_not_http_are_refused_and_hurt_nobody(
    live: Live, caller: Caller, token: str, data: bytes
) -> None:
    [connection] = connections(live, 1, data)
    with connection:
        connection.shutdown(socket.SHUT_WR)
        try:
            answer = connection.recv(4096)
        except ConnectionResetError:
            answer = b""

    status = answer.split(b" ")[1:2]
    assert status in ([], [b"400"], [b"401"], [b"404"], [b"422"], [b"431"]), answer
    assert caller.me(token).status_code == 200
