"""Tests of reading the text of documents, also of hostile files."""

import subprocess
import sys
import zlib
from contextlib import suppress
from subprocess import DEVNULL, PIPE
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject
from sqlmodel import Session, select

from backend.background.queues import MAX_ATTEMPTS
from backend.core import clock
from backend.models import DocumentText
from backend.modules.document.background import read_text
from backend.modules.document.text import extract
from backend.modules.document.text.reader import _READER
from backend.modules.document.text.text import TEXTS, text_service
from tests.conftest import Time
from tests.document.steps import DOCUMENTS, PNG, stored_files, uploaded
from tests.document.test_search import search
from tests.support.accounts import Account


def pdf(words: str, tmp_path: Any) -> bytes:
    """Return a PDF with one page that has these words."""
    writer = PdfWriter()
    page = writer.add_blank_page(300, 300)
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F1 12 Tf 20 200 Td ({words}) Tj ET".encode())
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    fonts = DictionaryObject({NameObject("/F1"): font})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    page[NameObject("/Contents")] = writer._add_object(stream)
    writer.write(tmp_path / "made.pdf")
    return bytes((tmp_path / "made.pdf").read_bytes())


def bomb() -> bytes:
    """Return a PDF with a page of about 1 MB that unpacks to 1 GB."""
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(b" " * 2**20) for _ in range(1024)) + packer.flush()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(data), data),
    ]
    body = b"%PDF-1.4\n"
    for number, content in enumerate(objects, 1):
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    return body + b"trailer\n<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"


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


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.4\nnothing",
        b"%PDF-1.7\n" + b"\0" * 5000,
        b"%PDF-1.4\n" + b"<<" * 50_000,
    ],
    ids=["nothing", "zeros", "nested"],
)
def test_a_pdf_that_cannot_be_read_gets_status_failed_and_is_kept(
    client: TestClient, db: Session, owner: Account, content: bytes
) -> None:
    document = uploaded(client, owner, content, name="broken.pdf")

    assert read_text(db)
    assert not read_text(db)

    assert status(client, owner, document["id"]) == "failed"
    file = client.get(f"{DOCUMENTS}/{document['id']}/download", headers=owner.headers)
    assert file.content == content


def test_a_decompression_bomb_only_ends_its_own_reader(
    client: TestClient, db: Session, owner: Account
) -> None:
    document = uploaded(client, owner, bomb(), name="bomb.pdf")
    other = uploaded(client, owner, b"harmless")

    while read_text(db):
        pass

    assert status(client, owner, document["id"]) in ("failed", "done")
    assert status(client, owner, other["id"]) == "done"


def test_a_reader_that_uses_too_much_memory_fails() -> None:
    command = [sys.executable, "-I", str(_READER), "text/plain"]
    megabyte = b" " * 2**20

    with subprocess.Popen(
        command, stdin=PIPE, stdout=DEVNULL, stderr=PIPE, env={}
    ) as child:
        assert child.stdin is not None
        assert child.stderr is not None
        with suppress(BrokenPipeError):
            for _ in range(extract.MEMORY_BYTES // 2**20 + 1):
                child.stdin.write(megabyte)
            child.stdin.close()
        said = child.stderr.read()

    assert child.returncode != 0
    assert b"MemoryError" in said


def test_a_pdf_that_takes_long_is_found_by_its_first_pages(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    writer = PdfWriter()
    for words in ("beginning", "ending"):
        (tmp_path / "page.pdf").write_bytes(pdf(words, tmp_path))
        writer.append(tmp_path / "page.pdf")
    writer.write(tmp_path / "both.pdf")
    data = (tmp_path / "both.pdf").read_bytes()
    # It is the processor time of this process, which has run other tests before.
    monkeypatch.setattr(extract, "_ENOUGH_SECONDS", float("inf"))
    whole = extract._pdf(data)
    monkeypatch.setattr(extract, "_ENOUGH_SECONDS", 0)

    assert whole.split() == ["beginning", "ending"]
    assert extract._pdf(data).split() == ["beginning"]


def test_a_reader_that_takes_too_long_is_killed_and_the_file_is_read_later(
    client: TestClient,
    db: Session,
    owner: Account,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Any,
) -> None:
    reader = tmp_path / "reader.py"
    reader.write_text("import time\ntime.sleep(600)\n")
    monkeypatch.setattr("backend.modules.document.text.reader._READER", reader)
    monkeypatch.setattr("backend.modules.document.text.reader.SECONDS", 0.5)
    document = uploaded(client, owner)

    read_text(db)

    assert status(client, owner, document["id"]) == "pending"
    row = db.exec(select(DocumentText)).one()
    assert row.last_error == "TooSlow: no text after 0.5 s"
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
    monkeypatch.setattr("backend.modules.document.text.reader._READER", reader)
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
