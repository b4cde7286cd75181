"""A body larger than MAX_BODY_BYTES is refused early, before most of it is read."""

import json
import select
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
import uvicorn
from fastapi.testclient import TestClient

from backend.core.config import settings
from backend.core.protocol import BoundedProtocol
from main import create_app
from tests.core.conftest import Logs
from tests.support.accounts import assert_error
from tests.support.each import each
from tests.support.operations import OPERATIONS, Operation, new_caller
from tests.support.waiting import eventually

LIMIT = settings.MAX_BODY_BYTES
MEBIBYTE = 1024 * 1024
WITH_BODY = [operation for operation in OPERATIONS if operation.fields]
CHUNK = 65_536
ORIGIN = "http://localhost:3000"
JSON = {"Content-Type": "application/json"}


class Exchange(NamedTuple):
    """A reply over a bare socket, and how many bytes and seconds it took."""

    status: int
    headers: dict[str, str]
    body: dict[str, Any]
    sent: int
    seconds: float


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """Return the port of the app under uvicorn, which reads bodies as they arrive.

    The lifespan does not run: the body is refused before any limit is counted.
    """
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(),
            http=BoundedProtocol,
            port=0,
            lifespan="off",
            log_config=None,
        )
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    eventually(lambda: server.started)
    number: int = server.servers[0].sockets[0].getsockname()[1]
    yield number
    server.should_exit = True
    thread.join()


def send(port: int, operation: Operation, header: str, size: int) -> Exchange:
    """Send a body in chunks until a reply arrives or all of it is sent."""
    started = time.monotonic()
    head = (
        f"{operation.method} {operation.url()} HTTP/1.1\r\nHost: localhost\r\n"
        f"Content-Type: application/json\r\nOrigin: {ORIGIN}\r\n{header}\r\n\r\n"
    )
    chunk = b" " * CHUNK
    if "chunked" in header:
        chunk = f"{CHUNK:x}\r\n".encode() + chunk + b"\r\n"
    sent = 0
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(head.encode())
        while sent < size and not select.select([connection], [], [], 0)[0]:
            connection.sendall(chunk)
            sent += CHUNK
        received = b""
        while b"\r\n\r\n" not in received:
            received += connection.recv(CHUNK)
        start, _, body = received.partition(b"\r\n\r\n")
        lines = start.decode().split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in lines[1:])
        while len(body) < int(headers["content-length"]):
            body += connection.recv(CHUNK)
    return Exchange(
        int(lines[0].split()[1]),
        headers,
        json.loads(body),
        sent,
        time.monotonic() - started,
    )


def assert_too_large(exchange: Exchange) -> None:
    assert exchange.status == 413
    assert exchange.body["code"] == "body_too_large"
    assert exchange.body["request_id"] == exchange.headers["x-request-id"]
    assert exchange.headers["access-control-allow-origin"] == ORIGIN
    assert exchange.seconds < 2


@each("operation", WITH_BODY)
def test_a_length_beyond_the_limit_is_refused_before_the_body_comes(
    port: int, operation: Operation
) -> None:
    exchange = send(port, operation, f"Content-Length: {100 * LIMIT}", size=0)

    assert_too_large(exchange)


@each("operation", WITH_BODY)
def test_chunks_without_a_length_are_refused_at_the_limit(
    port: int, operation: Operation
) -> None:
    exchange = send(port, operation, "Transfer-Encoding: chunked", size=100 * MEBIBYTE)

    assert_too_large(exchange)
    # The kernel's buffers on both sides count as sent, although nobody read them.
    assert exchange.sent < 10 * MEBIBYTE


@each("operation", WITH_BODY)
@pytest.mark.parametrize(("size", "refused"), [(LIMIT, False), (LIMIT + 1, True)])
def test_the_limit_is_exact(
    client: TestClient, operation: Operation, size: int, refused: bool
) -> None:
    body = json.dumps(operation.example())
    padded = body + " " * (size - len(body))

    reply = operation.call(client, content=padded, headers=JSON)

    if refused:
        assert_error(reply, 413, "body_too_large")
    else:
        assert reply.status_code not in (413, 422, 500)


def test_a_refused_body_is_not_logged_as_our_error(
    client: TestClient, logs: Logs
) -> None:
    path = "/api/v1/users/login"

    client.post(path, content=b" " * (LIMIT + 1), headers=JSON | new_caller())

    assert [event["status"] for event in logs.named("request")] == [413]
    assert logs.named("unhandled error") == []
