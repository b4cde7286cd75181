"""Tests of shares: links that work for anyone until they expire or are revoked."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlmodel import Session, select

from backend.models import DocumentShare, User
from tests.document.steps import DOCUMENTS, PNG, TEXT, upload, uploaded
from tests.fixtures import Time
from tests.support.accounts import Account, assert_error
from tests.support.operations import new_caller
from tests.user.steps import request_deletion

PASSWORD = "correct horse battery"


@pytest.fixture
def document(client: TestClient, owner: Account) -> dict[str, Any]:
    """A document of the owner."""
    return uploaded(client, owner)


def share(
    client: TestClient, owner: Account, document: dict[str, Any], **options: Any
) -> dict[str, Any]:
    """Share a document, and return the new share."""
    path = f"{DOCUMENTS}/{document['id']}/shares"
    reply = client.post(path, json=options, headers=owner.headers)
    assert reply.status_code == 201, reply.text
    body: dict[str, Any] = reply.json()
    return body


def look(client: TestClient, token: str, **more: Any) -> Response:
    """Read what a share shows, without a login."""
    body = {"token": token, **more}
    return client.post(f"{DOCUMENTS}/shared", json=body, headers=new_caller())


def open_share(client: TestClient, token: str, **more: Any) -> Response:
    """Request a download link for a share, without a login."""
    return client.post(
        f"{DOCUMENTS}/shared/download-link",
        json={"token": token, **more},
        headers=new_caller(),
    )


def test_anyone_with_the_token_can_download_the_file(
    client: TestClient, owner: Account, document: dict[str, Any]
) -> None:
    token = share(client, owner, document)["token"]

    shown = look(client, token).json()
    link = open_share(client, token).json()
    file = client.get(link["url"], headers=new_caller())

    assert shown["file"] == {
        "title": "note",
        "name": "note.txt",
        "media_type": "text/plain",
        "size": len(TEXT),
        "is_viewable": True,
    }
    assert shown["needs_password"] is False
    assert shown["owner_name"] == owner.user["full_name"]
    assert owner.email not in str(shown)
    assert file.content == TEXT
    assert file.headers["Content-Disposition"].startswith("attachment")


def test_a_share_returns_the_current_version(
    client: TestClient, owner: Account, document: dict[str, Any]
) -> None:
    token = share(client, owner, document)["token"]
    upload(client, owner, PNG, "cat.png", path=f"/{document['id']}/versions")

    link = open_share(client, token).json()

    assert client.get(link["url"]).content == PNG


def test_only_the_digest_of_a_token_is_stored_and_no_list_shows_it(
    client: TestClient, db: Session, owner: Account, document: dict[str, Any]
) -> None:
    created = share(client, owner, document, password=PASSWORD)

    listed = client.get(f"{DOCUMENTS}/{document['id']}/shares", headers=owner.headers)

    row = db.exec(select(DocumentShare)).one()
    assert created["token"].encode() not in row.token_digest
    assert PASSWORD not in str(row)
    assert "token" not in listed.json()["items"][0]
    assert listed.json()["items"][0]["has_password"] is True


def test_a_missing_or_wrong_password_is_refused_and_counts_no_download(
    client: TestClient, owner: Account, document: dict[str, Any]
) -> None:
    token = share(client, owner, document, password=PASSWORD, max_downloads=1)["token"]

    without = open_share(client, token)
    wrong = open_share(client, token, password="wrong horse battery")
    right = open_share(client, token, password=PASSWORD)
    used_up = open_share(client, token, password=PASSWORD)

    assert look(client, token).status_code == 404  # no downloads left
    assert_error(without, 400, "wrong_share_password")
    assert_error(wrong, 400, "wrong_share_password")
    assert right.status_code == 200
    assert_error(used_up, 404, "link_not_found")


def test_a_share_with_a_password_shows_its_file_only_with_the_password(
    client: TestClient, owner: Account, document: dict[str, Any]
) -> None:
    token = share(client, owner, document, password=PASSWORD)["token"]

    without = look(client, token).json()
    wrong = look(client, token, password="wrong horse battery")
    right = look(client, token, password=PASSWORD).json()

    assert (without["needs_password"], without["file"]) == (True, None)
    assert document["title"] not in str(without)
    assert_error(wrong, 400, "wrong_share_password")
    assert right["file"]["name"] == "note.txt"


def test_looking_without_a_password_gives_no_further_guesses(
    client: TestClient, owner: Account, document: dict[str, Any]
) -> None:
    token = share(client, owner, document, password=PASSWORD)["token"]
    statuses = []

    for number in range(6):
        statuses.append(look(client, token, password=f"guess {number}").status_code)
        assert look(client, token).status_code == 200

    assert statuses == [400] * 5 + [429]


def test_a_password_cannot_be_guessed_from_many_addresses(
    client: TestClient, owner: Account, document: dict[str, Any]
) -> None:
    token = share(client, owner, document, password=PASSWORD)["token"]

    replies = [open_share(client, token, password=f"guess {n}") for n in range(11)]

    assert [reply.status_code for reply in replies] == [400] * 10 + [429]


def test_a_share_and_its_links_end_when_it_expires(
    client: TestClient, owner: Account, document: dict[str, Any], time: Time
) -> None:
    token = share(client, owner, document, expires_in_hours=1)["token"]
    time.advance(minutes=58)
    link = open_share(client, token).json()
    time.advance(minutes=3)

    assert_error(look(client, token), 404, "link_not_found")
    assert_error(open_share(client, token), 404, "link_not_found")
    assert_error(client.get(link["url"]), 404, "link_not_found")


@pytest.mark.parametrize("end", ["revoke", "trash", "disable", "delete"])
def test_a_share_and_its_links_end_when_it_is_revoked_or_the_document_or_owner_is_gone(
    client: TestClient, db: Session, owner: Account, document: dict[str, Any], end: str
) -> None:
    created = share(client, owner, document)
    link = open_share(client, created["token"]).json()
    path = f"{DOCUMENTS}/{document['id']}"
    if end == "revoke":
        client.delete(f"{path}/shares/{created['id']}", headers=owner.headers)
    elif end == "trash":
        client.delete(path, headers=owner.headers)
    elif end == "delete":
        assert request_deletion(client, owner).status_code == 202
    else:
        db.get_one(User, owner.user["id"]).is_active = False
        db.commit()

    assert_error(look(client, created["token"]), 404, "link_not_found")
    assert_error(open_share(client, created["token"]), 404, "link_not_found")
    assert_error(client.get(link["url"]), 404, "link_not_found")


def test_a_resumed_download_is_counted_once(
    client: TestClient, owner: Account, document: dict[str, Any]
) -> None:
    token = share(client, owner, document, max_downloads=2)["token"]
    link = open_share(client, token).json()
    for range_ in ("bytes=0-3", "bytes=4-"):
        part = client.get(link["url"], headers={"Range": range_})
        assert part.status_code == 206

    listed = client.get(f"{DOCUMENTS}/{document['id']}/shares", headers=owner.headers)

    assert listed.json()["items"][0]["downloads"] == 1


def test_a_share_can_be_revoked_only_once(
    client: TestClient, owner: Account, document: dict[str, Any]
) -> None:
    created = share(client, owner, document)
    path = f"{DOCUMENTS}/{document['id']}/shares/{created['id']}"

    first = client.delete(path, headers=owner.headers)
    second = client.delete(path, headers=owner.headers)

    assert first.status_code == 204
    assert_error(second, 404, "share_not_found")


def test_shares_are_listed_in_pages(
    client: TestClient, owner: Account, document: dict[str, Any], time: Time
) -> None:
    ids = []
    for _ in range(3):
        time.advance(seconds=1)
        ids.append(share(client, owner, document)["id"])
    path = f"{DOCUMENTS}/{document['id']}/shares"

    first = client.get(f"{path}?limit=2", headers=owner.headers).json()
    query = {"cursor": first["next_cursor"]}
    rest = client.get(path, params=query, headers=owner.headers).json()

    assert [s["id"] for page in (first, rest) for s in page["items"]] == ids[::-1]


@pytest.mark.parametrize(
    "options",
    [
        {"expires_in_hours": 0},
        {"expires_in_hours": 9000},
        {"max_downloads": 0},
        {"password": "short"},
        {"password": "x" * 80},
    ],
)
def test_a_share_with_invalid_options_is_refused(
    client: TestClient,
    owner: Account,
    document: dict[str, Any],
    options: dict[str, Any],
) -> None:
    path = f"{DOCUMENTS}/{document['id']}/shares"

    reply = client.post(path, json=options, headers=owner.headers)

    assert_error(reply, 422, "invalid_input")
