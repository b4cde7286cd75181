"""Starts batches for a filter, and says what became of them."""

from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response
from sqlmodel import Session, select

from backend.models import Document
from tests.document.steps import DOCUMENTS, uploaded
from tests.support.accounts import Account

JOBS = f"{DOCUMENTS}/batches/jobs"


def start(client: TestClient, account: Account, action: str, **body: Any) -> Response:
    """Start an action for all documents that match a filter."""
    body = {"action": action, "filter": {}} | body
    return client.post(JOBS, json=body, headers=account.headers)


def started(client: TestClient, account: Account, action: str, **body: Any) -> str:
    """Start a batch and return the path of its progress."""
    reply = start(client, account, action, **body)
    assert reply.status_code == 202, reply.text
    return reply.headers["Location"]


def progress(client: TestClient, account: Account, path: str) -> tuple[Any, ...]:
    """Return the state of a batch, and how many documents were processed and changed."""
    batch = client.get(path, headers=account.headers).json()
    return batch["state"], batch["processed"], batch["changed"]


def upload_five(client: TestClient, account: Account) -> list[str]:
    """Upload five documents, and return their ids."""
    made = [uploaded(client, account, b"%d" % n, tags=["in"]) for n in range(5)]
    return [document["id"] for document in made]


def live(db: Session, account: Account) -> set[str]:
    """Return the ids of an account's documents outside the trash."""
    db.rollback()
    found = db.exec(select(Document)).all()
    return {
        str(each.id)
        for each in found
        if each.deleted_at is None and str(each.owner_id) == account.user["id"]
    }
