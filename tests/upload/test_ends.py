"""Files that are refused at the end or on the way: content, duplicates, quota, callers."""

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from backend.core import default_limit
from backend.models import DocumentUsage, UploadPart, User
from backend.modules.document.background import delete_files
from tests.document.steps import DOCUMENTS, stored_files, uploaded
from tests.support.accounts import API, Account, assert_error
from tests.upload.steps import TUS, create, created, head, offset_of, patch


def set_quota(db: Session, account: Account, **limits: int) -> None:
    """Set the quota of an account."""
    db.merge(DocumentUsage(user_id=account.user["id"], **limits))
    db.commit()


def test_content_that_does_not_fit_the_name_ends_the_upload_at_its_first_bytes(
    client: TestClient, owner: Account
) -> None:
    upload = created(client, owner, 5000, filename="cat.png")

    reply = patch(client, owner, upload, b"<!doctype html>" * 200)

    assert_error(reply, 415, "content_mismatch")
    assert head(client, owner, upload).status_code == 404
    assert stored_files() == []


def test_text_is_checked_to_its_end(
    client: TestClient, db: Session, owner: Account
) -> None:
    content = b"x" * 3000 + b"\0"
    upload = created(client, owner, len(content))

    first = patch(client, owner, upload, content[:3000])
    last = patch(client, owner, upload, content[3000:], 3000)

    assert first.status_code == 204
    assert_error(last, 415, "content_mismatch")
    assert head(client, owner, upload).status_code == 404
    while delete_files(db):
        pass
    assert stored_files() == []


def test_a_duplicate_ends_the_upload_and_is_named(
    client: TestClient, db: Session, owner: Account
) -> None:
    first = uploaded(client, owner, b"abc")
    upload = created(client, owner, 3)

    reply = patch(client, owner, upload, b"abc")

    assert_error(reply, 422, "upload_is_duplicate")
    assert reply.headers["Location"] == f"{DOCUMENTS}/{first['id']}"
    assert head(client, owner, upload).status_code == 404
    usage = client.get(f"{DOCUMENTS}/usage", headers=owner.headers).json()
    assert (usage["used_bytes"], usage["files"]) == (3, 1)
    while delete_files(db):
        pass
    assert len(stored_files()) == 1


def test_a_duplicate_in_the_trash_is_told_and_can_be_allowed(
    client: TestClient, owner: Account
) -> None:
    first = uploaded(client, owner, b"abc")
    client.delete(f"{DOCUMENTS}/{first['id']}", headers=owner.headers)

    refused = patch(client, owner, created(client, owner, 3), b"abc")
    wanted = created(client, owner, 3, allow_duplicate="true")
    allowed = patch(client, owner, wanted, b"abc")

    assert_error(refused, 422, "upload_is_in_trash")
    assert allowed.status_code == 204


def test_the_target_of_a_version_can_vanish_before_the_end(
    client: TestClient, owner: Account
) -> None:
    document = uploaded(client, owner)
    upload = created(client, owner, 3, document_id=document["id"])
    client.delete(f"{DOCUMENTS}/{document['id']}", headers=owner.headers)

    reply = patch(client, owner, upload, b"abc")

    assert_error(reply, 404, "document_not_found")
    assert head(client, owner, upload).status_code == 404


def test_unfinished_uploads_count_towards_the_quota(
    client: TestClient, db: Session, owner: Account
) -> None:
    set_quota(db, owner, limit_bytes=10)
    first = created(client, owner, 6)

    refused = create(client, owner, 6)
    fits = create(client, owner, 4)
    client.delete(first.path, headers=owner.headers | TUS)

    assert_error(refused, 413, "upload_exceeds_quota")
    assert fits.status_code == 201
    assert create(client, owner, 6).status_code == 201


def test_an_upload_without_room_can_be_finished_later(
    client: TestClient, db: Session, owner: Account
) -> None:
    set_quota(db, owner, limit_bytes=8)
    upload = created(client, owner, 6)
    patch(client, owner, upload, b"abc")
    document = uploaded(client, owner, b"12345")

    refused = patch(client, owner, upload, b"def", 3)
    kept = offset_of(client, owner, upload)
    client.delete(f"{DOCUMENTS}/{document['id']}", headers=owner.headers)
    purge = f"{DOCUMENTS}/{document['id']}/purge"
    client.post(purge, headers=owner.headers)
    finished = patch(client, owner, upload, b"def", 3)

    assert_error(refused, 413, "upload_exceeds_quota")
    assert kept == 3
    assert finished.status_code == 204


def test_a_user_can_have_only_some_unfinished_uploads(
    client: TestClient, owner: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.modules.upload.upload.OPEN_UPLOADS", 2)
    done, _ = created(client, owner, 3), created(client, owner, 3)

    refused = create(client, owner, 3)
    patch(client, owner, done, b"abc")

    assert_error(refused, 422, "too_many_open_uploads")
    assert create(client, owner, 3).status_code == 201


def test_a_disabled_user_cannot_go_on(
    client: TestClient, db: Session, owner: Account
) -> None:
    upload = created(client, owner, 6)
    patch(client, owner, upload, b"abc")
    user = db.get_one(User, owner.user["id"])
    user.is_active = False
    db.add(user)
    db.commit()

    reply = patch(client, owner, upload, b"def", 3)

    assert_error(reply, 401, "invalid_token")
    assert list(db.exec(select(UploadPart.size))) == [3]


def test_a_caller_beyond_the_limit_gets_503_and_no_429(
    client: TestClient, owner: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = created(client, owner, 6)
    limit = default_limit.default_limit
    client.get(f"{API}/users/me", headers=owner.headers)
    monkeypatch.setattr(limit, "_left", {})
    monkeypatch.setattr(limit, "_calls", 0)

    asked = head(client, owner, upload)
    sent = patch(client, owner, upload, b"abc")

    assert (asked.status_code, sent.status_code) == (503, 503)
    assert int(asked.headers["Retry-After"]) > 0
