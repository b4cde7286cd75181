"""Requests of tus 1.0 that are refused: headers, metadata, bytes, strangers."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.document.steps import stored_files, uploaded
from tests.support.accounts import Account, assert_error
from tests.upload.steps import (
    TUS,
    UPLOADS,
    create,
    created,
    head,
    metadata,
    offset_of,
    patch,
)

NAME = {"Upload-Metadata": metadata(filename="a.txt")}
SIZED = {"Upload-Length": "6"}


@pytest.mark.parametrize("version", [None, "0.2.2", "1.0.0, 1.0.0", ""])
def test_another_version_of_the_protocol_is_412(
    client: TestClient, owner: Account, version: str | None
) -> None:
    upload = created(client, owner, 3)
    sent = owner.headers | ({} if version is None else {"Tus-Resumable": version})

    for reply in (
        client.post(UPLOADS, headers=sent | SIZED | NAME),
        client.patch(upload.path, headers=sent),
        client.delete(upload.path, headers=sent),
    ):
        assert_error(reply, 412, "unsupported_tus_version")
        assert reply.headers["Tus-Version"] == "1.0.0"
    assert client.head(upload.path, headers=sent).status_code == 412


@pytest.mark.parametrize(
    ("headers", "status", "field"),
    [
        (NAME, 422, "Upload-Length"),
        (NAME | {"Upload-Length": "0"}, 422, "Upload-Length"),
        (NAME | {"Upload-Length": "-1"}, 422, "Upload-Length"),
        (NAME | {"Upload-Length": "1e3"}, 422, "Upload-Length"),
        (NAME | {"Upload-Length": "9" * 400}, 422, "Upload-Length"),
        (NAME | {"Upload-Length": str(2**52)}, 413, None),
        (NAME | {"Upload-Defer-Length": "1"}, 400, None),
        (NAME | SIZED | {"Upload-Concat": "partial"}, 400, None),
        (SIZED, 422, "Upload-Metadata.filename"),
        (SIZED | {"Upload-Metadata": "filename"}, 422, "Upload-Metadata.filename"),
        (SIZED | {"Upload-Metadata": "filename !!"}, 422, "Upload-Metadata"),
        (SIZED | {"Upload-Metadata": "filename /w=="}, 422, "Upload-Metadata"),
        (SIZED | {"Upload-Metadata": b"filename \xff"}, 422, "Upload-Metadata"),
        (SIZED | {"Upload-Metadata": "a YQ==,a YQ=="}, 422, "Upload-Metadata"),
        (SIZED | {"Upload-Metadata": ",,"}, 422, "Upload-Metadata"),
        (SIZED | {"Upload-Metadata": "a " + "YQ==" * 2500}, 422, "Upload-Metadata"),
    ],
)
def test_an_invalid_header_of_a_creation_is_refused(
    client: TestClient,
    owner: Account,
    headers: dict[str, Any],
    status: int,
    field: str | None,
) -> None:
    reply = client.post(UPLOADS, headers=owner.headers | TUS | headers)

    assert reply.status_code == status, reply.text
    assert reply.headers["Tus-Resumable"] == "1.0.0"
    if field:
        assert [error["field"] for error in reply.json()["errors"]] == [field]


@pytest.mark.parametrize(
    "values",
    [
        {"filename": "a\0.txt"},
        {"filename": "\u202etxt.exe.txt"},
        {"filename": "x" * 300 + ".txt"},
        {"title": "a\nb"},
        {"title": "x" * 201},
        {"tags": "home"},
        {"tags": '["<b>"]'},
        {"tags": "[" * 3000},
        {"tags": '[{"a": 1}]'},
        {"document_id": "5"},
        {"allow_duplicate": "perhaps"},
        {"label": "without a document"},
    ],
    ids=lambda values: next(iter(values)),
)
def test_an_invalid_field_of_the_metadata_is_refused(
    client: TestClient, owner: Account, values: dict[str, str]
) -> None:
    reply = create(client, owner, 6, **values)

    assert_error(reply, 422, "invalid_input")
    assert all(e["field"].startswith("Upload-Metadata") for e in reply.json()["errors"])


def test_a_file_that_cannot_be_stored_is_refused_at_creation(
    client: TestClient, owner: Account, other: Account
) -> None:
    strangers = uploaded(client, other)["id"]

    assert_error(create(client, owner, 6, filename="a.exe"), 415, "type_not_allowed")
    reply = create(client, owner, 6, document_id=strangers)
    assert_error(reply, 404, "document_not_found")


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Upload_Offset": "1"}, 409, "offset_mismatch"),
        ({"Upload_Offset": "x"}, 422, "invalid_input"),
        ({"Upload_Offset": ""}, 422, "invalid_input"),
        ({"Content_Type": "application/octet-stream"}, 415, "not_offset_octet_stream"),
        ({"Upload_Checksum": "md5 YQ=="}, 400, "unsupported_tus_feature"),
        ({"Upload_Checksum": "sha1 !"}, 422, "invalid_input"),
        ({"Upload_Checksum": "sha1"}, 460, "checksum_mismatch"),
    ],
)
def test_invalid_bytes_are_refused_and_not_kept(
    client: TestClient,
    owner: Account,
    headers: dict[str, str],
    status: int,
    code: str,
) -> None:
    upload = created(client, owner, 6)

    reply = patch(client, owner, upload, b"abc", 0, **headers)

    assert_error(reply, status, code)
    assert offset_of(client, owner, upload) == 0
    assert stored_files() == []


def test_more_bytes_than_declared_are_413(client: TestClient, owner: Account) -> None:
    upload = created(client, owner, 3)

    declared = patch(client, owner, upload, b"abcd")
    chunked = client.patch(
        upload.path,
        content=iter([b"ab", b"cd"]),
        headers=owner.headers
        | TUS
        | {"Content-Type": "application/offset+octet-stream", "Upload-Offset": "0"},
    )

    assert_error(declared, 413, "body_too_large")
    assert_error(chunked, 413, "body_too_large")
    assert offset_of(client, owner, upload) == 0


def test_nobody_sees_the_upload_of_another_user(
    client: TestClient, owner: Account, other: Account
) -> None:
    upload = created(client, owner, 6)

    for reply in (
        patch(client, other, upload, b"abc"),
        client.delete(upload.path, headers=other.headers | TUS),
        client.get(upload.path, headers=other.headers),
    ):
        assert_error(reply, 404, "upload_not_found")
    assert head(client, other, upload).status_code == 404
    assert client.get(UPLOADS, headers=other.headers).json()["items"] == []
    assert offset_of(client, owner, upload) == 0
