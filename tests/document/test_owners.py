"""Documents of other users: the same reply as for documents that do not exist."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlmodel import Session

from backend.core import token
from backend.models import User
from tests.document.steps import DOCUMENTS, TEXT, uploaded
from tests.support.accounts import Account, assert_error
from tests.support.each import each
from tests.support.operations import OPERATIONS, Operation

OF_ONE = [
    operation
    for operation in OPERATIONS
    if operation.path.startswith(f"{DOCUMENTS}/") and "{document_id}" in operation.path
]


def call(
    client: TestClient, account: Account, operation: Operation, document_id: str
) -> Response:
    """Call an operation on a document with a valid body."""
    options: dict[str, Any] = {"headers": account.headers}
    if operation.fields:
        options["json"] = operation.example()
    elif "requestBody" in operation.spec:
        options["files"] = {"file": ("other.txt", b"other")}
    path = operation.path.replace("{document_id}", document_id)
    path = path.replace("{number}", "1").replace("{share_id}", str(token.new_id()))
    return operation.call(client, url=path, **options)


def test_the_list_of_operations_on_a_document_is_not_empty() -> None:
    assert len(OF_ONE) >= 12


@pytest.fixture
def anothers_id(client: TestClient, other: Account) -> str:
    """Return the id of a document of another user."""
    document_id: str = uploaded(client, other)["id"]
    return document_id


@pytest.mark.parametrize("in_trash", [False, True])
@each("operation", OF_ONE)
def test_another_users_document_is_not_found_like_one_that_does_not_exist(
    client: TestClient,
    owner: Account,
    other: Account,
    anothers_id: str,
    operation: Operation,
    in_trash: bool,
) -> None:
    path = f"{DOCUMENTS}/{anothers_id}"
    if in_trash:
        client.delete(path, headers=other.headers)

    anothers = call(client, owner, operation, anothers_id)
    nobodys = call(client, owner, operation, str(token.new_id()))

    assert_error(anothers, 404, "document_not_found")
    once = {"request_id": "", "instance": ""}
    assert anothers.json() | once == nobodys.json() | once
    if in_trash:
        client.post(f"{path}/restore", headers=other.headers)
    file = client.get(f"{path}/download", headers=other.headers)
    assert file.content == TEXT


def test_no_list_shows_documents_of_another_user(
    client: TestClient, owner: Account, other: Account
) -> None:
    uploaded(client, other, title="Paper", tags=["x"])
    trashed = uploaded(client, other, b"trashed")
    client.delete(f"{DOCUMENTS}/{trashed['id']}", headers=other.headers)

    for query in ("", "?search=paper", "?search=papre", "?tag=x", "/trash"):
        page = client.get(DOCUMENTS + query, headers=owner.headers).json()
        assert page["items"] == [], query


def test_an_administrator_sets_limits_and_sees_no_documents(
    client: TestClient, db: Session, owner: Account, other: Account
) -> None:
    document_id = uploaded(client, other)["id"]
    path = f"{DOCUMENTS}/admin/users/{other.user['id']}/usage"
    refused = client.patch(path, json={"limit_bytes": 5}, headers=owner.headers)
    user = db.get_one(User, owner.user["id"])
    user.is_admin = True
    db.commit()

    limited = client.patch(path, json={"limit_bytes": 5}, headers=owner.headers)
    full = client.post(
        f"{DOCUMENTS}/upload",
        files={"file": ("b.txt", b"b")},
        headers=other.headers,
    )
    lifted = client.patch(path, json={"limit_bytes": None}, headers=owner.headers)
    read = client.get(path, headers=owner.headers)
    document = client.get(f"{DOCUMENTS}/{document_id}", headers=owner.headers)
    nobody = client.get(
        path.replace(other.user["id"], str(token.new_id())), headers=owner.headers
    )

    assert_error(refused, 403, "admin_required")
    assert (limited.json()["limit_bytes"], limited.json()["files"]) == (5, 1)
    assert_error(full, 409, "quota_exceeded")
    assert lifted.json()["limit_bytes"] > 5
    assert read.json() == lifted.json()
    assert_error(document, 404, "document_not_found")
    assert_error(nobody, 404, "user_not_found")
