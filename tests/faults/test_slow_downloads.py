"""ZIPs whose files the storage does not return stop nothing but other ZIPs."""

import json
import os
import select
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from backend.core.streaming import STREAMS_OF_A_USER
from tests.faults.hostile import connections
from tests.faults.steps import Caller
from tests.support import environment
from tests.support.live import Live
from tests.support.operations import stored_token
from tests.support.waiting import eventually

ANYIO_THREADS = 40
OWNERS = ANYIO_THREADS // STREAMS_OF_A_USER + 1
TEXT = b"The quick brown fox.\n"


@pytest.fixture(scope="module")
def live(service: Live) -> Live:
    """Return the service on the servers of all tests, which no test here breaks."""
    return service


@pytest.fixture
def token() -> str:
    """Return the token of an account."""
    return stored_token()


@pytest.fixture
def requests(caller: Caller) -> list[bytes]:
    """Return requests of several users for ZIPs, each with a file of its own."""
    found = []
    for token in [stored_token() for _ in range(OWNERS)]:
        reply = caller.call(
            "POST", "/documents/upload", token=token, files={"file": ("a.txt", TEXT)}
        )
        body = json.dumps({"ids": [reply.json()["id"]]})
        found.append(
            (
                "POST /api/v1/documents/zip HTTP/1.1\r\nHost: localhost\r\n"
                f"Authorization: Bearer {token}\r\nContent-Type: application/json\r\n"
                f"Content-Length: {len(body)}\r\n\r\n{body}"
            ).encode()
        )
    return found


@contextmanager
def stuck() -> Iterator[None]:
    """Replace all stored files by pipes: to open one waits until somebody writes."""
    files = [path for path in environment.storage.rglob("*") if path.is_file()]
    for file in files:
        file.unlink()
        os.mkfifo(file)
    try:
        yield
    finally:
        for file in files:
            # A reader that waits may read now, and finds nothing.
            pipe = os.open(file, os.O_RDWR | os.O_NONBLOCK)
            file.unlink()
            os.close(pipe)


def status_of(connection: socket.socket) -> int:
    return int(connection.recv(64).split(b" ", 2)[1])


def test_zips_that_wait_for_the_storage_do_not_hurt_others(
    live: Live, caller: Caller, token: str, requests: list[bytes]
) -> None:
    with stuck(), ExitStack() as stack:
        for request in requests:
            opened = connections(live, STREAMS_OF_A_USER + 1, request)
            for connection in opened:
                stack.enter_context(connection)
            # One is refused as soon as the others have begun, and these wait.
            answered, _, _ = select.select(opened, [], [], 60)
            assert [status_of(connection) for connection in answered] == [429]

        assert len(caller.token()) > 0
        files = {"file": ("b.txt", TEXT)}
        upload = caller.call("POST", "/documents/upload", token=token, files=files)
        assert upload.status_code == 201

    # The places of clients that went away are free again.
    def admitted() -> bool:
        [again] = connections(live, 1, requests[0])
        with again:
            return status_of(again) == 503  # its file is gone

    eventually(admitted)
