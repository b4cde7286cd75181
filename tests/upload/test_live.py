"""Resumable uploads in a running service: killed servers, lost clients, memory, S3."""

import hashlib
import select as select_
import socket
from contextlib import suppress
from http.client import HTTPResponse

import httpx
from fastapi.testclient import TestClient
from sqlmodel import Session, col, func, select

from backend.models import Document
from tests.document.steps import stored_files
from tests.support.accounts import Account
from tests.support.live import Live, http
from tests.support.processes import forget_peak, memory
from tests.support.s3 import bucket
from tests.support.waiting import eventually
from tests.upload.steps import MEGABYTE, TUS, metadata

CONTENT = b"0123456789abcde\n" * (30 * MEGABYTE // 16)


def create(live: Live, account: Account, size: int) -> str:
    """Create an upload, and return its path."""
    headers = {
        "Upload-Length": str(size),
        "Upload-Metadata": metadata(filename="large.txt"),
    }
    reply = http.post(
        f"{live.url}/uploads", headers=account.headers | TUS | headers, timeout=60
    )
    assert reply.status_code == 201, reply.text
    return str(reply.headers["Location"]).removeprefix("/api/v1")


def head(live: Live, account: Account, path: str) -> httpx.Response:
    """Ask for the offset."""
    return http.head(live.url + path, headers=account.headers | TUS, timeout=60)


def offset(live: Live, account: Account, path: str) -> int:
    """Return the offset that the service tells."""
    return int(head(live, account, path).headers["Upload-Offset"])


def begin(
    live: Live, account: Account, path: str, start: int, size: int
) -> socket.socket:
    """Begin to send the bytes from `start` on, by a bare connection."""
    connection = socket.create_connection(("127.0.0.1", live.port), timeout=60)
    head = (
        f"PATCH /api/v1{path} HTTP/1.1\r\nHost: localhost\r\n"
        f"Authorization: {account.headers['Authorization']}\r\n"
        "Tus-Resumable: 1.0.0\r\nContent-Type: application/offset+octet-stream\r\n"
        f"Upload-Offset: {start}\r\nContent-Length: {size - start}\r\n\r\n"
    )
    connection.sendall(head.encode())
    return connection


def answer(connection: socket.socket) -> HTTPResponse:
    """Read the reply on a connection."""
    reply = HTTPResponse(connection)
    reply.begin()
    return reply


def send(
    live: Live, account: Account, path: str, start: int, size: int = len(CONTENT)
) -> HTTPResponse:
    """Send this much of CONTENT, from `start` on, and return the reply."""
    with begin(live, account, path, start, size) as connection:
        connection.sendall(CONTENT[start:size])
        return answer(connection)


def digest(live: Live, account: Account, document_id: str | None) -> str:
    """Return the SHA-256 of the file of a document, as downloaded."""
    url = f"{live.url}/documents/{document_id}/download"
    reply = http.get(url, headers=account.headers, timeout=60)
    return hashlib.sha256(reply.content).hexdigest()


def test_a_killed_server_loses_nothing_that_it_acknowledged(
    client: TestClient, db: Session, owner: Account
) -> None:
    with Live() as live:
        path = create(live, owner, len(CONTENT))
        connection = begin(live, owner, path, 0, len(CONTENT))
        connection.sendall(CONTENT[: 20 * MEGABYTE])
        eventually(lambda: offset(live, owner, path) >= 16 * MEGABYTE, seconds=60)
        acknowledged = offset(live, owner, path)
        live.kill()
        connection.close()

    with Live() as live:
        found = offset(live, owner, path)
        before = memory(live.process.pid, "VmRSS")
        forget_peak(live.process.pid)
        reply = send(live, owner, path, found)
        grown = memory(live.process.pid, "VmHWM") - before
        document_id = reply.getheader("X-Document-Id")
        same = digest(live, owner, document_id)

    assert found == acknowledged == 16 * MEGABYTE
    assert reply.status == 204
    assert same == hashlib.sha256(CONTENT).hexdigest()
    assert grown < 16 * MEGABYTE
    assert db.exec(select(func.count(col(Document.id)))).one() == 1


def finish(live: Live, account: Account, path: str, size: int) -> HTTPResponse:
    """Send the rest; ask for the offset again if an older request has just moved it."""
    for _ in range(100):
        # A request that is refused is not read to its end.
        with suppress(ConnectionError):
            reply = send(live, account, path, offset(live, account, path), size)
            if reply.status != 409:
                return reply
    raise AssertionError("the offset moves on and on")


def test_what_arrived_before_the_client_vanished_is_kept(
    service: Live, owner: Account
) -> None:
    size = 10 * MEGABYTE
    path = create(service, owner, size)
    with begin(service, owner, path, 0, size) as connection:
        connection.sendall(CONTENT[: 3 * MEGABYTE])
        eventually(
            lambda: sum(p.stat().st_size for p in stored_files()) >= 2 * MEGABYTE
        )

    kept = eventually(lambda: offset(service, owner, path), seconds=60)
    reply = finish(service, owner, path, size)

    assert 2 * MEGABYTE <= kept <= 3 * MEGABYTE
    same = digest(service, owner, reply.getheader("X-Document-Id"))
    assert same == hashlib.sha256(CONTENT[:size]).hexdigest()


def test_a_request_beside_dead_connections_takes_over_at_once(
    service: Live, owner: Account, db: Session
) -> None:
    paths = [create(service, owner, 2 * MEGABYTE + n) for n in range(4)]
    # They take all places of the user, and would keep them for half a minute.
    stalled = [
        begin(service, owner, path, 0, 2 * MEGABYTE + n) for n, path in enumerate(paths)
    ]
    for connection in stalled:
        connection.sendall(CONTENT[:MEGABYTE])
    eventually(lambda: len(stored_files()) == 4)

    told = offset(service, owner, paths[0])
    with begin(service, owner, paths[0], told, 2 * MEGABYTE) as connection:
        connection.sendall(CONTENT[told : 2 * MEGABYTE])
        reply = answer(connection)
    refused = answer(stalled[0])
    waiting, _, _ = select_.select(stalled[1:], [], [], 0)
    for connection in stalled:
        connection.close()

    assert (told, reply.status, refused.status) == (0, 204, 409)
    assert waiting == [], "it waited until the others timed out"
    assert reply.getheader("X-Document-Id")


def test_an_ended_login_session_stops_a_running_upload(
    service: Live, owner: Account
) -> None:
    path = create(service, owner, len(CONTENT))
    with begin(service, owner, path, 0, len(CONTENT)) as connection:
        connection.sendall(CONTENT[: 9 * MEGABYTE])
        eventually(lambda: offset(service, owner, path) == 8 * MEGABYTE, seconds=60)
        http.post(f"{service.url}/users/logout", headers=owner.headers, timeout=60)
        connection.sendall(CONTENT[9 * MEGABYTE : 18 * MEGABYTE])
        reply = answer(connection)

    assert reply.status == 401


def test_uploads_can_be_stored_in_s3(owner: Account) -> None:
    size = 14 * MEGABYTE
    with bucket() as stored, Live(STORAGE_URL=stored.url, RUN_WORKER="true") as live:
        path = create(live, owner, size)
        with begin(live, owner, path, 0, size) as connection:
            connection.sendall(CONTENT[: 9 * MEGABYTE])
            eventually(lambda: len(stored.sizes()) == 1, seconds=60)
        reply = finish(live, owner, path, size)
        same = digest(live, owner, reply.getheader("X-Document-Id"))
        eventually(lambda: stored.sizes() == [size], seconds=60)

    assert same == hashlib.sha256(CONTENT[:size]).hexdigest()
