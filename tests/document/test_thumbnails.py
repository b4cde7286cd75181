"""Thumbnails from the upload to the reply, and what may go wrong between."""

import io
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from PIL import Image
from sqlalchemy import text
from sqlmodel import Session, select

from backend.background.queues import MAX_ATTEMPTS
from backend.models import DocumentText, DocumentThumbnail
from backend.modules.document.background import (
    draw_thumbnail,
    queue_old_versions,
    read_text,
)
from backend.modules.document.thumbnails.thumbnails import (
    THUMBNAILS,
    artist,
    thumbnail_service,
)
from tests.document.steps import DOCUMENTS, TEXT, upload, uploaded
from tests.document.test_office import DOCX, package, paragraph, xml
from tests.fixtures import Time
from tests.support.accounts import Account

CONTENT_OF_DOCX = package(word__document=xml(paragraph("contract")))


def picture(colour: str = "red") -> bytes:
    """Return a PNG of 300 x 200 pixels."""
    buffer = io.BytesIO()
    Image.new("RGB", (300, 200), colour).save(buffer, "PNG")
    return buffer.getvalue()


def drawn(
    client: TestClient, db: Session, owner: Account, colour: str = "red"
) -> dict[str, Any]:
    """Upload a picture, have its thumbnail drawn, and return the document."""
    document = uploaded(client, owner, picture(colour), name="a.png")
    while draw_thumbnail(db):
        pass
    return document


def get(
    client: TestClient,
    account: Account,
    document_id: str,
    method: str = "GET",
    **more: Any,
) -> Response:
    """Request the thumbnail of a document."""
    headers = account.headers | more.pop("headers", {})
    path = f"{DOCUMENTS}/{document_id}/thumbnail"
    return client.request(method, path, headers=headers, params=more)


def test_a_thumbnail_is_there_once_it_is_drawn(
    client: TestClient, db: Session, owner: Account
) -> None:
    document = uploaded(client, owner, picture(), name="a.png")
    before = get(client, owner, document["id"])
    assert draw_thumbnail(db)
    assert not draw_thumbnail(db)

    reply = get(client, owner, document["id"])
    head = get(client, owner, document["id"], "HEAD")

    assert (before.status_code, before.json()["code"]) == (404, "thumbnail_not_found")
    assert document["has_thumbnail"] is False
    [listed] = client.get(DOCUMENTS, headers=owner.headers).json()["items"]
    assert (listed["has_thumbnail"], listed["etag"]) == (True, document["etag"])
    assert reply.headers["content-type"] == "image/webp"
    assert reply.headers["cache-control"] == "private, max-age=60"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in reply.headers["content-security-policy"]
    assert Image.open(io.BytesIO(reply.content)).size == (256, 171)
    assert head.content == b""
    assert head.headers["etag"] == reply.headers["etag"]


def test_a_caller_with_the_thumbnail_gets_304(
    client: TestClient, db: Session, owner: Account
) -> None:
    document_id = drawn(client, db, owner)["id"]
    etag = get(client, owner, document_id).headers["etag"]

    same = get(client, owner, document_id, version=1, headers={"If-None-Match": etag})
    other = get(client, owner, document_id, headers={"If-Match": '"other"'})

    assert same.status_code == 304
    assert same.headers["cache-control"] == "private, max-age=86400"
    assert (other.status_code, other.json()["code"]) == (412, "document_changed")


def test_each_version_has_its_own_thumbnail(
    client: TestClient, db: Session, owner: Account
) -> None:
    document_id = drawn(client, db, owner)["id"]
    path = f"/{document_id}/versions"
    added = upload(client, owner, picture("blue"), "b.png", path=path).json()
    while draw_thumbnail(db):
        pass
    text_reply = upload(client, owner, TEXT, "note.txt", path=path).json()
    first, second = (get(client, owner, document_id, version=n) for n in (1, 2))
    restored = client.post(f"{DOCUMENTS}{path}/1/restore", headers=owner.headers).json()

    assert added["has_thumbnail"] is False
    assert text_reply["has_thumbnail"] is False
    assert restored["has_thumbnail"] is True
    assert first.headers["etag"] != second.headers["etag"]
    assert get(client, owner, document_id).content == first.content
    for number, code in ((3, "thumbnail_not_found"), (4, "version_not_found")):
        assert get(client, owner, document_id, version=number).json()["code"] == code


