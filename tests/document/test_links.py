"""Tests of download links, which end after minutes or with their login session."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlmodel import Session

from tests.document.steps import DOCUMENTS, TEXT, uploaded
from tests.fixtures import Time
from tests.support.accounts import API, Account, assert_error, bearer, log_in, verified
from tests.support.work import Work
from tests.user.steps import promote, request_deletion


def get(client: TestClient, account: Account, path: str) -> Response:
    """GET a path below /documents."""
    return client.get(DOCUMENTS + path, headers=account.headers)


@pytest.fixture
def path(client: TestClient, owner: Account) -> str:
    """The download path of a document of the owner."""
    return f"/{uploaded(client, owner)['id']}/download"


def test_a_link_needs_no_login_and_expires_after_minutes(
    client: TestClient, owner: Account, path: str, time: Time
) -> None:
    link = get(client, owner, f"{path}-link").json()

    now = client.get(link["url"])
    part = client.get(link["url"], headers={"Range": "bytes=0-3"})
    forged = client.get(link["url"][:-2] + "xx")
    time.advance(minutes=6)
    late = client.get(link["url"])

    assert (now.status_code, now.content) == (200, TEXT)
    assert (part.status_code, part.content) == (206, TEXT[:4])
    assert_error(forged, 404, "link_not_found")
    assert_error(late, 404, "link_not_found")


def test_a_link_ends_when_its_document_is_deleted(
    client: TestClient, owner: Account, path: str
) -> None:
    link = get(client, owner, f"{path}-link").json()
    client.delete(DOCUMENTS + path.removesuffix("/download"), headers=owner.headers)

    assert_error(client.get(link["url"]), 404, "link_not_found")


def log_out(client: TestClient, db: Session, owner: Account) -> Response:
    """Let the owner end the login session that created the link."""
    return client.post(f"{API}/users/logout", headers=owner.headers)


def log_out_elsewhere(client: TestClient, db: Session, owner: Account) -> Response:
    """Let the owner end that login session from another device."""
    token = log_in(client, owner.email)["access_token"]
    return client.delete(f"{API}/users/sessions", headers=bearer(token))


def disable(client: TestClient, db: Session, owner: Account) -> Response:
    """Let an administrator disable the owner."""
    admin = verified(client)
    promote(db, admin)
    path = f"{API}/users/admin/users/{owner.user['id']}"
    return client.patch(path, json={"is_active": False}, headers=admin.headers)


def delete(client: TestClient, db: Session, owner: Account) -> Response:
    """Let the owner request the deletion of the account."""
    return request_deletion(client, owner)


@pytest.mark.parametrize("end", [log_out, log_out_elsewhere, disable, delete])
def test_a_link_ends_with_its_login_session_and_with_its_account(
    client: TestClient,
    owner: Account,
    other: Account,
    path: str,
    db: Session,
    end: Callable[[TestClient, Session, Account], Response],
) -> None:
    link = get(client, owner, f"{path}-link").json()
    kept_path = f"/{uploaded(client, other)['id']}/download-link"
    kept = get(client, other, kept_path).json()
    assert client.get(link["url"]).status_code == 200

    ended = end(client, db, owner)

    assert ended.is_success, ended.text
    assert_error(client.get(link["url"]), 404, "link_not_found")
    assert client.get(kept["url"]).status_code == 200


def test_a_download_by_link_takes_one_query(
    client: TestClient, owner: Account, path: str, work: Work
) -> None:
    link = get(client, owner, f"{path}-link").json()

    with work.counted() as counted:
        client.get(link["url"])

    assert len(counted.statements) == 1


@pytest.mark.parametrize("token", ["x", "share.a.b.1.2.c", "a.b.c.d.e.f", "é" * 20])
def test_an_invalid_link_is_not_found(client: TestClient, token: str) -> None:
    reply = client.get(f"{DOCUMENTS}/linked", params={"token": token})

    assert_error(reply, 404, "link_not_found")
