"""Tests of file_service, with which other modules read and delete a user's files."""

from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from backend.models import Document, DocumentUsage, User
from backend.modules.document.background import delete_files
from backend.modules.document.files.files import file_service
from tests.document.steps import DOCUMENTS, PNG, TEXT, stored_files, upload, uploaded
from tests.support.accounts import Account


def test_all_files_of_a_user_are_listed_and_can_be_read(
    client: TestClient, db: Session, owner: Account, other: Account
) -> None:
    document = uploaded(client, owner, title="Paper", tags=["x"])
    upload(client, owner, PNG, "cat.png", path=f"/{document['id']}/versions")
    trashed = uploaded(client, owner, b"trashed")
    client.delete(f"{DOCUMENTS}/{trashed['id']}", headers=owner.headers)
    uploaded(client, other)

    found, more = file_service.files_of(db, UUID(owner.user["id"]))

    assert more is None
    told = {
        (f.number, f.name, f.in_trash, b"".join(file_service.read(f))) for f in found
    }
    assert told == {
        (1, "note.txt", False, TEXT),
        (2, "cat.png", False, PNG),
        (1, "note.txt", True, b"trashed"),
    }


def test_many_documents_are_listed_and_deleted_in_batches(
    client: TestClient,
    db: Session,
    owner: Account,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("backend.modules.document.files.files._DOCUMENTS", 2)
    made = {uploaded(client, owner, f"text {n}".encode())["id"] for n in range(5)}
    user_id = UUID(owner.user["id"])

    told, after = [], None
    while True:
        found, after = file_service.files_of(db, user_id, after=after)
        assert len(found) <= 2
        told += [str(file.document_id) for file in found]
        if after is None:
            break
    forgotten = 0
    while file_service.forget_some(db, user_id):
        forgotten += 1

    assert len(told) == 5
    assert set(told) == made
    assert forgotten == 3


def test_deleting_the_documents_of_a_user_leaves_neither_row_nor_file(
    client: TestClient, db: Session, owner: Account, other: Account
) -> None:
    document = uploaded(client, owner)
    upload(client, owner, PNG, "cat.png", path=f"/{document['id']}/versions")
    kept = uploaded(client, other)

    assert file_service.forget_some(db, UUID(owner.user["id"]))
    db.rollback()
    assert len(stored_files()) == 3  # a deletion that was rolled back deletes no file
    assert file_service.forget_some(db, UUID(owner.user["id"]))
    db.delete(db.get_one(User, owner.user["id"]))
    db.commit()
    delete_files(db)

    assert [str(i) for i in db.exec(select(Document.id)).all()] == [kept["id"]]
    assert len(stored_files()) == 1
    owners = db.exec(select(DocumentUsage.user_id)).all()
    assert [str(o) for o in owners] == [other.user["id"]]


def test_a_user_without_documents_has_nothing_to_list_or_delete(
    client: TestClient, db: Session, owner: Account
) -> None:
    assert not file_service.forget_some(db, UUID(owner.user["id"]))
    assert file_service.files_of(db, UUID(owner.user["id"])) == ([], None)