def test_nobody_else_gets_a_thumbnail_and_the_trash_has_none(
    client: TestClient, db: Session, owner: Account, other: Account
) -> None:
    document_id = drawn(client, db, owner)["id"]

    assert get(client, other, document_id).json()["code"] == "document_not_found"
    client.delete(f"{DOCUMENTS}/{document_id}", headers=owner.headers)
    assert get(client, owner, document_id).json()["code"] == "document_not_found"
    client.post(f"{DOCUMENTS}/{document_id}/purge", headers=owner.headers)
    assert db.exec(select(DocumentThumbnail)).all() == []


def test_versions_of_the_previous_release_get_what_they_miss_when_nothing_else_waits(
    client: TestClient, db: Session, owner: Account
) -> None:
    old = uploaded(client, owner, picture(), name="a.png")
    words = uploaded(client, owner, CONTENT_OF_DOCX, name="old.docx")
    assert words["media_type"] == DOCX
    for statement in (
        "DELETE FROM document_thumbnails",
        "DELETE FROM document_texts",
        "UPDATE documents SET text_status = 'none'",
        "UPDATE document_versions SET is_queued = false",
    ):
        db.execute(text(statement))
    db.commit()

    queue_old_versions(db)
    queue_old_versions(db)
    new = uploaded(client, owner, picture("blue"), name="b.png")
    states = []
    for _ in range(2):
        draw_thumbnail(db)
        listed = client.get(DOCUMENTS, headers=owner.headers).json()["items"]
        states.append({d["id"] for d in listed if d["has_thumbnail"]})
    read_text(db)

    assert states == [{new["id"]}, {new["id"], old["id"]}]
    assert db.exec(select(DocumentText.text)).one() == "contract\n\n"
    reply = client.get(f"{DOCUMENTS}/{words['id']}", headers=owner.headers)
    assert reply.json()["text_status"] == "done"


def test_the_files_of_one_owner_hold_up_nobody_else(
    client: TestClient, db: Session, owner: Account, other: Account
) -> None:
    for number in range(3):
        colour = f"#00000{number}"
        uploaded(client, owner, picture(colour), name="a.png")
    document_id = uploaded(client, other, picture(), name="b.png")["id"]

    draw_thumbnail(db)
    draw_thumbnail(db)

    assert get(client, other, document_id).status_code == 200


def test_a_file_that_cannot_be_drawn_is_tried_once_and_others_are_drawn(
    client: TestClient, db: Session, owner: Account
) -> None:
    broken = uploaded(client, owner, picture()[:100], name="a.png")
    assert draw_thumbnail(db)
    whole = drawn(client, db, owner)

    assert get(client, owner, broken["id"]).json()["code"] == "thumbnail_not_found"
    assert get(client, owner, whole["id"]).status_code == 200
    rows = db.exec(select(DocumentThumbnail.attempts, DocumentThumbnail.due_at)).all()
    assert rows == [(1, None), (1, None)]


def test_a_program_that_takes_too_long_is_tried_later_and_given_up_at_last(
    client: TestClient,
    db: Session,
    owner: Account,
    time: Time,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    (tmp_path / "slow.py").write_text("import time\ntime.sleep(600)\n")
    monkeypatch.setattr(artist, "program", tmp_path / "slow.py")
    monkeypatch.setattr("backend.modules.document.sandbox.sandbox.SECONDS", 0.1)
    uploaded(client, owner, picture(), name="a.png")

    for _ in range(MAX_ATTEMPTS):
        assert THUMBNAILS.count_dead(db) == 0
        assert draw_thumbnail(db)
        assert not draw_thumbnail(db)
        time.advance(hours=7)

    assert THUMBNAILS.count_dead(db) == 1
    assert not draw_thumbnail(db)


def test_a_thumbnail_of_a_version_that_is_no_longer_current_does_not_mark_the_document(
    client: TestClient, db: Session, owner: Account
) -> None:
    document = uploaded(client, owner, picture(), name="a.png")
    unread = thumbnail_service.claim(db)
    db.commit()
    assert unread is not None
    upload(client, owner, TEXT, path=f"/{document['id']}/versions")

    thumbnail_service.keep(db, unread, thumbnail_service.draw(unread))
    db.commit()

    path = f"{DOCUMENTS}/{document['id']}"
    assert client.get(path, headers=owner.headers).json()["has_thumbnail"] is False
    assert get(client, owner, document["id"], version=1).status_code == 200
