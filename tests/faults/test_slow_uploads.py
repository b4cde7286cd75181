"""Uploads that are too slow, too many, or refused, over bare sockets."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from secrets import token_bytes

import httpx
import pytest
from fastapi.testclient import TestClient

from tests.faults.sockets import (
    HEAD,
    MEGABYTE,
    HastyLive,
    answer,
    assert_refused,
    connect,
    dripping,
    flood,
)
from tests.faults.steps import Caller
from tests.support.accounts import Account, verified
from tests.support.processes import forget_peak, memory, open_files
from tests.support.waiting import eventually

PART = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'


@pytest.fixture(scope="module")
def live(hasty_live: HastyLive) -> HastyLive:
    """Return the service with limits of one second."""
    return hasty_live


@pytest.fixture(scope="module")
def caller(live: HastyLive) -> Iterator[Caller]:
    """Return a client that behaves."""
    with Caller(live.url, timeout=30) as caller:
        yield caller


@pytest.fixture
def account(client: TestClient) -> Account:
    """Return an account that may upload."""
    return verified(client)


def upload_head(account: Account | None) -> str:
    """Return the head of an upload of 100 MB by this account, or without a token."""
    token = account.headers["Authorization"] if account else "Bearer x.y.z"
    return (
        f"POST /api/v1/documents/upload HTTP/1.1\r\n{HEAD}Authorization: {token}\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\n"
        f"Content-Length: {100 * MEGABYTE}\r\n\r\n"
    )


def test_an_upload_refused_early_is_not_read_to_its_end(
    live: HastyLive, caller: Caller
) -> None:
    start = upload_head(None).encode() + PART
    with connect(live, start) as connection:
        assert_refused(answer(connection), 401, "invalid_token")
    files = open_files(live.process.pid)

    with connect(live, start) as connection:
        sent = flood(connection, 210 * MEGABYTE)

    assert sent < 16 * MEGABYTE
    eventually(lambda: open_files(live.process.pid) <= files)
    assert caller.call("GET", "/health/live").status_code == 200


def test_a_client_that_reads_late_still_gets_an_early_answer(live: HastyLive) -> None:
    with connect(live, upload_head(None)) as connection:
        connection.sendall(b"a" * 500_000)
        refused = answer(connection)

    assert_refused(refused, 401, "invalid_token")


@pytest.mark.parametrize("drip", [b"", b"a"], ids=["stalled", "dripping"])
def test_an_upload_that_does_not_end_times_out_and_its_connection_is_closed(
    live: HastyLive, account: Account, drip: bytes
) -> None:
    start = upload_head(account).encode() + PART

    with connect(live, start) as connection, dripping(connection, drip, 0.2):
        refused = answer(connection)

    assert_refused(refused, 408, "upload_too_slow")


def test_a_user_can_upload_only_a_few_files_at_once(
    live: HastyLive, caller: Caller, client: TestClient, account: Account
) -> None:
    other = verified(client)

    def upload_small(by: Account) -> httpx.Response:
        files = {"file": ("small.txt", token_bytes(9).hex().encode())}
        return caller.call("POST", "/documents/upload", files=files, headers=by.headers)

    with ExitStack() as running:
        for _ in range(4):
            connection = connect(live, upload_head(account).encode() + PART)
            running.enter_context(connection)
            running.enter_context(dripping(connection, b"a" * 10_000, 0.1))
        # The first replies may arrive before all four requests are admitted.
        replies = [upload_small(account)]
        while replies[-1].status_code == 201 and len(replies) < 20:
            replies.append(upload_small(account))
        others = upload_small(other)
    assert replies[-1].status_code == 429
    assert replies[-1].json()["code"] == "too_many_uploads"
    assert int(replies[-1].headers["Retry-After"]) > 0
    assert others.status_code == 201


def test_110_stalled_uploads_of_a_user_take_little_memory(
    live: HastyLive, caller: Caller, account: Account
) -> None:
    caller.call("GET", "/health/live")
    before = memory(live.process.pid, "VmRSS")
    forget_peak(live.process.pid)
    start = upload_head(account).encode() + PART + b"a" * 900_000

    with ExitStack() as opened:
        connections = []
        for _ in range(110):
            connection = socket.create_connection(("127.0.0.1", live.port), timeout=60)
            opened.enter_context(connection)
            connection.setblocking(False)
            connection.send(start)
            connections.append(connection)
        for connection in connections:
            connection.settimeout(60)
        statuses = {answer(connection).status for connection in connections}

    assert statuses <= {408, 429}
    assert memory(live.process.pid, "VmHWM") - before < 32 * MEGABYTE


def test_an_unread_download_times_out(
    live: HastyLive, caller: Caller, account: Account
) -> None:
    content = b"0123456789abcde\n" * (16 * MEGABYTE // 16)
    reply = caller.call(
        "POST",
        "/documents/upload",
        files={"file": ("large.txt", content)},
        headers=account.headers,
    )
    files = open_files(live.process.pid)
    head = (
        f"GET /api/v1/documents/{reply.json()['id']}/download HTTP/1.1\r\n{HEAD}"
        f"Authorization: {account.headers['Authorization']}\r\n\r\n"
    )

    with connect(live, head):
        eventually(lambda: open_files(live.process.pid) > files)
        eventually(lambda: open_files(live.process.pid) <= files)
