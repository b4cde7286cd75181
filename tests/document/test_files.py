"""What other modules call: all files of a user, and their end."""

from uuid import UUID

from fastapi.testclient import TestClient
from sqlmodel import Session, select

from backend.models import Document, DocumentUsage, User
from backend.modules.document import files
from backend.modules.document.background import delete_files
from tests.accounts import Account
from tests.document.steps import DOCUMENTS, PNG, TEXT, stored_files, upload, uploaded


def test_all_files_of_a_user_are_told_and_read(
    client: TestClient, db: Session, owner: Account, other: Account
) -> None:
    document = uploaded(client, owner, title="Paper", tags=["x"])
    upload(client, owner, PNG, "cat.png", path=f"/{document['id']}/versions")
    trashed = uploaded(client, owner, b"trashed")
    client.delete(f"{DOCUMENTS}/{trashed['id']}", headers=owner.headers)
    uploaded(client, other)

    found = files.files_of(db, UUID(owner.user["id"]))

    assert [(f.number, f.name, f.in_trash) for f in found] == [
        (1, "note.txt", False),
        (2, "cat.png", False),
        (1, "note.txt", True),
    ]
    assert [b"".join(files.read(f)) for f in found] == [TEXT, PNG, b"trashed"]


def test_who_is_forgotten_leaves_neither_row_nor_file(
    client: TestClient, db: Session, owner: Account, other: Account
) -> None:
    document = uploaded(client, owner)
    upload(client, owner, PNG, "cat.png", path=f"/{document['id']}/versions")
    kept = uploaded(client, other)

    files.forget_owner(db, UUID(owner.user["id"]))
    db.rollback()
    assert len(stored_files()) == 3  # a rolled back removal removes nothing
    files.forget_owner(db, UUID(owner.user["id"]))
    db.delete(db.get_one(User, owner.user["id"]))
    db.commit()
    delete_files(db)

    assert [str(i) for i in db.exec(select(Document.id)).all()] == [kept["id"]]
    assert len(stored_files()) == 1
    owners = db.exec(select(DocumentUsage.user_id)).all()
    assert [str(o) for o in owners] == [other.user["id"]]


def test_who_has_nothing_is_forgotten_too(
    client: TestClient, db: Session, owner: Account
) -> None:
    files.forget_owner(db, UUID(owner.user["id"]))

    assert files.files_of(db, UUID(owner.user["id"])) == []
