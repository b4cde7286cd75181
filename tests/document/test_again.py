"""Uploads that exceed the quota, and repeated uploads of a file or a request."""

import json

from fastapi.testclient import TestClient
from sqlmodel import Session

from backend.models import DocumentUsage
from tests.document.steps import DOCUMENTS, TEXT, stored_files, upload, uploaded
from tests.support.accounts import Account, assert_error

PART = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'


def test_an_upload_that_exceeds_the_quota_is_refused_and_not_stored(
    client: TestClient, db: Session, owner: Account
) -> None:
    db.add(DocumentUsage(user_id=owner.user["id"], limit_bytes=len(TEXT)))
    db.commit()
    assert upload(client, owner, TEXT + b"more").status_code == 409

    first = upload(client, owner, TEXT)
    second = upload(client, owner, b"x", "other.txt")

    assert first.status_code == 201
    assert_error(second, 409, "quota_exceeded")
    assert len(stored_files()) == 1


def test_the_quota_also_limits_the_number_of_files(
    client: TestClient, db: Session, owner: Account
) -> None:
    db.add(DocumentUsage(user_id=owner.user["id"], limit_files=1))
    db.commit()
    document = uploaded(client, owner)

    as_document = upload(client, owner, b"other", "other.txt")
    as_version = upload(client, owner, b"other", path=f"/{document['id']}/versions")

    assert_error(as_document, 409, "quota_exceeded")
    assert_error(as_version, 409, "quota_exceeded")


def test_a_duplicate_upload_is_a_conflict_that_names_the_existing_document(
    client: TestClient, owner: Account, other: Account
) -> None:
    document = uploaded(client, owner)

    again = upload(client, owner, name="copy.txt")
    anothers = upload(client, other)
    allowed = upload(client, owner, params={"allow_duplicate": True})

    assert_error(again, 409, "duplicate_document")
    assert again.headers["Location"] == f"{DOCUMENTS}/{document['id']}"
    assert document["id"] in again.json()["detail"]
    assert anothers.status_code == allowed.status_code == 201
    assert len(stored_files()) == 3


def test_a_duplicate_of_a_document_in_the_trash_is_reported_as_such(
    client: TestClient, owner: Account
) -> None:
    document = uploaded(client, owner)
    client.delete(f"{DOCUMENTS}/{document['id']}", headers=owner.headers)

    again = upload(client, owner)

    assert_error(again, 409, "duplicate_in_trash")
    assert again.headers["Location"] == f"{DOCUMENTS}/{document['id']}"


def test_an_upload_repeated_with_its_idempotency_key_is_stored_once(
    client: TestClient, owner: Account
) -> None:
    keyed = Account(
        owner.email,
        owner.password,
        owner.headers | {"Idempotency-Key": "a-key-of-sixteen-or-more"},
        owner.user,
    )

    first = upload(client, keyed, title="A")
    again = upload(client, keyed, title="A")
    different = upload(client, keyed, title="B")

    assert first.status_code == again.status_code == 201
    assert json.loads(again.content) == first.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert_error(different, 422, "idempotency_key_reused")
    assert len(stored_files()) == 1


def test_a_form_type_with_capitals_is_accepted_with_an_idempotency_key(
    client: TestClient, owner: Account
) -> None:
    headers = owner.headers | {
        "Idempotency-Key": "a-key-of-sixteen-or-more",
        "Content-Type": "Multipart/Form-Data; boundary=x",
    }

    reply = client.post(
        f"{DOCUMENTS}/upload", content=PART + b"hi\r\n--x--\r\n", headers=headers
    )

    assert reply.status_code == 201
