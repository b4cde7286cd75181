"""Tests of the filter of a batch: which documents a batch is for."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session

from backend.modules.document.background import run_batches
from tests.document.jobs import live, progress, start, started, upload_five
from tests.document.steps import DOCUMENTS, uploaded
from tests.fixtures import Time
from tests.support.accounts import Account, assert_error


def test_a_batch_can_be_for_a_search_or_a_time_and_change_tags(
    client: TestClient, db: Session, owner: Account, time: Time
) -> None:
    one = uploaded(client, owner, b"1", title="Invoice from Ada")
    uploaded(client, owner, b"2", title="Invoyce")  # similar, but no match
    time.advance(hours=1)
    two = uploaded(client, owner, b"3", title="Letter")
    tags = {"add_tags": ["done"]}

    started(client, owner, "tag", filter={"search": "invoice"}, **tags)
    while run_batches(db):
        pass
    period = {"created_from": two["created_at"]}
    started(client, owner, "tag", filter=period, **tags)
    while run_batches(db):
        pass

    page = client.get(f"{DOCUMENTS}?tag=done", headers=owner.headers).json()
    assert {d["id"] for d in page["items"]} == {one["id"], two["id"]}


def test_a_batch_leaves_named_documents_out(
    client: TestClient, db: Session, owner: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.modules.document.batches.batches.MAX_MATCHES", 3)
    ids = upload_five(client, owner)

    path = started(client, owner, "trash", except_ids=[ids[4], str(uuid4())])
    while run_batches(db):
        pass

    # The newest three besides the newest one, although no more may be in a batch.
    assert progress(client, owner, path) == ("done", 3, 3)
    assert live(db, owner) == {ids[0], ids[4]}


def test_a_batch_undoes_another_but_no_earlier_or_later_deletion(
    client: TestClient, db: Session, owner: Account, time: Time
) -> None:
    ids = upload_five(client, owner)
    client.delete(f"{DOCUMENTS}/{ids[0]}", headers=owner.headers)
    time.advance(minutes=1)
    path = started(client, owner, "trash", except_ids=[ids[1]])
    while run_batches(db):
        pass
    time.advance(minutes=1)
    client.delete(f"{DOCUMENTS}/{ids[1]}", headers=owner.headers)
    since = client.get(path, headers=owner.headers).json()["created_at"]
    # The clock of the test stands still, and the end is not part of a period.
    until = (datetime.fromisoformat(since) + timedelta(seconds=1)).isoformat()

    period = {"deleted_from": since, "deleted_to": until}
    undo = started(client, owner, "restore", filter=period)
    while run_batches(db):
        pass

    assert progress(client, owner, undo) == ("done", 3, 3)
    assert live(db, owner) == set(ids[2:])
    kept = client.get(undo, headers=owner.headers).json()["filter"]
    assert kept["deleted_from"] == since
    assert datetime.fromisoformat(kept["deleted_to"]) == datetime.fromisoformat(until)


@pytest.mark.parametrize("name", ["deleted_from", "deleted_to"])
def test_documents_outside_the_trash_cannot_be_found_by_their_deletion(
    client: TestClient, owner: Account, name: str
) -> None:
    reply = start(client, owner, "tag", add_tags=["a"], filter={name: "2026-01-01"})

    assert_error(reply, 422, "invalid_input")


def test_documents_in_the_trash_are_restored_or_purged_by_a_filter(
    client: TestClient, db: Session, owner: Account
) -> None:
    ids = upload_five(client, owner)
    for document_id in ids[:4]:
        client.delete(f"{DOCUMENTS}/{document_id}", headers=owner.headers)

    started(client, owner, "restore", filter={"tags": ["in"]})
    while run_batches(db):
        pass
    client.delete(f"{DOCUMENTS}/{ids[0]}", headers=owner.headers)
    path = started(client, owner, "purge")
    while run_batches(db):
        pass

    assert live(db, owner) == set(ids[1:])
    assert progress(client, owner, path) == ("done", 1, 1)
    found = client.get(f"{DOCUMENTS}/usage", headers=owner.headers).json()
    assert found["files"] == 4
