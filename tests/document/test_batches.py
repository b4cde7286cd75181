"""Tests of batches: one action on several named documents, in one transaction."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlmodel import Session, select

from backend.core.database import engine
from backend.models import Document, DocumentUsage, IdempotencyKey
from backend.modules.document.background import delete_files
from backend.modules.document.batches.batches import batch_service
from backend.modules.document.batches.lib import Action
from backend.modules.document.trash.trash import trash_service
from tests.document.steps import DOCUMENTS, PNG, stored_files, upload, uploaded
from tests.support.accounts import Account, assert_error
from tests.support.racing import at_once, while_held


def batch(
    client: TestClient,
    account: Account,
    action: str,
    *items: Any,
    headers: dict[str, str] | None = None,
    **tags: list[str],
) -> Response:
    """Do an action with documents, given as ids or with an etag."""
    named = [item if isinstance(item, dict) else {"id": item} for item in items]
    body = {"action": action, "documents": named, **tags}
    headers = account.headers | (headers or {})
    return client.post(f"{DOCUMENTS}/batches", json=body, headers=headers)


def outcomes(reply: Response) -> list[str]:
    """Return the outcomes of a batch, in the order of the request."""
    assert reply.status_code == 200, reply.text
    return [result["outcome"] for result in reply.json()["results"]]


def ids_of(page: Response) -> list[str]:
    """Return the ids of the documents on a page."""
    return [item["id"] for item in page.json()["items"]]


@pytest.fixture
def three(client: TestClient, owner: Account) -> list[str]:
    """Upload three documents, and return their ids."""
    return [uploaded(client, owner, b"%d" % n, tags=["a"])["id"] for n in range(3)]


def test_a_batch_tells_what_became_of_each_document(
    client: TestClient, owner: Account, other: Account, three: list[str]
) -> None:
    theirs = uploaded(client, other)["id"]
    trashed = three[2]
    client.delete(f"{DOCUMENTS}/{trashed}", headers=owner.headers)

    reply = batch(
        client,
        owner,
        "trash",
        {"id": three[0], "etag": '"1"'},
        {"id": three[1], "etag": '"7"'},
        trashed,
        theirs,
        str(uuid4()),
        three[0],
    )

    assert outcomes(reply) == ["done", "changed", "unchanged", "not_found", "not_found"]
    assert reply.json()["done"] == 1
    listed = ids_of(client.get(DOCUMENTS, headers=owner.headers))
    assert listed == [three[1]]
    assert ids_of(client.get(DOCUMENTS, headers=other.headers)) == [theirs]


def test_documents_are_restored_from_the_trash(
    client: TestClient, owner: Account, three: list[str]
) -> None:
    batch(client, owner, "trash", *three[:2])

    reply = batch(client, owner, "restore", *three)

    assert outcomes(reply) == ["done", "done", "unchanged"]
    found = client.get(f"{DOCUMENTS}/{three[0]}", headers=owner.headers)
    assert (found.json()["deleted_at"], found.json()["etag"]) == (None, '"2"')


def test_tags_are_added_and_removed_and_found(
    client: TestClient, owner: Account, three: list[str]
) -> None:
    client.delete(f"{DOCUMENTS}/{three[2]}", headers=owner.headers)
    full = uploaded(client, owner, b"full", tags=[f"t{n}" for n in range(20)])["id"]

    tags: Any = {"add_tags": ["Köln", "b"], "remove_tags": ["a"]}
    reply = batch(client, owner, "tag", *three, full, **tags)
    again = batch(client, owner, "tag", *three[:2], **tags)

    assert outcomes(reply) == ["done", "done", "not_found", "too_many_tags"]
    assert outcomes(again) == ["unchanged", "unchanged"]
    for query in ({"tag": "köln"}, {"search": "köln"}):
        page = client.get(DOCUMENTS, params=query, headers=owner.headers)
        assert set(ids_of(page)) == set(three[:2])
        assert page.json()["items"][0]["tags"] == ["köln", "b"]
        assert page.json()["items"][0]["etag"] == '"2"'


def test_only_documents_in_the_trash_are_permanently_deleted(
    client: TestClient, db: Session, owner: Account, three: list[str]
) -> None:
    upload(client, owner, PNG, "b.png", path=f"/{three[0]}/versions")
    client.delete(f"{DOCUMENTS}/{three[0]}", headers=owner.headers)

    reply = batch(client, owner, "purge", *three)
    delete_files(db)

    assert outcomes(reply) == ["done", "not_found", "not_found"]
    assert len(stored_files()) == 2
    usage = db.exec(select(DocumentUsage)).one()
    assert (usage.used_bytes, usage.files) == (2, 2)


def test_a_repeated_batch_with_the_same_key_gets_the_same_reply(
    client: TestClient, db: Session, owner: Account, three: list[str]
) -> None:
    key = {"Idempotency-Key": str(uuid4())}

    first = batch(client, owner, "trash", *three, headers=key)
    second = batch(client, owner, "trash", *three, headers=key)

    assert outcomes(first) == outcomes(second) == ["done"] * 3
    assert len(db.exec(select(IdempotencyKey)).all()) == 1


@pytest.mark.parametrize(
    "body",
    [
        {"action": "trash", "documents": []},
        {"action": "trash", "documents": [{"id": str(uuid4())}] * 501},
        {"action": "trash", "documents": [{"id": "x"}]},
        {"action": "trash", "documents": [{"id": str(uuid4())}], "add_tags": ["a"]},
        {"action": "tag", "documents": [{"id": str(uuid4())}]},
        {"action": "tag", "documents": [{"id": str(uuid4())}], "add_tags": ["\u202e"]},
        {"action": "erase", "documents": [{"id": str(uuid4())}]},
    ],
)
def test_an_invalid_batch_is_refused(
    client: TestClient, owner: Account, body: dict[str, Any]
) -> None:
    reply = client.post(f"{DOCUMENTS}/batches", json=body, headers=owner.headers)

    assert_error(reply, 422, "invalid_input")


def test_parallel_batches_with_the_same_documents_change_each_once(
    client: TestClient, owner: Account, three: list[str]
) -> None:
    def one(number: int) -> list[str]:
        order = three if number % 2 else three[::-1]
        return outcomes(batch(client, owner, "trash", *order))

    found = at_once(8, one)

    assert sum(each.count("done") for each in found) == 3
    assert sum(each.count("unchanged") for each in found) == 7 * 3


def test_a_batch_beside_uploads_of_versions_keeps_the_usage_right(
    client: TestClient, db: Session, owner: Account, three: list[str]
) -> None:
    def one(number: int) -> int:
        if number % 3 == 0:
            action = ("trash", "purge")[number % 2]
            return batch(client, owner, action, *three).status_code
        path = f"/{three[number % 3]}/versions"
        return upload(client, owner, b"v%d" % number, path=path).status_code

    found = at_once(12, one)
    for action in ("trash", "purge"):
        found.append(batch(client, owner, action, *three).status_code)

    assert set(found) <= {200, 201, 404}
    while delete_files(db):
        pass
    db.rollback()
    usage = db.exec(select(DocumentUsage)).one()
    assert (usage.used_bytes, usage.files, stored_files()) == (0, 0, [])


def test_a_batch_and_the_purge_of_old_trash_do_not_deadlock(
    client: TestClient,
    db: Session,
    owner: Account,
    three: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    low, middle, high = sorted(map(UUID, three))
    # The purge locks them in this order, and the batch in that of their ids.
    for document_id in (high, middle, low):
        client.delete(f"{DOCUMENTS}/{document_id}", headers=owner.headers)
    monkeypatch.setattr("backend.modules.document.trash.trash.TRASH_TIME", timedelta(0))
    owner_id = UUID(owner.user["id"])

    def restore() -> list[str]:
        wanted = dict.fromkeys((low, middle, high))
        with Session(engine) as session:
            found = batch_service.apply(session, owner_id, Action("restore"), wanted)
            session.commit()
        return list(found.values())

    def purge() -> None:
        with Session(engine) as session:
            trash_service.purge_old(session, owner_id)
            session.commit()

    held = select(Document).where(Document.id == middle)
    restored, _ = while_held(db, held, restore, purge)

    assert restored == ["done"] * 3
    assert len(db.exec(select(Document)).all()) == 3
