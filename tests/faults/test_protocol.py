"""Request heads and bodies that are too large or too slow, over bare sockets."""

import socket
import time
from collections.abc import Iterator

import pytest

from backend.core.protocol import MAX_HEADERS_BYTES, MAX_TARGET_BYTES
from tests.faults.sockets import (
    HEAD,
    MEGABYTE,
    ORIGIN,
    HastyLive,
    answer,
    assert_refused,
    connect,
    dripping,
    flood,
)
from tests.faults.steps import Caller
from tests.support.environment import ROOT
from tests.support.live import Live
from tests.support.processes import forget_peak, memory

ME = f"GET /api/v1/users/me HTTP/1.1\r\n{HEAD}"
LOGIN = f"POST /api/v1/users/login HTTP/1.1\r\n{HEAD}Content-Type: application/json\r\n"


@pytest.fixture(scope="module")
def live(hasty_live: HastyLive) -> HastyLive:
    """Return the service with limits of one second."""
    return hasty_live


@pytest.fixture(scope="module")
def caller(live: HastyLive) -> Iterator[Caller]:
    """Return a client that behaves."""
    with Caller(live.url, timeout=30) as caller:
        yield caller


@pytest.mark.parametrize(
    ("head", "status", "code"),
    [
        (ME + "User-Agent: ", 431, "headers_too_large"),
        (f"GET /{'a' * MAX_TARGET_BYTES}", 414, "target_too_long"),
    ],
)
def test_a_head_of_80_megabytes_is_refused_early_in_little_memory(
    live: HastyLive, caller: Caller, head: str, status: int, code: str
) -> None:
    caller.call("GET", "/health/live")
    before = memory(live.process.pid, "VmRSS")
    forget_peak(live.process.pid)

    with connect(live, head) as connection:
        sent = flood(connection, 80 * MEGABYTE)
    with connect(live, head + "a" * 30_000) as connection:
        refused = answer(connection)

    assert sent < 16 * MEGABYTE
    assert (refused.status, refused.body["code"]) == (status, code)
    assert refused.headers["connection"] == "close"
    assert memory(live.process.pid, "VmHWM") - before < 8 * MEGABYTE


@pytest.mark.parametrize("end", ["", "\r\n\r\n"], ids=["without an end", "whole"])
def test_headers_with_too_large_a_total_are_refused(live: HastyLive, end: str) -> None:
    headers = "\r\n".join(f"X-{number}: {'a' * 90}" for number in range(300))

    with connect(live, ME + headers + end + "\r\n\r\n") as connection:
        connection.shutdown(socket.SHUT_WR)
        refused = answer(connection)

    assert (refused.status, refused.body["code"]) == (431, "headers_too_large")
    assert refused.headers["access-control-allow-origin"] == ORIGIN


def test_a_target_that_is_too_long_is_refused(live: HastyLive) -> None:
    target = f"/api/v1/users/me?a={'a' * MAX_TARGET_BYTES}"

    with connect(live, f"GET {target} HTTP/1.1\r\n{HEAD}\r\n") as connection:
        connection.shutdown(socket.SHUT_WR)
        refused = answer(connection)

    assert (refused.status, refused.body["code"]) == (414, "target_too_long")


def test_headers_and_a_target_within_the_limits_are_accepted(
    live: HastyLive, caller: Caller
) -> None:
    large = {"X-Large": "a" * (MAX_HEADERS_BYTES - 1000)}
    query = {"a": "a" * (MAX_TARGET_BYTES - 100)}

    reply = caller.call("GET", "/health/live", headers=large, params=query)

    assert reply.status_code == 200


@pytest.mark.parametrize("start", [ME + "X-Slow: ", "GET /api/v1/us", "\r\n"])
def test_a_head_that_does_not_end_times_out(live: HastyLive, start: str) -> None:
    drip = b"\r\n" if start == "\r\n" else b"x"

    with connect(live, start) as connection, dripping(connection, drip, 0.2):
        received = b""
        while data := connection.recv(65_536):
            received += data

    if start != "\r\n":
        assert received.startswith(b"HTTP/1.1 408 ")
        assert b'"code":"request_too_slow"' in received


def test_a_connection_without_a_request_is_closed() -> None:
    class ImpatientLive(HastyLive):
        keep_alive = 1

    with ImpatientLive() as live, connect(live) as connection:
        assert connection.recv(100) == b""


def test_an_idle_connection_is_kept_after_a_reply(live: HastyLive) -> None:
    request = f"GET /api/v1/health/live HTTP/1.1\r\n{HEAD}\r\n"

    def whole_reply(connection: socket.socket) -> bytes:
        received = b""
        while not received.endswith(b'{"status":"ok"}'):
            piece = connection.recv(65_536)
            assert piece, received
            received += piece
        return received

    with connect(live, request) as connection:
        first = whole_reply(connection)
        time.sleep(2.5)
        connection.sendall(request.encode())
        second = whole_reply(connection)

    assert first.startswith(b"HTTP/1.1 200 ")
    assert second.startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("drip", [b"", b" "], ids=["stalled", "dripping"])
@pytest.mark.parametrize(
    "length", ["Content-Length: 5000", "Transfer-Encoding: chunked"]
)
def test_a_body_that_does_not_end_times_out(
    live: HastyLive, drip: bytes, length: str
) -> None:
    if "chunked" in length and drip:
        drip = b"1\r\n \r\n"

    head = f"{LOGIN}{length}\r\n\r\n"
    with connect(live, head) as connection, dripping(connection, drip, 0.2):
        refused = answer(connection)

    assert_refused(refused, 408, "request_too_slow")


@pytest.mark.parametrize(
    "starter", ["Dockerfile", "devtools/app.py", "benchmarks/load.py"]
)
def test_every_start_command_uses_this_protocol(starter: str) -> None:
    module = Live.protocol.partition(":")[0]

    assert module in (ROOT / starter).read_text()
