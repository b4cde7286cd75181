"""Requests at the same time: real threads against a real database."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from fastapi.testclient import TestClient
from sqlmodel import Session, col, func, select

from backend.models import Document, DocumentShare, DocumentUsage, DocumentVersion
from backend.modules.document.background import delete_files
from tests.document.steps import DOCUMENTS, stored_files, upload, uploaded
from tests.support.accounts import Account
from tests.support.operations import new_caller
from tests.support.racing import at_once

ATTEMPTS = 24


def statuses_at_once(attempt: Callable[[int], int]) -> Counter[int]:
    """Make all attempts at the same moment, and count the replies by status."""
    return Counter(at_once(ATTEMPTS, attempt))


def limit(db: Session, account: Account, **limits: int) -> None:
    """Set the quota of an account."""
    db.add(DocumentUsage(user_id=account.user["id"], **limits))
    db.commit()


def test_parallel_uploads_do_not_exceed_the_quota_in_bytes(
    client: TestClient, db: Session, owner: Account
) -> None:
    limit(db, owner, limit_bytes=5 * 100 + 99)

    found = statuses_at_once(
        lambda n: upload(client, owner, f"{n:100}".encode()).status_code
    )

    assert found == {201: 5, 409: ATTEMPTS - 5}
    db.rollback()
    usage = db.exec(select(DocumentUsage)).one()
    assert (usage.used_bytes, usage.files) == (500, 5)
    assert (
        len(stored_files()) == db.exec(select(func.count(col(Document.id)))).one() == 5
    )


def test_parallel_uploads_do_not_exceed_the_quota_in_files(
    client: TestClient, db: Session, owner: Account
) -> None:
    limit(db, owner, limit_files=3)

    found = statuses_at_once(lambda n: upload(client, owner, b"%d" % n).status_code)

    assert found == {201: 3, 409: ATTEMPTS - 3}
    assert len(stored_files()) == 3


def test_parallel_uploads_of_the_same_file_make_one_document(
    client: TestClient, db: Session, owner: Account
) -> None:
    found = statuses_at_once(lambda _: upload(client, owner).status_code)

    assert found == {201: 1, 409: ATTEMPTS - 1}
    assert len(stored_files()) == 1


def test_parallel_uploads_with_one_idempotency_key_make_one_document(
    client: TestClient, db: Session, owner: Account
) -> None:
    headers = owner.headers | {"Idempotency-Key": "a-key-of-sixteen-or-more"}
    keyed = Account(owner.email, owner.password, headers, owner.user)

    found = statuses_at_once(lambda _: upload(client, keyed).status_code)

    assert found == {201: ATTEMPTS}
    assert len(stored_files()) == 1
    assert db.exec(select(func.count(col(Document.id)))).one() == 1


def test_parallel_versions_get_different_numbers(
    client: TestClient, db: Session, owner: Account
) -> None:
    document = uploaded(client, owner)
    path = f"/{document['id']}/versions"

    found = statuses_at_once(
        lambda n: upload(client, owner, b"%d" % n, path=path).status_code
    )

    assert found == {201: ATTEMPTS}
    numbers = db.exec(select(DocumentVersion.number)).all()
    assert sorted(numbers) == list(range(1, ATTEMPTS + 2))
    newest = client.get(f"{DOCUMENTS}/{document['id']}", headers=owner.headers).json()
    assert newest["version"] == ATTEMPTS + 1


def test_parallel_downloads_do_not_exceed_the_limit_of_a_share(
    client: TestClient, db: Session, owner: Account
) -> None:
    path = f"{DOCUMENTS}/{uploaded(client, owner)['id']}/shares"
    token = client.post(path, json={"max_downloads": 4}, headers=owner.headers).json()[
        "token"
    ]
    callers = [new_caller() for _ in range(ATTEMPTS)]

    def open_share(number: int) -> int:
        return client.post(
            f"{DOCUMENTS}/shared/download-link",
            json={"token": token},
            headers=callers[number],
        ).status_code

    # Failed attempts with one token are limited too, so some of them are 429.
    found = statuses_at_once(open_share)

    assert found[200] == 4
    assert found[404] + found[429] == ATTEMPTS - 4
    assert db.exec(select(DocumentShare.downloads)).one() == 4


def test_one_of_several_parallel_changes_with_the_same_etag_succeeds(
    client: TestClient, owner: Account
) -> None:
    document = uploaded(client, owner)
    headers = owner.headers | {"If-Match": document["etag"]}

    def change(number: int) -> int:
        body: dict[str, Any] = {"title": f"title {number}"}
        path = f"{DOCUMENTS}/{document['id']}"
        return client.patch(path, json=body, headers=headers).status_code

    assert statuses_at_once(change) == {200: 1, 412: ATTEMPTS - 1}


def test_purging_a_document_during_uploads_of_versions_leaves_no_file(
    client: TestClient, db: Session, owner: Account
) -> None:
    document_id = uploaded(client, owner)["id"]

    def one(number: int) -> int:
        if number % 8:
            path = f"/{document_id}/versions"
            return upload(client, owner, b"%d" % number, path=path).status_code
        client.delete(f"{DOCUMENTS}/{document_id}", headers=owner.headers)
        path = f"{DOCUMENTS}/{document_id}/purge"
        return client.post(path, headers=owner.headers).status_code

    found = statuses_at_once(one)

    assert set(found) <= {201, 204, 404}
    assert found[204] == 1
    while delete_files(db):
        pass
    assert stored_files() == []
    db.rollback()
    usage = db.exec(select(DocumentUsage)).one()
    assert (usage.used_bytes, usage.files) == (0, 0)
