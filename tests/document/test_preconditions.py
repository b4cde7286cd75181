"""Conditional requests (RFC 9110, section 13) on documents and their files."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Headers, Response
from sqlmodel import Session, update

from backend.core import clock
from backend.models import Document, DocumentVersion
from backend.modules.document.background import read_text
from tests.document.steps import DOCUMENTS, PNG, TEXT, upload, uploaded
from tests.support.accounts import Account, assert_error

# The file of these tests changed at this time, and its only other version earlier.
CHANGED = datetime(2026, 3, 8, 10, 20, 30, tzinfo=UTC)
AT, BEFORE, AFTER = (
    format_datetime(CHANGED + timedelta(seconds=n), usegmt=True) for n in (0, -1, 1)
)
TAG = "the ETag"


@pytest.fixture
def document(client: TestClient, db: Session, owner: Account) -> dict[str, Any]:
    """A document that has had one file, since CHANGED."""
    made = uploaded(client, owner)
    late = CHANGED + timedelta(milliseconds=900)
    db.exec(update(Document).values(updated_at=late, created_at=late))
    db.exec(update(DocumentVersion).values(created_at=late))
    db.commit()
    return made


def etag_of(document: dict[str, Any]) -> str:
    """Return the ETag header of a document whose text was not read yet."""
    revision = str(document["etag"]).strip('"')
    return f'"{revision}.pending.0"'


def get(
    client: TestClient,
    owner: Account,
    document: dict[str, Any],
    headers: list[tuple[str, str]],
    path: str = "/download",
    method: str = "GET",
) -> Response:
    etag = f'"{document["sha256"]}"' if path else etag_of(document)
    sent = [(name, value.replace(TAG, etag)) for name, value in headers]
    url = f"{DOCUMENTS}/{document['id']}{path}"
    all_headers = Headers([*owner.headers.items(), *sent])
    return client.request(method, url, headers=all_headers)


MATCH, NONE = "If-Match", "If-None-Match"
SINCE, UNTIL = "If-Modified-Since", "If-Unmodified-Since"
ON_TAGS: list[tuple[list[tuple[str, str]], int]] = [
    ([(MATCH, TAG)], 200),
    ([(MATCH, "*")], 200),
    ([(MATCH, f'"a,b" , {TAG}')], 200),
    ([(MATCH, '"other"'), (MATCH, TAG)], 200),
    ([(MATCH, ", ".join([f'"{n}"' for n in range(100)] + [TAG]))], 200),
    ([(MATCH, '"other"')], 412),
    ([(MATCH, f"W/{TAG}")], 412),
    ([(MATCH, "")], 412),
    ([(NONE, TAG)], 304),
    ([(NONE, f"W/{TAG}")], 304),
    ([(NONE, f'"other",W/{TAG}')], 304),
    ([(NONE, '"other"'), (NONE, TAG)], 304),
    ([(NONE, "*")], 304),
    ([(NONE, '"other", "*"')], 200),
    # If-Match comes first.
    ([(MATCH, TAG), (NONE, TAG)], 304),
    ([(MATCH, '"other"'), (NONE, TAG)], 412),
]
ON_DATES: list[tuple[list[tuple[str, str]], int]] = [
    ([(SINCE, AT)], 304),
    ([(SINCE, AFTER)], 304),
    ([(SINCE, BEFORE)], 200),
    ([(SINCE, "Sunday, 08-Mar-26 10:20:30 GMT")], 304),
    ([(SINCE, "Sun Mar  8 10:20:30 2026")], 304),
    ([(SINCE, "Sun, 08 Mar 2026 10:20:30 +0100")], 200),
    ([(SINCE, "yesterday")], 200),
    ([(SINCE, f"{AT}, {AT}")], 200),
    ([(UNTIL, AT)], 200),
    ([(UNTIL, BEFORE)], 412),
    ([(UNTIL, "long ago")], 200),
    # A list of tags decides alone.
    ([(NONE, '"other"'), (SINCE, AFTER)], 200),
    ([(NONE, TAG), (SINCE, BEFORE)], 304),
    ([(MATCH, TAG), (UNTIL, BEFORE)], 200),
    ([(MATCH, '"other"'), (UNTIL, AFTER)], 412),
    ([(UNTIL, BEFORE), (SINCE, AFTER)], 412),
]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_file_is_sent_if_the_preconditions_hold(
    client: TestClient, owner: Account, document: dict[str, Any], method: str
) -> None:
    for headers, status in ON_TAGS + ON_DATES:
        reply = get(client, owner, document, headers, method=method)

        assert reply.status_code == status, headers
        if status == 304:
            assert reply.headers["Last-Modified"] == AT
            assert reply.headers["Cache-Control"] == "private, no-cache"
        if status in (200, 304):
            assert reply.headers["ETag"] == f'"{document["sha256"]}"'
            sent = TEXT if status == 200 and method == "GET" else b""
            assert reply.content == sent


def test_a_document_is_returned_if_the_preconditions_hold(
    client: TestClient, owner: Account, document: dict[str, Any]
) -> None:
    for headers, status in ON_TAGS:
        reply = get(client, owner, document, headers, path="")

        assert reply.status_code == status, headers
        if status == 412:
            assert_error(reply, 412, "document_changed")
        else:
            assert reply.headers["ETag"] == etag_of(document)


def test_reading_the_text_changes_the_etag_and_no_revision(
    client: TestClient, db: Session, owner: Account, document: dict[str, Any]
) -> None:
    seen = etag_of(document)
    while read_text(db):
        pass

    now = get(client, owner, document, [(NONE, seen)], path="")
    again = get(client, owner, document, [(NONE, now.headers["ETag"])], path="")
    known = get(client, owner, document, [(MATCH, seen)], path="")
    url = f"{DOCUMENTS}/{document['id']}"
    headers = owner.headers | {MATCH: seen}
    changed = client.patch(url, json={"title": "New"}, headers=headers)

    assert (now.status_code, now.json()["text_status"]) == (200, "done")
    assert (again.status_code, known.status_code) == (304, 200)
    assert changed.status_code == 200


RANGES: list[tuple[list[tuple[str, str]], int]] = [
    ([(MATCH, TAG)], 206),
    ([(MATCH, '"older"')], 412),
    ([(UNTIL, AT)], 206),
    ([(UNTIL, BEFORE)], 412),
    ([("If-Range", TAG)], 206),
    ([("If-Range", AT)], 206),
    ([("If-Range", f"W/{TAG}")], 200),
    ([("If-Range", '"older"')], 200),
    ([("If-Range", AFTER)], 200),
    ([("If-Range", BEFORE)], 200),
    ([("If-Range", "*")], 200),
    ([("If-Range", '"older"'), (MATCH, '"older"')], 412),
    ([("If-Range", TAG), (NONE, TAG)], 304),
]


def test_a_range_is_never_a_part_of_another_file_than_the_client_has(
    client: TestClient, owner: Account, document: dict[str, Any]
) -> None:
    for headers, status in RANGES:
        reply = get(client, owner, document, [("Range", "bytes=4-"), *headers])

        assert reply.status_code == status, headers
        assert status != 206 or reply.content == TEXT[4:]
        assert status != 200 or reply.content == TEXT


def test_a_range_is_ignored_in_a_request_for_headers(
    client: TestClient, owner: Account, document: dict[str, Any]
) -> None:
    reply = get(client, owner, document, [("Range", "bytes=4-")], method="HEAD")

    assert (reply.status_code, reply.headers["Content-Length"]) == (200, str(len(TEXT)))


def test_a_resumed_download_of_a_replaced_file_is_412(
    client: TestClient, owner: Account, document: dict[str, Any]
) -> None:
    old = get(client, owner, document, [])
    upload(client, owner, PNG, "cat.png", path=f"/{document['id']}/versions")
    url = f"/documents/linked?token={link_token(client, owner, document)}"

    for condition in (MATCH, old.headers["ETag"]), (
        UNTIL,
        old.headers["Last-Modified"],
    ):
        headers = dict([("Range", "bytes=4-"), condition])
        reply = client.get(
            f"{DOCUMENTS}/{document['id']}/download", headers=owner.headers | headers
        )
        linked = client.get(
            f"{DOCUMENTS.removesuffix('/documents')}{url}", headers=headers
        )

        assert_error(reply, 412, "document_changed")
        assert_error(linked, 412, "document_changed")


def link_token(client: TestClient, owner: Account, document: dict[str, Any]) -> str:
    reply = client.get(
        f"{DOCUMENTS}/{document['id']}/download-link", headers=owner.headers
    )
    return str(reply.json()["url"].partition("token=")[2])


def test_two_changes_in_one_second_never_have_the_same_date(
    client: TestClient,
    owner: Account,
    document: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Otherwise a client could take the second file for the first."""
    second = clock.now().replace(microsecond=0) + timedelta(seconds=5)

    def read(milliseconds: int, *headers: tuple[str, str]) -> Response:
        at = second + timedelta(milliseconds=milliseconds)
        monkeypatch.setattr(clock, "_read", lambda: at)
        return get(client, owner, document, list(headers))

    for number, milliseconds in enumerate([100, 300, 800]):
        read(milliseconds)
        content = PNG + b"x" * number
        upload(client, owner, content, "a.png", path=f"/{document['id']}/versions")
        reply = read(milliseconds + 1, (SINCE, format_datetime(second, usegmt=True)))

        assert (reply.status_code, reply.content) == (200, content)
        assert "Last-Modified" not in reply.headers

    after = format_datetime(second + timedelta(seconds=1), usegmt=True)
    assert read(1000).headers["Last-Modified"] == after


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PATCH", ""),
        ("DELETE", ""),
        ("POST", "/versions/1/restore"),
        ("POST", "/versions"),
    ],
)
def test_a_change_needs_the_etag_that_the_client_has_seen(
    client: TestClient, owner: Account, document: dict[str, Any], method: str, path: str
) -> None:
    url = f"{DOCUMENTS}/{document['id']}"
    body: dict[str, Any] = {"json": {"title": "New"}} if method == "PATCH" else {}
    if path == "/versions":
        body = {"files": {"file": ("cat.png", PNG)}}
    old = document["etag"]
    client.patch(url, json={"title": "Changed by another"}, headers=owner.headers)
    now = client.get(url, headers=owner.headers).headers["ETag"]

    refused = client.request(
        method, url + path, headers=owner.headers | {MATCH: old}, **body
    )
    done = client.request(
        method, url + path, headers=owner.headers | {MATCH: f"{old}, {now}"}, **body
    )

    assert_error(refused, 412, "document_changed")
    assert done.is_success
