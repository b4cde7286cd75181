"""Uploads at the same time: requests for the same bytes, the end, deletion, the quota."""

from collections import Counter
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, col, func, select

from backend.core import clock
from backend.models import (
    Document,
    DocumentUsage,
    StoredFileDeletion,
    Upload,
    UploadPart,
    UserSession,
)
from backend.modules.document.background import delete_files
from backend.modules.upload.exceptions import OffsetMismatch
from backend.modules.upload.lib import Lease, Part
from backend.modules.upload.parts.parts import part_service
from tests.document.steps import stored_files
from tests.support.accounts import Account, assert_error
from tests.support.racing import at_once
from tests.upload.steps import TUS, create, created, offset_of, patch

ATTEMPTS = 12


def settle(db: Session) -> int:
    """Delete what is due, and return the number of documents."""
    while delete_files(db):
        pass
    db.rollback()
    return db.exec(select(func.count(col(Document.id)))).one()


def test_of_parallel_requests_for_the_same_offset_one_succeeds(
    client: TestClient, db: Session, owner: Account
) -> None:
    upload = created(client, owner, 6)

    found = Counter(
        at_once(ATTEMPTS, lambda _: patch(client, owner, upload, b"abc").status_code)
    )

    assert found == {204: 1, 409: ATTEMPTS - 1}
    assert offset_of(client, owner, upload) == 3
    settle(db)
    assert len(stored_files()) == 1


def test_parallel_ends_of_an_upload_make_one_document(
    client: TestClient, db: Session, owner: Account
) -> None:
    upload = created(client, owner, 6, allow_duplicate="true")
    patch(client, owner, upload, b"abc")

    found = Counter(
        at_once(ATTEMPTS, lambda _: patch(client, owner, upload, b"def", 3).status_code)
    )

    assert found == {204: 1, 409: ATTEMPTS - 1}
    assert settle(db) == 1
    assert [path.read_bytes() for path in stored_files()] == [b"abcdef"]
    usage = db.exec(select(DocumentUsage)).one()
    assert (usage.used_bytes, usage.files) == (6, 1)


def test_deleting_an_upload_during_its_end_leaves_all_or_nothing(
    client: TestClient, db: Session, owner: Account
) -> None:
    uploads = [created(client, owner, 3, allow_duplicate="true") for _ in range(6)]

    def one(number: int) -> int:
        upload = uploads[number // 2]
        if number % 2:
            headers = owner.headers | TUS
            return client.delete(upload.path, headers=headers).status_code
        return patch(client, owner, upload, b"abc").status_code

    found = at_once(12, one)

    assert set(found[1::2]) == {204}
    # The upload was deleted before, during or after its end.
    assert set(found[::2]) <= {204, 404, 409}
    assert settle(db) == found[::2].count(204) == len(stored_files())
    assert db.exec(select(UploadPart)).all() == []


def test_parallel_creations_do_not_exceed_the_quota(
    client: TestClient, db: Session, owner: Account
) -> None:
    db.add(DocumentUsage(user_id=owner.user["id"], limit_bytes=5 * 100 + 99))
    db.commit()

    found = Counter(at_once(ATTEMPTS, lambda _: create(client, owner, 100).status_code))

    assert found == {201: 5, 413: ATTEMPTS - 5}


def lease_of(db: Session, client: TestClient, owner: Account) -> Lease:
    """Return the lease of a request that has just begun, as in another process."""
    upload = created(client, owner, 6)
    login = db.exec(select(UserSession)).one()
    lease = part_service.begin(db, upload.id, owner_id=login.user_id, offset=0)  # type: ignore[arg-type]
    db.commit()
    return lease


def test_an_older_request_in_another_process_cannot_move_the_offset(
    client: TestClient, db: Session, owner: Account
) -> None:
    older = lease_of(db, client, owner)
    newer = part_service.begin(db, older.upload_id, owner_id=older.owner_id, offset=0)
    db.commit()

    with pytest.raises(OffsetMismatch):
        part_service.store(db, older, Part(0, 1, older.part_name))
    db.rollback()
    following = part_service.store(db, newer, Part(0, 2, newer.part_name))

    assert following.offset == 2


def test_a_refusal_of_an_older_request_does_not_end_the_upload(
    client: TestClient, db: Session, owner: Account
) -> None:
    older = lease_of(db, client, owner)
    part_service.begin(db, older.upload_id, owner_id=older.owner_id, offset=0)
    db.commit()

    part_service.refuse(db, older)

    assert db.exec(select(Upload.generation)).all() == [2]


def test_giving_up_a_request_deletes_no_part_that_was_recorded(
    client: TestClient, db: Session, owner: Account
) -> None:
    lease = lease_of(db, client, owner)
    following = part_service.store(db, lease, Part(0, 2, lease.part_name))
    names = [lease.part_name, following.part_name]

    part_service.drop(db, lease.upload_id, names)

    due = select(StoredFileDeletion.name).where(
        col(StoredFileDeletion.due_at) <= clock.now()
    )
    assert db.exec(due).all() == [following.part_name]


def test_a_request_without_a_place_is_told_to_resume(
    client: TestClient, owner: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.modules.document.uploads.turns.UPLOADS_AT_ONCE", 0)
    monkeypatch.setattr(
        "backend.modules.document.uploads.turns.UPLOAD_TURN_TIME",
        timedelta(milliseconds=10),
    )

    reply = patch(client, owner, created(client, owner, 6), b"abc")

    assert_error(reply, 503, "resume_later")
    assert int(reply.headers["Retry-After"]) > 0
