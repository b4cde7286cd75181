"""Uploads that are refused for their size, type, content, name or form."""

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlmodel import Session, func, select

from backend.core.config import settings
from backend.models import Document, DocumentUsage, StoredFileDeletion
from tests.document.steps import (
    DOCUMENTS,
    PDF,
    PNG,
    TEXT,
    stored_files,
    upload,
    uploaded,
)
from tests.support.accounts import Account, assert_error, bearer, log_in, sign_up

HTML = b"<!DOCTYPE html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
ZIP = b"PK\x03\x04" + b"\0" * 60


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> int:
    """Set the maximum file size to 1000 bytes, and return it."""
    changed = settings.model_copy(update={"DOCUMENT_MAX_BYTES": 1000})
    monkeypatch.setattr("backend.modules.document.uploads.uploads.settings", changed)
    return 1000


def assert_nothing_stored(db: Session) -> None:
    db.rollback()
    assert stored_files() == []
    assert db.exec(select(func.count()).select_from(Document)).one() == 0
    assert db.exec(select(DocumentUsage.used_bytes)).first() in (None, 0)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", HTML),
        ("picture.svg", SVG),
        ("program.exe", b"MZ" + b"\0" * 60),
        ("noextension", TEXT),
        ("script.txt.js", TEXT),
        (".txt", TEXT),
    ],
)
def test_a_type_that_is_not_listed_is_refused(
    client: TestClient, db: Session, owner: Account, name: str, content: bytes
) -> None:
    reply = upload(client, owner, content, name)

    assert_error(reply, 415, "type_not_allowed")
    assert_nothing_stored(db)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cat.png", HTML),
        ("cat.png", SVG),
        ("cat.png", PDF),
        ("cat.jpg", PNG),
        ("cat.gif", b"GIF8"),
        ("cat.webp", b"RIFF\0\0\0\0WAVE"),
        ("paper.pdf", HTML + PDF),
        ("paper.pdf", ZIP),
        ("letter.docx", PDF),
        ("letter.odt", ZIP),
        ("archive.zip", TEXT),
        ("note.txt", HTML),
        ("note.txt", b"\xef\xbb\xbf \n<svg onload=alert(1)>"),
        ("note.md", b"<ScRiPt>alert(1)</ScRiPt>"),
        ("note.txt", b"text with \0 inside"),
        ("note.txt", b"\xff\xfe\x01\x00"),
        ("note.txt", "é".encode() + b"x" * 5000 + b"\xff"),
        ("note.txt", b"x" * 5000 + b"\x81"),
        ("table.csv", PNG),
    ],
)
def test_a_file_whose_content_does_not_match_its_name_is_refused(
    client: TestClient, db: Session, owner: Account, name: str, content: bytes
) -> None:
    reply = upload(client, owner, content, name)

    assert_error(reply, 415, "content_mismatch")
    assert_nothing_stored(db)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\ada\\note.txt", "note.txt"),
        ("/abs/olute.txt", "olute.txt"),
        ("..\\..\\up.txt", "up.txt"),
        ("שלום.txt", "שלום.txt"),
        ("übe\u0308r.TXT", "übër.TXT"),
        ("a;b=\"c' d.txt", None),
        (" spaces .txt", "spaces .txt"),
    ],
)
def test_only_the_last_part_of_a_file_name_is_stored(
    client: TestClient, owner: Account, name: str, kept: str | None
) -> None:
    document = uploaded(client, owner, name=name)

    assert "/" not in document["name"]
    assert "\\" not in document["name"]
    if kept is not None:
        assert document["name"] == kept
    [file] = stored_files()
    assert re.fullmatch(r"[0-9a-f]{32}", file.name)


@pytest.mark.parametrize(
    "name",
    ["x" * 300 + ".txt", "gpj.\u202etxt", "a\u2028b.txt", "..", "/", " "],
)
def test_an_invalid_file_name_is_refused(
    client: TestClient, db: Session, owner: Account, name: str
) -> None:
    reply = upload(client, owner, name=name)

    assert_error(reply, 422, "invalid_input")
    assert [fault["field"] for fault in reply.json()["errors"]] == ["file"]
    assert_nothing_stored(db)


