"""Uploads by tus 1.0 that succeed: creation, offset, bytes, document, deletion."""

import hashlib
from base64 import b64encode
from email.utils import parsedate_to_datetime
from itertools import pairwise

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from backend.background import cleanup
from backend.core import clock
from backend.core.config import settings
from backend.models import StoredFileDeletion, Upload, UploadPart, User
from backend.modules.document.background import delete_files
from backend.modules.upload import records
from backend.modules.upload.parts import receiving
from backend.modules.user.background import JOBS
from tests.document.steps import DOCUMENTS, stored_files, uploaded
from tests.fixtures import Time
from tests.support.accounts import Account, assert_error
from tests.upload.steps import (
    TUS,
    UPLOADS,
    create,
    created,
    head,
    metadata,
    offset_of,
    patch,
)
from tests.user.steps import request_deletion

TEXT = b"0123456789abcde\n" * 200


def test_the_server_tells_what_it_supports(client: TestClient) -> None:
    reply = client.options(UPLOADS)

    assert reply.status_code == 204
    assert reply.headers["Tus-Resumable"] == "1.0.0"
    assert reply.headers["Tus-Version"] == "1.0.0"
    assert reply.headers["Tus-Extension"] == "creation,expiration,checksum,termination"
    assert reply.headers["Tus-Max-Size"] == str(settings.DOCUMENT_MAX_BYTES)
    assert reply.headers["Tus-Checksum-Algorithm"] == "sha1,sha256"


def test_a_file_that_arrives_in_pieces_becomes_a_document(
    client: TestClient, db: Session, owner: Account
) -> None:
    values = {"title": "Größe", "tags": '["Home", "tax"]', "filetype": "image/png"}
    reply = create(client, owner, len(TEXT), **values)
    upload = created(client, owner, len(TEXT), **values)
    assert reply.headers["Location"].startswith(UPLOADS + "/")
    assert reply.headers["Upload-Offset"] == "0"
    assert "Upload-Expires" in reply.headers

    for start, end in pairwise([0, 1, 1000, 1000, len(TEXT)]):
        reply = patch(client, owner, upload, TEXT[start:end], start)
        assert reply.status_code == 204, reply.text
        assert reply.headers["Upload-Offset"] == str(end)
        assert reply.headers["Tus-Resumable"] == "1.0.0"
    told = head(client, owner, upload)

    document_id = reply.headers["X-Document-Id"]
    document = client.get(f"{DOCUMENTS}/{document_id}", headers=owner.headers).json()
    assert document["title"] == "Größe"
    assert document["tags"] == ["home", "tax"]
    assert document["sha256"] == hashlib.sha256(TEXT).hexdigest()
    assert document["text_status"] == "pending"
    # The last reply may have been lost, so the upload still tells the document.
    assert told.headers["X-Document-Id"] == document_id
    assert told.headers["Upload-Offset"] == told.headers["Upload-Length"]
    assert told.headers["Cache-Control"] == "no-store"
    assert told.headers["Upload-Metadata"] == metadata(filename="note.txt", **values)
    state = client.get(upload.path, headers=owner.headers).json()
    assert (state["document_id"], state["offset"]) == (document_id, len(TEXT))
    # Nothing but the document stays.
    while delete_files(db):
        pass
    assert [path.read_bytes() for path in stored_files()] == [TEXT]
    assert db.exec(select(UploadPart)).all() == []


def test_a_large_body_is_recorded_in_parts(
    client: TestClient, db: Session, owner: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "PART_BYTES", 500)
    upload = created(client, owner, len(TEXT))

    patch(client, owner, upload, TEXT[:1200])
    sizes = list(db.exec(select(UploadPart.size).order_by("start")))
    last = patch(client, owner, upload, TEXT[1200:], 1200)

    assert sum(sizes) == 1200
    path = f"{DOCUMENTS}/{last.headers['X-Document-Id']}/download"
    assert client.get(path, headers=owner.headers).content == TEXT


def test_many_short_requests_leave_one_part(
    client: TestClient, db: Session, owner: Account
) -> None:
    upload = created(client, owner, 100)

    for offset in range(20):
        patch(client, owner, upload, b"x", offset)

    assert list(db.exec(select(UploadPart.size))) == [20]
    while delete_files(db):
        pass
    assert len(stored_files()) == 1


