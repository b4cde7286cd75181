"""Tests of downloads: whole, ranges, conditional, older versions, and ZIPs."""

import base64
import hashlib
import io
import zipfile

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from tests.document.steps import (
    DOCUMENTS,
    PNG,
    TEXT,
    stored_files,
    upload,
    uploaded,
)
from tests.support.accounts import Account, assert_error
from tests.support.each import each


def get(client: TestClient, account: Account, path: str, **headers: str) -> Response:
    """GET a path below /documents."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get(DOCUMENTS + path, headers=account.headers | named)


@pytest.fixture
def path(client: TestClient, owner: Account) -> str:
    """The download path of a document of the owner."""
    return f"/{uploaded(client, owner)['id']}/download"


def test_a_download_is_an_attachment_that_no_browser_executes(
    client: TestClient, owner: Account, path: str
) -> None:
    reply = get(client, owner, path)

    digest = hashlib.sha256(TEXT).digest()
    expected = {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Disposition": 'attachment; filename="note.txt"',
        "Content-Length": str(len(TEXT)),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "ETag": f'"{digest.hex()}"',
        "Repr-Digest": f"sha-256=:{base64.b64encode(digest).decode()}:",
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-cache",
    }
    assert reply.status_code == 200
    assert {name: reply.headers[name] for name in expected} == expected


def test_a_caller_that_has_the_file_already_gets_304(
    client: TestClient, owner: Account, path: str
) -> None:
    etag = get(client, owner, path).headers["ETag"]

    same = get(client, owner, path, If_None_Match=f'"other", W/{etag}')
    other = get(client, owner, path, If_None_Match='"other"')

    assert (same.status_code, same.content) == (304, b"")
    assert same.headers["ETag"] == etag
    assert other.status_code == 200


@each(
    "case",
    [
        ("bytes=0-3", 0, 4),
        ("bytes=4-", 4, len(TEXT)),
        ("bytes=-5", len(TEXT) - 5, len(TEXT)),
        ("bytes=-500", 0, len(TEXT)),
        ("bytes=10-999999", 10, len(TEXT)),
        (f"bytes={len(TEXT) - 1}-", len(TEXT) - 1, len(TEXT)),
        ("BYTES=0-3", 0, 4),
        ("bytes= 0-3 ,", 0, 4),
        ("bytes=,0 - 3", 0, 4),
        ("bytes=0-" + "9" * 30, 0, len(TEXT)),
        ("bytes=" + "0" * 30 + "4-", 4, len(TEXT)),
    ],
)
def test_a_range_returns_the_requested_bytes(
    client: TestClient, owner: Account, path: str, case: tuple[str, int, int]
) -> None:
    range_, start, end = case

    reply = get(client, owner, path, Range=range_)

    assert reply.status_code == 206
    assert reply.content == TEXT[start:end]
    assert reply.headers["Content-Range"] == f"bytes {start}-{end - 1}/{len(TEXT)}"
    assert reply.headers["Content-Length"] == str(end - start)


@pytest.mark.parametrize(
    "range_", [f"bytes={len(TEXT)}-", "bytes=-0", "bytes=" + "9" * 5000 + "-"], ids=len
)
def test_a_range_after_the_end_of_the_file_is_refused(
    client: TestClient, owner: Account, path: str, range_: str
) -> None:
    reply = get(client, owner, path, Range=range_)

    assert_error(reply, 416, "range_not_satisfiable")
    assert reply.headers["Content-Range"] == f"bytes */{len(TEXT)}"


@each(
    "range_",
    [
        "bytes=0-1,3-4",
        "bytes=" + "0-1," * 3500,
        "bytes=3-1",
        "bytes=-",
        "items=0-1",
        "bytes=a-b",
        "bytes=0-3 5",
        "",
    ],
)
def test_an_invalid_or_multiple_range_returns_the_whole_file(
    client: TestClient, owner: Account, path: str, range_: str
) -> None:
    reply = get(client, owner, path, Range=range_)

    assert (reply.status_code, reply.content) == (200, TEXT)


def test_a_download_is_resumed_only_if_the_file_is_still_the_same(
    client: TestClient, owner: Account, path: str
) -> None:
    etag = get(client, owner, path).headers["ETag"]

    same = get(client, owner, path, Range="bytes=4-", If_Range=etag)
    other = get(client, owner, path, Range="bytes=4-", If_Range='"other"')

    assert (same.status_code, same.content) == (206, TEXT[4:])
    assert (other.status_code, other.content) == (200, TEXT)


@pytest.mark.parametrize(
    ("name", "disposition"),
    [
        (
            "Größe €.txt",
            "attachment; filename=\"Gr__e _.txt\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%E2%82%AC.txt",
        ),
        ("a b.txt", 'attachment; filename="a b.txt"'),
        (
            "50%.txt",
            "attachment; filename=\"50_.txt\"; filename*=UTF-8''50%25.txt",
        ),
    ],
)
def test_a_file_name_with_any_letters_is_returned_as_it_was(
    client: TestClient, owner: Account, name: str, disposition: str
) -> None:
    document = uploaded(client, owner, name=name)

    reply = get(client, owner, f"/{document['id']}/download")

    assert reply.headers["Content-Disposition"] == disposition


def test_a_missing_stored_file_is_503_before_the_reply_begins(
    client: TestClient, owner: Account, path: str
) -> None:
    stored_files()[0].unlink()

    reply = get(client, owner, path)

    assert_error(reply, 503, "service_unavailable")


def test_several_documents_are_returned_as_one_zip_with_its_length(
    client: TestClient, owner: Account
) -> None:
    contents = {"note.txt": TEXT, "note (2).txt": b"other", "cat.png": PNG}
    ids = [
        uploaded(client, owner, content, name=name.replace(" (2)", ""))["id"]
        for name, content in contents.items()
    ]

    reply = client.post(
        f"{DOCUMENTS}/zip", json={"ids": [*ids, ids[0]]}, headers=owner.headers
    )

    with zipfile.ZipFile(io.BytesIO(reply.content)) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    assert found == contents
    assert reply.headers["Content-Length"] == str(len(reply.content))
    assert reply.headers["Content-Type"] == "application/zip"


def test_a_zip_with_another_owners_document_is_refused_as_a_whole(
    client: TestClient, owner: Account, other: Account
) -> None:
    ids = [uploaded(client, owner)["id"], uploaded(client, other)["id"]]

    reply = client.post(f"{DOCUMENTS}/zip", json={"ids": ids}, headers=owner.headers)

    assert_error(reply, 404, "document_not_found")


def test_an_older_version_is_downloaded_by_its_number(
    client: TestClient, owner: Account
) -> None:
    document = uploaded(client, owner)
    upload(client, owner, PNG, "cat.png", path=f"/{document['id']}/versions")
    path = f"/{document['id']}/download"

    newest = get(client, owner, path)
    oldest = get(client, owner, f"{path}?version=1")
    none = get(client, owner, f"{path}?version=3")

    assert (newest.content, newest.headers["Content-Type"]) == (PNG, "image/png")
    assert oldest.content == TEXT
    assert_error(none, 404, "version_not_found")
