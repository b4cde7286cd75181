"""A service with time limits of one second, and bare sockets that test them."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.support.live import Live

MEGABYTE = 2**20
ORIGIN = "http://localhost:3000"
HEAD = f"Host: localhost\r\nOrigin: {ORIGIN}\r\n"


class HastyLive(Live):
    """The service with limits of one second."""

    protocol = "tests.faults.hasty:HastyProtocol"


@dataclass(frozen=True)
class Answer:
    """The bytes that the server sent before it closed the connection."""

    status: int
    headers: dict[str, str]
    body: dict[str, Any]


def connect(live: HastyLive, data: str | bytes = b"") -> socket.socket:
    """Open a connection and send this data."""
    connection = socket.create_connection(("127.0.0.1", live.port), timeout=60)
    connection.sendall(data.encode() if isinstance(data, str) else data)
    return connection


def answer(connection: socket.socket) -> Answer:
    """Read until the server closes the connection, and return its reply."""
    received = b""
    while data := connection.recv(65_536):
        received += data
    start, _, body = received.partition(b"\r\n\r\n")
    lines = start.decode().split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines[1:])
    return Answer(int(lines[0].split()[1]), headers, json.loads(body))


def assert_refused(answer: Answer, status: int, code: str) -> None:
    """Check that this is the connection's last reply, in the common error schema."""
    assert (answer.status, answer.body["code"]) == (status, code)
    assert answer.body["request_id"] == answer.headers["x-request-id"]
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["access-control-allow-origin"] == ORIGIN
    assert answer.headers["connection"] == "close"


def flood(connection: socket.socket, size: int) -> int:
    """Send up to `size` bytes until the server takes no more; return the number."""
    connection.settimeout(10)
    sent = 0
    try:
        while sent < size:
            sent += connection.send(b"a" * 65_536)
    except OSError:
        pass
    return sent


@contextmanager
def dripping(connection: socket.socket, data: bytes, pause: float) -> Iterator[None]:
    """Send this data repeatedly during the block, as long as the server accepts it."""
    done = threading.Event()

    def drip() -> None:
        while not done.wait(pause):
            try:
                connection.sendall(data)
            except OSError:
                return

    thread = threading.Thread(target=drip)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
