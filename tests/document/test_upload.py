"""Tests of successful uploads."""

import hashlib

from fastapi.testclient import TestClient

from tests.document.steps import (
    DOCUMENTS,
    PNG,
    TEXT,
    stored_files,
    uploaded,
)
from tests.support.accounts import Account


def test_an_uploaded_file_can_be_listed_read_and_downloaded(
    client: TestClient, owner: Account
) -> None:
    document = uploaded(
        client, owner, title="A note", tags=["Home", "tax 2026", "home"]
    )

    listed = client.get(DOCUMENTS, headers=owner.headers).json()
    read = client.get(f"{DOCUMENTS}/{document['id']}", headers=owner.headers)
    file = client.get(f"{DOCUMENTS}/{document['id']}/download", headers=owner.headers)

    assert document["title"] == "A note"
    assert document["tags"] == ["home", "tax 2026"]
    assert document["sha256"] == hashlib.sha256(TEXT).hexdigest()
    assert (document["size"], document["media_type"]) == (len(TEXT), "text/plain")
    assert [item["id"] for item in listed["items"]] == [document["id"]]
    assert listed["next_cursor"] is None
    assert read.json() == document
    assert read.headers["ETag"].startswith(document["etag"].rstrip('"'))
    assert file.content == TEXT
    assert len(stored_files()) == 1


def test_without_a_title_the_document_is_named_after_the_file(
    client: TestClient, owner: Account
) -> None:
    assert uploaded(client, owner, PNG, name="cat.png")["title"] == "cat"