@pytest.mark.parametrize("raw", [b"a\0b.txt", b"a\x01b.txt", b"a\xff.txt", b"a\rb.txt"])
def test_a_file_name_with_control_or_invalid_bytes_is_refused(
    client: TestClient, db: Session, owner: Account, raw: bytes
) -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="'
        + raw
        + b'"\r\n\r\nhello\r\n--x--\r\n'
    )

    reply = post_raw(client, owner, body)

    assert reply.status_code in (400, 422)
    assert_nothing_stored(db)


def post_raw(
    client: TestClient, owner: Account, body: bytes, kind: str = ""
) -> Response:
    kind = kind or "multipart/form-data; boundary=x"
    return client.post(
        f"{DOCUMENTS}/upload",
        content=body,
        headers=owner.headers | {"Content-Type": kind},
    )


PART = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", ""),
        (b"--x--\r\n", ""),
        (b"nothing like a form", ""),
        (PART + b"\r\n--x--\r\n", ""),
        (PART + b"cut off", ""),
        (PART + b"hi\r\n" + PART + b"again\r\n--x--\r\n", ""),
        (PART.replace(b'; filename="a.txt"', b"") + b"hi\r\n--x--\r\n", ""),
        (PART + b"hi\r\n--x--\r\n", "multipart/form-data"),
        (PART + b"hi\r\n--x--\r\n", "multipart/mixed; boundary=x"),
        (PART + b"hi\r\n--x--\r\n", f"multipart/form-data; boundary={'x' * 300}"),
        (b'{"file": "x"}', "application/json"),
        (b"A: b\r\n" * 3000 + PART, ""),
    ],
)
def test_a_malformed_form_or_one_without_a_file_is_refused(
    client: TestClient, db: Session, owner: Account, body: bytes, kind: str
) -> None:
    reply = post_raw(client, owner, body, kind)

    assert_error(reply, 422, "invalid_input")
    assert_nothing_stored(db)


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "x" * 201},
        {"title": "a\0b"},
        {"title": ["a", "b"]},
        {"tags": ["x"] * 21 + [str(n) for n in range(21)]},
        {"tags": "x" * 51},
        {"tags": "<b>"},
        {"unknown": "field"},
        {"title": "x" * 20_000},
        {f"field{n}": "x" for n in range(70)},
    ],
    ids=lambda fields: str(fields)[:30],
)
def test_an_upload_with_an_invalid_text_field_is_refused(
    client: TestClient, db: Session, owner: Account, fields: dict[str, Any]
) -> None:
    reply = upload(client, owner, **fields)

    assert_error(reply, 422, "invalid_input")
    assert "x" * 40 not in reply.text
    assert_nothing_stored(db)


def test_a_file_of_the_maximum_size_is_accepted_and_one_byte_more_is_not(
    client: TestClient, db: Session, owner: Account, small: int
) -> None:
    too_large = upload(client, owner, b"x" * (small + 1))
    assert_nothing_stored(db)

    largest = upload(client, owner, b"x" * small)

    assert_error(too_large, 413, "file_too_large")
    assert largest.status_code == 201


def test_a_declared_length_over_the_limit_is_refused_before_reading(
    client: TestClient, db: Session, owner: Account
) -> None:
    length = {"Content-Length": str(settings.DOCUMENT_MAX_BYTES * 2)}

    reply = client.post(
        f"{DOCUMENTS}/upload", content=b"", headers=owner.headers | length
    )

    assert_error(reply, 413, "file_too_large")
    assert db.exec(select(StoredFileDeletion)).all() == []


def test_an_upload_needs_a_login_and_a_verified_address(
    client: TestClient, db: Session
) -> None:
    unverified = bearer(log_in(client, sign_up(client))["access_token"])
    file = {"file": ("a.txt", TEXT)}

    anonymous = client.post(f"{DOCUMENTS}/upload", files=file)
    early = client.post(f"{DOCUMENTS}/upload", files=file, headers=unverified)

    assert_error(anonymous, 401, "invalid_token")
    assert_error(early, 403, "email_not_verified")
    assert_nothing_stored(db)
    assert db.exec(select(StoredFileDeletion)).all() == []
