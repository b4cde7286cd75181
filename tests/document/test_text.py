"""Tests of reading the text of documents, also of hostile files."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from backend.background.queues import MAX_ATTEMPTS
from backend.core import clock
from backend.models import DocumentText
from backend.modules.document.background import read_text
from backend.modules.document.sandbox.confine import TimeIsUp
from backend.modules.document.text import extract
from backend.modules.document.text.text import TEXTS, text_service
from tests.document.files import pdf
from tests.document.steps import DOCUMENTS, PNG, stored_files, uploaded
from tests.document.test_search import search
from tests.fixtures import Time
from tests.support.accounts import Account


def status(client: TestClient, account: Account, document_id: str) -> str:
    """Return the `text_status` of a document."""
    path = f"{DOCUMENTS}/{document_id}"
    return str(client.get(path, headers=account.headers).json()["text_status"])


def test_only_text_markdown_and_pdf_files_are_read(
    client: TestClient, db: Session, owner: Account, tmp_path: Any
) -> None:
    files = {
        "note.txt": "a würdig note".encode(),
        "page.md": b"# Heading\nmarkdown",
        "paper.pdf": pdf("paper of trees", tmp_path),
        "cat.png": PNG,
    }
    ids = {n: uploaded(client, owner, c, name=n)["id"] for n, c in files.items()}
    before = {name: status(client, owner, ids[name]) for name in files}

    while read_text(db):
        pass

    assert list(before.values()) == ["pending", "pending", "pending", "none"]
    after = {name: status(client, owner, ids[name]) for name in files}
    assert list(after.values()) == ["done", "done", "done", "none"]
    for word, name in (
        ("würdig", "note.txt"),
        ("heading", "page.md"),
        ("trees", "paper.pdf"),
    ):
        assert [found["id"] for found in search(client, owner, word)] == [ids[name]]


@pytest.mark.parametrize("stop", [TimeIsUp, MemoryError, KeyError])
def test_what_was_read_before_an_end_of_time_or_an_error_is_the_text(
    stop: type[BaseException],
) -> None:
    def pieces(*some: str) -> Iterator[str]:
        yield from some
        raise stop

    assert extract.beginning(pieces("one ", "two")) == "one two"
    with pytest.raises(stop):
        extract.beginning(pieces(" "))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_text_files_of_all_encodings_are_read(
    client: TestClient, db: Session, owner: Account, encoding: str
) -> None:
    uploaded(client, owner, "Größe\u00a0M".encode(encoding), name="a.csv")

    read_text(db)

    assert db.exec(select(DocumentText.text)).one() == "Größe\u00a0M"


def test_ligatures_and_soft_hyphens_do_not_hide_words(
    client: TestClient, db: Session, owner: Account
) -> None:
    uploaded(client, owner, "a \ufb01le of o\ufb03ces, hy\u00adphen".encode())

    read_text(db)

    assert db.exec(select(DocumentText.text)).one() == "a file of offices, hyphen"


def test_a_reader_that_takes_too_long_is_killed_and_the_file_is_read_later(
    client: TestClient,
    db: Session,
    owner: Account,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Any,
) -> None:
    reader = tmp_path / "reader.py"
    reader.write_text("import time\ntime.sleep(600)\n")
    monkeypatch.setattr("backend.modules.document.text.reader.reader.program", reader)
    monkeypatch.setattr("backend.modules.document.sandbox.sandbox.SECONDS", 0.5)
    document = uploaded(client, owner)

    read_text(db)

    assert status(client, owner, document["id"]) == "pending"
    row = db.exec(select(DocumentText)).one()
    assert row.last_error == "TooSlow: no result after 0.5 s"
    assert row.due_at
    assert row.due_at > clock.now()


def test_a_reader_does_not_get_the_environment_of_the_service(
    client: TestClient,
    db: Session,
    owner: Account,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Any,
) -> None:
    reader = tmp_path / "reader.py"
    reader.write_text("import os\nprint(sorted(os.environ))\n")
    monkeypatch.setattr("backend.modules.document.text.reader.reader.program", reader)
    uploaded(client, owner)

    read_text(db)

    found = db.exec(select(DocumentText.text)).one()
    assert "JWT_SECRET_KEY" not in str(found)
    assert "POSTGRES" not in str(found)


def test_a_very_long_text_is_found_by_its_beginning(
    client: TestClient, db: Session, owner: Account
) -> None:
    words = b" ".join(b"word%d" % number for number in range(200_000))
    document = uploaded(client, owner, b"beginning " + words + b" ending")

    read_text(db)

    assert status(client, owner, document["id"]) == "done"
    assert len(search(client, owner, "beginning")) == 1
    assert search(client, owner, "ending") == []


def test_a_text_with_unusual_characters_is_stored(
    client: TestClient, db: Session, owner: Account
) -> None:
    odd = "\u202e\ufeff\u200bℵ 💥 e\u0301 \x1b[31m \ufffd ﷺ " + "\U0001f469\u200d" * 50
    uploaded(client, owner, odd.encode() + b" needle")

    read_text(db)

    assert len(search(client, owner, "needle")) == 1


def test_a_file_that_is_too_large_to_read_gets_status_too_large(
    client: TestClient, db: Session, owner: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.modules.document.text.text.MAX_FILE_BYTES", 5)
    document = uploaded(client, owner)

    read_text(db)

    assert status(client, owner, document["id"]) == "too_large"


def test_a_version_whose_job_was_killed_is_not_read_again_forever(
    client: TestClient, db: Session, owner: Account, time: Time
) -> None:
    document = uploaded(client, owner)
    claims = 0
    for _ in range(MAX_ATTEMPTS):
        claims += text_service.claim(db) is not None
        db.commit()  # here the process would be killed
        assert text_service.claim(db) is None
        time.advance(minutes=10)

    assert read_text(db)

    assert claims == MAX_ATTEMPTS
    assert TEXTS.count_dead(db) == 1
    assert status(client, owner, document["id"]) == "failed"


def test_a_version_whose_file_is_lost_gets_status_failed(
    client: TestClient, db: Session, owner: Account
) -> None:
    document = uploaded(client, owner)
    stored_files()[0].unlink()

    read_text(db)

    assert status(client, owner, document["id"]) == "failed"


def test_the_text_of_a_document_that_was_purged_while_reading_is_dropped(
    client: TestClient, db: Session, owner: Account
) -> None:
    path = f"{DOCUMENTS}/{uploaded(client, owner)['id']}"
    unread = text_service.claim(db)
    db.commit()
    client.delete(path, headers=owner.headers)
    assert client.post(path + "/purge", headers=owner.headers).status_code == 204

    assert unread is not None
    text_service.keep(db, unread, *text_service.read(unread))
    db.commit()

    assert db.exec(select(DocumentText)).all() == []
