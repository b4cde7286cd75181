"""Work that is cut off: by a killed process, a lost client, or a limit."""

import asyncio
import select as select_
import socket
from collections.abc import AsyncIterator
from datetime import timedelta
from time import monotonic
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, col, func, select

from backend.core import storage
from backend.models import (
    Document,
    DocumentBatch,
    DocumentUsage,
    StoredFileDeletion,
)
from backend.modules.document.background import delete_files, run_batches
from backend.modules.document.exceptions import UploadTooSlow
from backend.modules.document.uploads.form import FileForm
from backend.modules.document.uploads.uploads import Admission, upload_service
from tests.core.document_rows import document
from tests.document.steps import DOCUMENTS, stored_files
from tests.fixtures import Time
from tests.support.accounts import Account, verified
from tests.support.live import Live
from tests.support.racing import await_waiting
from tests.support.waiting import eventually

_MEGABYTE = b"x" * 2**20


@pytest.fixture
def account(client: TestClient) -> Account:
    """The account that uploads."""
    return verified(client)


def begin(live: Live, account: Account, megabytes: int) -> socket.socket:
    """Begin an upload of 90 MB, and send the first megabytes."""
    connection = socket.create_connection(("127.0.0.1", live.port), timeout=10)
    head = (
        "POST /api/v1/documents/upload HTTP/1.1\r\nHost: localhost\r\n"
        f"Authorization: {account.headers['Authorization']}\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\n"
        "Content-Length: 90000000\r\n\r\n"
        '--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    )
    connection.sendall(head.encode())
    for _ in range(megabytes):
        connection.sendall(_MEGABYTE)
    return connection


def documents(db: Session) -> int:
    """Return the number of documents."""
    db.rollback()
    return db.exec(select(func.count(col(Document.id)))).one()


def test_the_file_of_an_upload_whose_process_was_killed_is_deleted_later(
    db: Session, account: Account, time: Time
) -> None:
    with Live() as live, begin(live, account, megabytes=5):
        eventually(lambda: sum(p.stat().st_size for p in stored_files()) > 2**20)
        live.kill()
    assert documents(db) == 0
    assert len(stored_files()) == 1

    delete_files(db)
    assert len(stored_files()) == 1  # not due: the upload may still be running
    time.advance(hours=2, seconds=1)
    delete_files(db)

    assert stored_files() == []
    assert db.exec(select(StoredFileDeletion)).all() == []
    assert db.exec(select(DocumentUsage)).all() == []


def test_a_client_that_disconnects_during_an_upload_leaves_no_file(
    service: Live, db: Session, account: Account
) -> None:
    before = len(service.log())
    connection = begin(service, account, megabytes=5)
    eventually(lambda: sum(p.stat().st_size for p in stored_files()) > 2**20)

    connection.close()

    eventually(lambda: stored_files() == [])
    assert documents(db) == 0
    log = eventually(lambda: service.log()[before:])
    assert "unhandled error" not in log


def test_an_anonymous_upload_is_refused_before_its_body_is_read(
    service: Live,
) -> None:
    nobody = Account("", "", {"Authorization": "Bearer nothing"}, {})
    started = monotonic()

    with begin(service, nobody, megabytes=0) as connection:
        status = connection.recv(100)

    assert b" 401 " in status
    assert monotonic() - started < 2
    assert stored_files() == []


def test_an_upload_without_a_length_is_refused_at_the_limit(
    db: Session, account: Account
) -> None:
    head = (
        "POST /api/v1/documents/upload HTTP/1.1\r\nHost: localhost\r\n"
        f"Authorization: {account.headers['Authorization']}\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\n"
        "Transfer-Encoding: chunked\r\n\r\n"
    )
    part = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    )
    chunks = [part, *([_MEGABYTE] * 40)]
    sent = 0
    with Live(DOCUMENT_MAX_BYTES=str(2**20)) as live:
        address = ("127.0.0.1", live.port)
        with socket.create_connection(address, timeout=10) as connection:
            connection.sendall(head.encode())
            for chunk in chunks:
                if select_.select([connection], [], [], 0)[0]:
                    break
                connection.sendall(b"%x\r\n%s\r\n" % (len(chunk), chunk))
                sent += len(chunk)
            status = connection.recv(100)

    assert b" 413 " in status
    assert sent < 30 * 2**20
    assert stored_files() == []
    assert documents(db) == 0


@pytest.mark.parametrize("setting", ["UPLOAD_SILENCE", "UPLOAD_TIME"])
def test_an_upload_that_is_too_slow_is_aborted_and_leaves_no_file(
    monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    monkeypatch.setattr(
        f"backend.modules.document.uploads.uploads.{setting}", timedelta(seconds=0.2)
    )

    async def body() -> AsyncIterator[bytes]:
        yield (
            b"--x\r\nContent-Disposition: form-data; "
            b'name="file"; filename="a.txt"\r\n\r\n'
        )
        while True:
            yield b"x"
            await asyncio.sleep(0.3 if setting == "UPLOAD_SILENCE" else 0.01)

    form = FileForm("multipart/form-data; boundary=x")
    admission = Admission(storage.new_name(), 2**20)

    with pytest.raises(UploadTooSlow):
        asyncio.run(upload_service.receive(body(), form, admission))

    assert stored_files() == []


def test_a_batch_whose_process_was_killed_is_finished_by_another(
    client: TestClient, db: Session, account: Account, time: Time
) -> None:
    owner_id = UUID(account.user["id"])
    db.add(DocumentUsage(user_id=owner_id))
    db.add_all(document(owner_id=owner_id, size=n + 1) for n in range(250))
    db.commit()
    body = {"action": "trash", "filter": {}}
    path = f"{DOCUMENTS}/batches/jobs"
    assert client.post(path, json=body, headers=account.headers).is_success
    batch = db.exec(select(DocumentBatch)).one()
    in_second_piece = batch.document_ids[150]
    held = select(Document.id).where(Document.id == in_second_piece)
    db.exec(held.with_for_update()).all()

    with Live(RUN_WORKER="true") as live:
        await_waiting(db, 1)
        live.kill()
    db.rollback()
    trashed = select(func.count()).where(col(Document.deleted_at).is_not(None))
    assert db.exec(trashed).one() == 100
    # Its connection may live on for a moment, and a timeout may have come first.
    time.advance(minutes=3)

    def is_finished() -> bool:
        run_batches(db)
        db.refresh(batch)
        return batch.finished_at is not None

    eventually(is_finished)
    assert (batch.processed, batch.changed) == (250, 250)
    assert db.exec(trashed).one() == 250
