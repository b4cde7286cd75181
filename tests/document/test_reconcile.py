"""Tests of the command that compares storage and database, and repairs differences."""

import json
from datetime import timedelta
from pathlib import Path

from click.testing import CliRunner
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlmodel import Session, col, func, select

from backend.cli.app import app
from backend.core import clock
from backend.models import Document, StoredFileDeletion
from backend.modules.document.background import delete_files, read_text
from tests.document.steps import DOCUMENTS, PNG, TEXT, stored_files, upload, uploaded
from tests.support import environment
from tests.support.accounts import Account


def reconcile(*options: str) -> dict[str, int]:
    """Run the command and return the counts that it prints."""
    done = CliRunner().invoke(app, ["reconcile", "--json", *options])
    assert done.exit_code == 0, done.output
    found: dict[str, int] = json.loads(done.output.splitlines()[-1])
    return found


def stray(name: str) -> Path:
    """Put a file without a row into the storage, and return its path."""
    path = environment.storage / "ab" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"stray")
    return path


def file_with(content: bytes) -> Path:
    """Return the path of the stored file with this content."""
    [found] = [path for path in stored_files() if path.read_bytes() == content]
    return found


def test_nothing_is_changed_if_storage_and_database_agree(
    client: TestClient, db: Session, owner: Account
) -> None:
    uploaded(client, owner)

    found = reconcile()

    assert found == {
        "files": 1,
        "files_without_row": 0,
        "rows_without_file": 0,
        "mended": True,
    }
    delete_files(db)
    assert len(stored_files()) == 1


def test_a_file_without_a_row_is_deleted(
    client: TestClient, db: Session, owner: Account
) -> None:
    uploaded(client, owner)
    paths = [stray("ab" + "0" * 30), stray("ab" + "2" * 30 + "#1")]

    dry = reconcile("--dry-run")
    assert db.exec(select(StoredFileDeletion)).all() == []
    found = reconcile()
    delete_files(db)

    assert dry["files_without_row"] == found["files_without_row"] == 2
    assert not [path for path in paths if path.exists()]
    assert len(stored_files()) == 1


def test_a_document_whose_file_is_lost_is_deleted_and_no_longer_counted(
    client: TestClient, db: Session, owner: Account
) -> None:
    uploaded(client, owner)
    kept = uploaded(client, owner, b"kept")
    file_with(TEXT).unlink()

    assert reconcile()["rows_without_file"] == 1

    assert [str(i) for i in db.exec(select(Document.id)).all()] == [kept["id"]]
    usage = client.get(f"{DOCUMENTS}/usage", headers=owner.headers).json()
    assert (usage["used_bytes"], usage["files"]) == (4, 1)
    assert reconcile()["rows_without_file"] == 0


def test_a_document_that_lost_its_current_version_gets_the_previous_one(
    client: TestClient, db: Session, owner: Account
) -> None:
    document = uploaded(client, owner)
    upload(client, owner, PNG, "cat.png", path=f"/{document['id']}/versions")
    while read_text(db):
        pass
    file_with(PNG).unlink()

    reconcile()

    path = f"{DOCUMENTS}/{document['id']}"
    found = client.get(path, headers=owner.headers).json()
    assert (found["version"], found["name"]) == (1, "note.txt")
    assert client.get(f"{path}/download", headers=owner.headers).content == TEXT
    assert client.get(f"{DOCUMENTS}/usage", headers=owner.headers).json()["files"] == 1


def test_a_wrong_storage_deletes_no_documents_unless_forced(
    client: TestClient, db: Session, owner: Account
) -> None:
    for number in range(11):
        uploaded(client, owner, b"%d" % number)
    for path in stored_files():
        path.unlink()

    refused = CliRunner().invoke(app, ["reconcile"])
    assert refused.exit_code == 1
    assert db.exec(select(func.count(col(Document.id)))).one() == 11
    db.rollback()

    assert reconcile("--force")["rows_without_file"] == 11
    assert db.exec(select(func.count(col(Document.id)))).one() == 0


def test_the_file_of_a_running_upload_is_not_a_file_without_a_row(
    client: TestClient, db: Session, owner: Account
) -> None:
    path = stray("ab" + "1" * 30)
    db.add(
        StoredFileDeletion(
            name=f"ab/{path.name}", due_at=clock.now() + timedelta(hours=1)
        )
    )
    db.commit()

    assert reconcile()["files_without_row"] == 0


def test_the_names_of_a_shard_are_found_by_an_index(db: Session) -> None:
    db.execute(text("SET LOCAL enable_seqscan = off"))
    db.execute(text("SET LOCAL enable_bitmapscan = off"))
    for table, column, constraint in (
        ("document_versions", "storage_name", "uq_document_versions_storage_name"),
        ("stored_file_deletions", "name", "pk_stored_file_deletions"),
    ):
        # Of few rows, the planner could read all by this index too. Rolled back.
        db.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}"))
        query = f"EXPLAIN SELECT {column} FROM {table} WHERE {column} LIKE 'ab/%'"
        plan = "\n".join(db.execute(text(query)).scalars())
        # In the order of en_US.UTF-8, another index cannot find the beginning of names.
        assert "_shard" in plan, plan
        assert "Index Cond" in plan, plan
