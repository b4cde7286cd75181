"""One bad row, one locked table or one user holds up no other background work."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlmodel import Session, col, select, update

from backend.background.jobs import runners
from backend.background.queues import MAX_ATTEMPTS
from backend.core import clock, storage
from backend.core.exceptions import ServiceUnavailable
from backend.core.folder_storage import FolderStorage
from backend.models import (
    Document,
    DocumentText,
    DocumentUsage,
    JobRun,
    StoredFileDeletion,
)
from backend.modules import registry
from backend.modules.document.background import (
    delete_files,
    purge_trash,
    read_text,
)
from backend.modules.document.files.deletions import DELETIONS
from backend.modules.document.text.text import TEXTS
from tests import fixtures
from tests.document.steps import DOCUMENTS, uploaded
from tests.fixtures import Time
from tests.support import environment
from tests.support.accounts import Account, verified
from tests.support.waiting import eventually

NAMES = {job.name for job in registry.jobs()}


@contextmanager
def all_jobs() -> Iterator[None]:
    """Run all jobs of the service during the block."""
    threads = runners(registry.jobs())
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for thread in threads:
            thread.stop()
    assert not any(thread._thread.is_alive() for thread in threads)


def succeeded(db: Session) -> set[str]:
    """Return the names of the jobs that have succeeded."""
    db.rollback()
    done = col(JobRun.succeeded_at).is_not(None)
    return set(db.exec(select(JobRun.name).where(done)))


def error_of(db: Session, name: str) -> str:
    """Return the last error of a job; empty if it never failed."""
    db.rollback()
    run = db.get(JobRun, name)
    return (run.error if run else None) or ""


@pytest.fixture
def owner(client: TestClient) -> Account:
    """The account that holds something up."""
    return verified(client)


def text_of(db: Session, document_id: str) -> str:
    """Return the text status of a document."""
    db.rollback()
    return db.exec(
        select(Document.text_status).where(Document.id == UUID(document_id))
    ).one()


def test_a_locked_table_holds_up_only_its_own_cleanup(db: Session) -> None:
    locked = "cleanup security_events"

    with Session(fixtures.engine) as other, all_jobs():
        other.execute(text("LOCK TABLE security_events IN ACCESS EXCLUSIVE MODE"))
        eventually(lambda: succeeded(db) == NAMES - {locked}, seconds=60)
        error = eventually(lambda: error_of(db, locked), seconds=60)
        other.rollback()
        eventually(lambda: succeeded(db) == NAMES, seconds=60)

    assert "lock timeout" in error


def test_a_text_that_takes_long_holds_up_no_other_job_and_no_stop(
    client: TestClient,
    db: Session,
    owner: Account,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    slow = tmp_path / "reader.py"
    slow.write_text("import time\ntime.sleep(600)\n")
    monkeypatch.setattr("backend.modules.document.text.reader.reader.program", slow)
    document = uploaded(client, owner)

    with all_jobs():
        eventually(lambda: succeeded(db) == NAMES - {"read texts"}, seconds=60)

    assert text_of(db, document["id"]) == "pending"
    assert db.exec(select(DocumentText.attempts)).one() == 1
    running = subprocess.run(["/usr/bin/env", "pgrep", "-f", str(slow)], check=False)
    assert running.returncode == 1


def test_a_file_that_cannot_be_deleted_holds_up_no_other_and_is_given_up_later(
    db: Session, time: Time
) -> None:
    stuck = storage.new_name()
    # The store cannot delete a folder.
    (environment.storage / stuck / "inside").mkdir(parents=True)
    hour = timedelta(hours=1)
    db.add(StoredFileDeletion(name=stuck, due_at=clock.now() - hour))
    others = [environment.storage / storage.new_name() for _ in range(25)]
    for path in others:
        path.parent.mkdir(exist_ok=True)
        path.touch()
        name = str(path.relative_to(environment.storage))
        db.add(StoredFileDeletion(name=name, due_at=clock.now()))
    db.commit()

    while delete_files(db):
        pass

    row = db.exec(select(StoredFileDeletion)).one()
    assert (row.name, row.attempts) == (stuck, 1)
    assert row.due_at > clock.now()
    assert not any(path.exists() for path in others)

    for _ in range(MAX_ATTEMPTS):
        time.advance(hours=6)
        delete_files(db)
    assert [dead.key for dead in DELETIONS.dead(db, limit=9)] == [stuck]
    assert DELETIONS.count_dead(db) == 1
    assert DELETIONS.overdue_by(db) == timedelta()

    (environment.storage / stuck / "inside").rmdir()
    (environment.storage / stuck).rmdir()
    assert DELETIONS.retry(db, "another") == 0
    assert DELETIONS.retry(db, stuck) == 1
    delete_files(db)
    assert db.exec(select(StoredFileDeletion)).all() == []


def test_the_texts_of_one_owner_do_not_hold_up_those_of_another(
    client: TestClient, db: Session, owner: Account
) -> None:
    many = [uploaded(client, owner, b"text %d" % number)["id"] for number in range(4)]
    last = uploaded(client, verified(client))["id"]

    for _ in range(2):
        read_text(db)

    assert text_of(db, last) == "done"
    assert [text_of(db, each) for each in many] == ["done"] + ["pending"] * 3


def test_texts_above_the_cap_are_read_when_no_other_waits(
    client: TestClient,
    db: Session,
    owner: Account,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("backend.modules.document.sandbox.db._AT_ONCE", 2)
    many = [uploaded(client, owner, b"text %d" % number)["id"] for number in range(5)]
    due = list(db.exec(select(DocumentText.due_at).order_by(col(DocumentText.due_at))))
    for _ in range(2):
        read_text(db)
    last = uploaded(client, verified(client))["id"]

    read_text(db)

    waits = [round((at - clock.now()) / timedelta(minutes=10)) for at in due if at]
    assert waits == [0, 0, 1, 1, 2]
    assert text_of(db, last) == "done"
    assert [text_of(db, each) for each in many] == ["done"] * 2 + ["pending"] * 3
    while read_text(db):
        pass
    assert {text_of(db, each) for each in many} == {"done"}


def test_a_text_whose_file_does_not_come_is_tried_later_and_given_up_at_last(
    client: TestClient,
    db: Session,
    owner: Account,
    monkeypatch: pytest.MonkeyPatch,
    time: Time,
) -> None:
    document = uploaded(client, owner)

    def unavailable(*_: object) -> Iterator[bytes]:
        raise ServiceUnavailable(retry_after=5)

    with monkeypatch.context() as away:
        away.setattr(FolderStorage, "chunks", unavailable)
        assert read_text(db)
        assert not read_text(db)
        assert text_of(db, document["id"]) == "pending"
        for _ in range(MAX_ATTEMPTS):
            time.advance(hours=6)
            read_text(db)
    assert text_of(db, document["id"]) == "failed"
    assert TEXTS.count_dead(db) == 1

    TEXTS.retry(db)
    read_text(db)

    assert text_of(db, document["id"]) == "done"
    assert TEXTS.count_dead(db) == 0


def test_an_owner_whose_trash_cannot_be_purged_holds_up_no_other(
    client: TestClient, db: Session, owner: Account, time: Time
) -> None:
    for account in (owner, verified(client)):
        document = uploaded(client, account)
        client.delete(f"{DOCUMENTS}/{document['id']}", headers=account.headers)
    # The constraint of the usage refuses to fall below zero.
    bad = UUID(owner.user["id"])
    db.execute(
        update(DocumentUsage).values(files=0).where(col(DocumentUsage.user_id) == bad)
    )
    db.commit()
    time.advance(days=31)

    failures = 0
    for _ in range(4):
        try:
            purge_trash(db)
        except Exception:  # noqa: BLE001 (the job's failure, whichever it is)
            db.rollback()
            failures += 1

    assert failures == 1
    assert db.exec(select(Document.owner_id)).all() == [bad]
