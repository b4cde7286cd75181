"""Tests of versions: uploading a new one, and restoring an older one."""

from fastapi.testclient import TestClient
from sqlmodel import Session

from backend.modules.document.background import read_text
from tests.document.steps import DOCUMENTS, PNG, TEXT, stored_files, upload, uploaded
from tests.support.accounts import Account, assert_error


def test_a_new_version_becomes_current_and_the_old_one_is_kept(
    client: TestClient, owner: Account
) -> None:
    document = uploaded(client, owner, title="Paper")
    path = f"/{document['id']}/versions"

    changed = upload(client, owner, PNG, "scan.png", path=path, label="Scanned").json()
    versions = client.get(DOCUMENTS + path, headers=owner.headers).json()["items"]

    assert (changed["version"], changed["title"]) == (2, "Paper")
    assert (changed["name"], changed["media_type"]) == ("scan.png", "image/png")
    assert changed["etag"] != document["etag"]
    told = [(v["number"], v["label"], v["is_current"], v["size"]) for v in versions]
    assert told == [(2, "Scanned", True, len(PNG)), (1, None, False, len(TEXT))]
    assert len(stored_files()) == 2
    usage = client.get(f"{DOCUMENTS}/usage", headers=owner.headers).json()
    assert usage["used_bytes"] == len(TEXT) + len(PNG)


def test_a_version_with_an_invalid_label_is_refused(
    client: TestClient, owner: Account
) -> None:
    document = uploaded(client, owner)
    path = f"/{document['id']}/versions"

    reply = upload(client, owner, PNG, "scan.png", path=path, label="x" * 201)

    assert_error(reply, 422, "invalid_input")
    assert len(stored_files()) == 1


def test_an_older_version_becomes_current_again_and_all_are_kept(
    client: TestClient, owner: Account
) -> None:
    document = uploaded(client, owner)
    path = f"/{document['id']}/versions"
    upload(client, owner, PNG, "scan.png", path=path)

    back = client.post(f"{DOCUMENTS}{path}/1/restore", headers=owner.headers).json()
    third = upload(client, owner, b"third", path=path).json()
    versions = client.get(DOCUMENTS + path, headers=owner.headers).json()["items"]

    assert (back["version"], back["sha256"]) == (1, document["sha256"])
    assert third["version"] == 3
    assert [version["number"] for version in versions] == [3, 2, 1]


def test_the_search_uses_the_text_of_the_current_version(
    client: TestClient, db: Session, owner: Account
) -> None:
    document = uploaded(client, owner, b"about foxes", title="Paper")
    path = f"/{document['id']}/versions"
    upload(client, owner, b"about badgers", path=path)
    while read_text(db):
        pass

    def found(word: str) -> int:
        query = {"search": word}
        reply = client.get(DOCUMENTS, params=query, headers=owner.headers)
        return len(reply.json()["items"])

    assert (found("foxes"), found("badgers"), found("paper")) == (0, 1, 1)
    client.post(f"{DOCUMENTS}{path}/1/restore", headers=owner.headers)
    assert (found("foxes"), found("badgers"), found("paper")) == (1, 0, 1)


def test_a_new_version_with_the_same_bytes_is_refused(
    client: TestClient, owner: Account
) -> None:
    document = uploaded(client, owner)

    reply = upload(client, owner, path=f"/{document['id']}/versions")

    assert_error(reply, 409, "duplicate_document")
    assert len(stored_files()) == 1


def test_restoring_an_unknown_version_is_not_found(
    client: TestClient, owner: Account
) -> None:
    document = uploaded(client, owner)

    reply = client.post(
        f"{DOCUMENTS}/{document['id']}/versions/7/restore", headers=owner.headers
    )

    assert_error(reply, 404, "version_not_found")


def test_versions_are_listed_in_pages(client: TestClient, owner: Account) -> None:
    document = uploaded(client, owner)
    path = f"/{document['id']}/versions"
    for number in range(4):
        upload(client, owner, b"%d" % number, path=path)

    first = client.get(f"{DOCUMENTS}{path}?limit=3", headers=owner.headers).json()
    cursor = first["next_cursor"]
    rest = client.get(
        f"{DOCUMENTS}{path}?limit=3&cursor={cursor}", headers=owner.headers
    ).json()
    odd = client.get(f"{DOCUMENTS}{path}?cursor=-1", headers=owner.headers)

    assert [v["number"] for v in first["items"]] == [5, 4, 3]
    assert [v["number"] for v in rest["items"]] == [2, 1]
    assert rest["next_cursor"] is None
    assert_error(odd, 400, "invalid_cursor")
