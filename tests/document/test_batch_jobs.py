"""Tests of batches for a filter, which a job works off in pieces."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, col, select

from backend.core.database import engine
from backend.models import Document, DocumentBatch, User
from backend.modules.document.background import run_batches
from backend.modules.document.batches.batches import BATCHES, batch_service
from tests.document.jobs import JOBS, live, progress, start, started, upload_five
from tests.document.steps import DOCUMENTS, PDF, uploaded
from tests.fixtures import Time
from tests.support.accounts import Account, assert_error
from tests.support.racing import at_once, while_held


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backend.modules.document.batches.batches.PIECE", 2)


def test_a_batch_works_off_the_documents_that_matched_at_its_start(
    client: TestClient, db: Session, owner: Account, other: Account
) -> None:
    ids = upload_five(client, owner)
    pdf = uploaded(client, owner, PDF, name="a.pdf", tags=["in"])["id"]
    theirs = upload_five(client, other)
    path = started(client, owner, "trash", filter={"tags": ["IN"], "type": "text/*"})
    late = uploaded(client, owner, b"late", tags=["in"])["id"]
    # These match no longer: one is in the trash already, one has lost its tag.
    client.delete(f"{DOCUMENTS}/{ids[0]}", headers=owner.headers)
    untagged = f"{DOCUMENTS}/{ids[1]}"
    client.patch(untagged, json={"tags": []}, headers=owner.headers)

    seen = []
    while run_batches(db):
        seen.append(progress(client, owner, path))

    assert seen == [("running", 2, 2), ("running", 4, 4), ("done", 5, 4)]
    assert live(db, owner) == {pdf, late}
    assert live(db, other) == set(theirs)
    assert db.exec(select(DocumentBatch)).one().document_ids == []


def test_a_batch_without_documents_is_done_at_once(
    client: TestClient, db: Session, owner: Account
) -> None:
    path = started(client, owner, "trash", filter={"search": "?"})

    assert progress(client, owner, path) == ("done", 0, 0)
    assert not run_batches(db)


def test_a_user_has_one_running_batch_until_it_is_cancelled(
    client: TestClient, db: Session, owner: Account, other: Account
) -> None:
    ids = upload_five(client, owner)
    statuses = at_once(6, lambda _: start(client, owner, "trash").status_code)
    [item] = client.get(JOBS, headers=owner.headers).json()["items"]
    path = f"{JOBS}/{item['id']}"
    run_batches(db)

    foreign = client.post(f"{path}/cancel", headers=other.headers)
    cancelled = client.post(f"{path}/cancel", headers=owner.headers).json()
    again = client.post(f"{path}/cancel", headers=owner.headers).json()

    assert sorted(statuses) == [202] + [409] * 5
    assert_error(foreign, 404, "batch_not_found")
    assert_error(client.get(path, headers=other.headers), 404, "batch_not_found")
    assert (cancelled["state"], cancelled["processed"]) == ("cancelled", 2)
    assert again == cancelled
    assert not run_batches(db)
    assert len(live(db, owner)) == len(ids) - 2
    assert start(client, owner, "trash").status_code == 202


def test_owners_take_turns(
    client: TestClient, db: Session, owner: Account, other: Account
) -> None:
    upload_five(client, owner)
    upload_five(client, other)
    first, second = started(client, owner, "trash"), started(client, other, "trash")

    for _ in range(2):
        run_batches(db)

    assert progress(client, owner, first)[1] == 2
    assert progress(client, other, second)[1] == 2


def test_a_piece_that_was_killed_before_its_commit_is_done_again(
    client: TestClient, db: Session, owner: Account
) -> None:
    upload_five(client, owner)
    path = started(client, owner, "trash")
    claimed = batch_service.claim(db)
    assert claimed is not None
    batch_service.advance(db, claimed[0], may_act=True)
    # Another process finds nothing to do while this one holds the batch.
    with Session(db.get_bind()) as another:
        assert not run_batches(another)
    db.rollback()

    while run_batches(db):
        pass

    assert progress(client, owner, path) == ("done", 5, 5)
    assert live(db, owner) == set()


def test_a_cancellation_waits_for_the_current_piece(
    client: TestClient, db: Session, owner: Account
) -> None:
    ids = upload_five(client, owner)
    path = started(client, owner, "trash")

    def piece() -> None:
        with Session(engine) as session:
            run_batches(session)

    held = select(Document).where(col(Document.id) == UUID(ids[4]))
    cancel = f"{path}/cancel"
    _, reply = while_held(
        db, held, piece, lambda: client.post(cancel, headers=owner.headers)
    )

    assert (reply.json()["state"], reply.json()["changed"]) == ("cancelled", 2)
    assert live(db, owner) == set(ids[:3])


def test_a_batch_that_fails_waits_and_then_is_dead_without_stopping_others(
    client: TestClient,
    db: Session,
    owner: Account,
    other: Account,
    time: Time,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    upload_five(client, owner)
    upload_five(client, other)
    path, fine = started(client, owner, "trash"), started(client, other, "trash")
    apply: Callable[..., Any] = batch_service.apply

    def failing(session: Session, owner_id: Any, *more: Any) -> Any:
        if str(owner_id) == owner.user["id"]:
            raise RuntimeError("no")
        return apply(session, owner_id, *more)

    monkeypatch.setattr(batch_service, "apply", failing)
    while run_batches(db):
        pass
    assert progress(client, other, fine) == ("done", 5, 5)
    assert progress(client, owner, path) == ("running", 0, 0)
    for _ in range(6):
        time.advance(hours=6)
        run_batches(db)
    dead = select(DocumentBatch).where(col(DocumentBatch.dead_at).is_not(None))
    row = db.exec(dead).one()
    assert (row.attempts, row.last_error) == (7, "RuntimeError: no")

    monkeypatch.undo()
    BATCHES.retry(db, str(row.id))
    db.commit()
    while run_batches(db):
        pass
    db.rollback()
    db.refresh(row)
    assert (row.processed, row.total, row.finished_at is None) == (5, 5, False)


def test_a_batch_of_a_disabled_user_is_cancelled(
    client: TestClient, db: Session, owner: Account
) -> None:
    ids = upload_five(client, owner)
    started(client, owner, "trash")
    db.get_one(User, owner.user["id"]).is_active = False
    db.commit()

    run_batches(db)

    batch = db.exec(select(DocumentBatch)).one()
    assert (batch.processed, batch.cancelled_at is None) == (0, False)
    assert live(db, owner) == set(ids)


@pytest.mark.parametrize(
    "body",
    [
        {"filter": {"search": "a"}, "action": "purge"},
        {"filter": {"type": "x"}},
        {"filter": {"title": "x"}},
        {"add_tags": ["x"]},
    ],
)
def test_an_invalid_batch_of_a_filter_is_refused(
    client: TestClient, owner: Account, body: dict[str, Any]
) -> None:
    reply = start(client, owner, **({"action": "trash"} | body))

    assert_error(reply, 422, "invalid_input")


def test_a_repeated_start_with_the_same_key_gets_the_same_batch(
    client: TestClient, db: Session, owner: Account
) -> None:
    upload_five(client, owner)
    headers = owner.headers | {"Idempotency-Key": str(uuid4())}
    keyed = Account(owner.email, owner.password, headers, owner.user)

    first, second = start(client, keyed, "trash"), start(client, keyed, "trash")

    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert len(db.exec(select(DocumentBatch)).all()) == 1