def test_a_file_can_become_a_version(client: TestClient, owner: Account) -> None:
    document = uploaded(client, owner)
    upload = created(client, owner, 3, document_id=document["id"], label="Signed")

    reply = patch(client, owner, upload, b"new")

    assert reply.headers["X-Document-Id"] == document["id"]
    path = f"{DOCUMENTS}/{document['id']}/versions"
    newest = client.get(path, headers=owner.headers).json()["items"][0]
    assert (newest["number"], newest["label"], newest["size"]) == (2, "Signed", 3)


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_body_with_a_wrong_digest_is_not_kept(
    client: TestClient, owner: Account, algorithm: str
) -> None:
    upload = created(client, owner, 6)
    digest = b64encode(hashlib.new(algorithm, b"abc").digest()).decode()
    checksum = f"{algorithm} {digest}"

    wrong = patch(client, owner, upload, b"abd", Upload_Checksum=checksum)
    kept = offset_of(client, owner, upload)
    right = patch(client, owner, upload, b"abc", Upload_Checksum=checksum)

    assert_error(wrong, 460, "checksum_mismatch")
    assert kept == 0
    assert right.headers["Upload-Offset"] == "3"


def test_an_upload_expires_a_day_after_its_last_bytes(
    client: TestClient, db: Session, owner: Account, time: Time
) -> None:
    upload = created(client, owner, 6)
    for offset in range(3):
        time.advance(hours=20)
        assert patch(client, owner, upload, b"x", offset).status_code == 204
        delete_files(db)
    expires = head(client, owner, upload).headers["Upload-Expires"]
    assert parsedate_to_datetime(expires) > clock.now()
    time.advance(hours=24, seconds=1)

    gone = patch(client, owner, upload, b"x", 3)
    cleanup.run(db, records.KEPT)
    time.advance(hours=3)
    while delete_files(db):
        pass

    assert_error(gone, 404, "upload_not_found")
    assert stored_files() == []
    assert db.exec(select(Upload)).all() == []
    assert db.exec(select(StoredFileDeletion)).all() == []


def test_a_deleted_upload_is_gone_with_its_bytes(
    client: TestClient, db: Session, owner: Account
) -> None:
    upload = created(client, owner, 6)
    patch(client, owner, upload, b"abc")

    reply = client.delete(upload.path, headers=owner.headers | TUS)

    assert reply.status_code == 204
    assert head(client, owner, upload).status_code == 404
    while delete_files(db):
        pass
    assert stored_files() == []


def test_a_deleted_account_leaves_no_bytes(
    client: TestClient, db: Session, owner: Account
) -> None:
    patch(client, owner, created(client, owner, 6), b"abc")
    assert request_deletion(client, owner).status_code == 202
    user = db.get_one(User, owner.user["id"])
    user.delete_at = clock.now()
    db.add(user)
    db.commit()

    while JOBS[0].run(db):
        pass
    while delete_files(db):
        pass

    assert db.exec(select(UploadPart)).all() == []
    assert stored_files() == []


def test_deleting_a_finished_upload_keeps_its_document(
    client: TestClient, owner: Account
) -> None:
    upload = created(client, owner, 3)
    document_id = patch(client, owner, upload, b"abc").headers["X-Document-Id"]

    reply = client.delete(upload.path, headers=owner.headers | TUS)

    assert reply.status_code == 204
    path = f"{DOCUMENTS}/{document_id}/download"
    assert client.get(path, headers=owner.headers).content == b"abc"


def test_unfinished_uploads_are_listed(client: TestClient, owner: Account) -> None:
    done, running = created(client, owner, 3), created(client, owner, 6)
    patch(client, owner, done, b"abc")
    patch(client, owner, running, b"def")

    found = client.get(UPLOADS, headers=owner.headers).json()["items"]

    assert [(each["id"], each["offset"]) for each in found] == [(running.id, 3)]


def test_an_empty_body_at_the_end_tells_the_document_again(
    client: TestClient, owner: Account
) -> None:
    upload = created(client, owner, 3)
    first = patch(client, owner, upload, b"abc")

    again = patch(client, owner, upload, b"", 3)

    assert again.status_code == 204
    assert again.headers["X-Document-Id"] == first.headers["X-Document-Id"]
