"""Tests of the trash: delete, restore, and purge with all files."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, col, func, select

from backend.core.config import settings
from backend.models import Document, DocumentVersion, StoredFileDeletion
from backend.modules.document.background import delete_files, purge_trash
from tests.document.steps import DOCUMENTS, PNG, stored_files, upload, uploaded
from tests.fixtures import Time
from tests.support.accounts import Account, assert_error, bearer, log_in


def usage(client: TestClient, account: Account) -> tuple[int, int]:
    """Return the bytes and the number of files that an account uses."""
    body = client.get(f"{DOCUMENTS}/usage", headers=account.headers).json()
    return body["used_bytes"], body["files"]


def delete(client: TestClient, account: Account, document_id: str) -> None:
    """Move a document to the trash."""
    path = f"{DOCUMENTS}/{document_id}"
    assert client.delete(path, headers=account.headers).status_code == 204


def trashed(client: TestClient, account: Account) -> list[str]:
    """Return the ids of the documents in the trash."""
    page = client.get(f"{DOCUMENTS}/trash", headers=account.headers).json()
    return [item["id"] for item in page["items"]]


def test_a_deleted_document_is_only_found_in_the_trash(
    client: TestClient, owner: Account
) -> None:
    document_id = uploaded(client, owner, title="Paper")["id"]
    path = f"{DOCUMENTS}/{document_id}"
    delete(client, owner, document_id)

    assert trashed(client, owner) == [document_id]
    assert client.get(DOCUMENTS, headers=owner.headers).json()["items"] == []
    found = client.get(f"{DOCUMENTS}?search=paper", headers=owner.headers).json()
    assert found["items"] == []
    for method, rest in (("GET", ""), ("DELETE", ""), ("GET", "/download")):
        reply = client.request(method, path + rest, headers=owner.headers)
        assert_error(reply, 404, "document_not_found")
    assert usage(client, owner)[1] == 1


def test_a_restored_document_is_unchanged_except_for_its_etag(
    client: TestClient, owner: Account
) -> None:
    document = uploaded(client, owner)
    delete(client, owner, document["id"])

    back = client.post(
        f"{DOCUMENTS}/{document['id']}/restore", headers=owner.headers
    ).json()

    assert back["deleted_at"] is None
    assert {**back, "etag": ""} == {**document, "etag": ""}
    assert trashed(client, owner) == []


def test_purging_a_document_deletes_all_its_files(
    client: TestClient, db: Session, owner: Account
) -> None:
    document_id = uploaded(client, owner)["id"]
    upload(client, owner, PNG, "b.png", path=f"/{document_id}/versions")
    kept = uploaded(client, owner, b"kept")
    delete(client, owner, document_id)

    path = f"{DOCUMENTS}/{document_id}/purge"
    assert client.post(path, headers=owner.headers).status_code == 204
    assert len(stored_files()) == 3  # a job deletes them after the commit
    delete_files(db)

    assert len(stored_files()) == 1
    assert usage(client, owner) == (kept["size"], 1)
    assert db.exec(select(StoredFileDeletion)).all() == []


def test_a_document_outside_the_trash_cannot_be_purged(
    client: TestClient, owner: Account
) -> None:
    document_id = uploaded(client, owner)["id"]

    reply = client.post(f"{DOCUMENTS}/{document_id}/purge", headers=owner.headers)

    assert_error(reply, 404, "document_not_found")


def test_the_trash_is_emptied_in_batches(
    client: TestClient, db: Session, owner: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.modules.document.trash.trash._AT_ONCE", 2)
    for number in range(3):
        document = uploaded(client, owner, b"%d" % number)
        delete(client, owner, document["id"])

    def empty() -> bool:
        reply = client.delete(f"{DOCUMENTS}/trash", headers=owner.headers)
        return bool(reply.json()["is_empty"])

    assert [empty(), empty()] == [False, True]
    delete_files(db)
    assert stored_files() == []
    assert usage(client, owner) == (0, 0)


def test_only_documents_that_were_in_the_trash_too_long_are_purged(
    client: TestClient, db: Session, owner: Account, other: Account, time: Time
) -> None:
    for account in (owner, other):
        delete(client, account, uploaded(client, account)["id"])
    time.advance(days=settings.DOCUMENT_TRASH_DAYS - 1)
    token = bearer(log_in(client, owner.email)["access_token"])
    again = Account(owner.email, owner.password, token, owner.user)
    young = uploaded(client, again, b"young")
    delete(client, again, young["id"])
    while purge_trash(db):
        pass
    assert db.exec(select(func.count()).select_from(Document)).one() == 3

    time.advance(days=2)
    runs = 0
    while purge_trash(db):
        runs += 1
    delete_files(db)

    assert runs == 2
    assert [str(i) for i in db.exec(select(Document.id)).all()] == [young["id"]]
    assert (
        len(stored_files())
        == db.exec(select(func.count(col(DocumentVersion.id)))).one()
    )


def test_the_trash_is_listed_in_pages_last_deleted_first(
    client: TestClient, owner: Account, time: Time
) -> None:
    ids = [uploaded(client, owner, b"%d" % n)["id"] for n in range(3)]
    for document_id in ids:
        time.advance(seconds=timedelta(seconds=1).total_seconds())
        delete(client, owner, document_id)

    first = client.get(f"{DOCUMENTS}/trash?limit=2", headers=owner.headers).json()
    cursor = {"cursor": first["next_cursor"]}
    rest = client.get(f"{DOCUMENTS}/trash", params=cursor, headers=owner.headers)

    found = [d["id"] for page in (first, rest.json()) for d in page["items"]]
    assert found == ids[::-1]
