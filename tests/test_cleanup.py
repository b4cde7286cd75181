"""What is old goes, and nothing else."""

from datetime import timedelta
from functools import partial

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, SQLModel, func, select

from backend import cleanup
from backend.core.config import settings
from backend.models import (
    EmailChange,
    EmailCode,
    OutboxEmail,
    SecurityEvent,
    User,
    UserSession,
)
from tests.accounts import API, PASSWORD, new_email, verified
from tests.conftest import Time
from tests.mails import row_of
from tests.waiting import eventually

TABLES = (UserSession, SecurityEvent, OutboxEmail, EmailChange, EmailCode)


def count(db: Session, model: type[SQLModel]) -> int:
    """Return how many rows a table has."""
    return db.exec(select(func.count()).select_from(model)).one()


def test_what_is_old_goes_and_the_account_stays(
    client: TestClient, db: Session, time: Time
) -> None:
    account = verified(client)
    body = {"new_email": new_email(), "password": PASSWORD}
    client.post(API + "/users/change-email", json=body, headers=account.headers)
    client.post(API + "/users/logout", headers=account.headers)
    for recipient in (account.email, body["new_email"]):
        eventually(partial(sent, db, recipient))
    assert all(count(db, table) for table in TABLES)

    assert not any(cleanup.run(db).values())
    time.advance(days=settings.RETENTION_DAYS + 8)
    deleted = cleanup.run(db)

    assert all(deleted[str(table.__tablename__)] for table in TABLES)
    assert [count(db, table) for table in TABLES] == [0] * len(TABLES)
    assert count(db, User) == 1


def sent(db: Session, recipient: str) -> bool:
    """Tell whether all mails to an address have gone."""
    db.rollback()
    statement = select(OutboxEmail.status).where(OutboxEmail.recipient == recipient)
    return set(db.exec(statement).all()) == {"sent"}


def test_a_pending_mail_is_never_cleaned_up(
    client: TestClient, db: Session, time: Time
) -> None:
    row = OutboxEmail(recipient=new_email(), subject="-", text="-", html="-")
    row.next_attempt_at += timedelta(days=1000)
    db.add(row)
    db.commit()
    recipient = row.recipient
    time.advance(days=settings.RETENTION_DAYS + 1)

    cleanup.run(db)

    assert row_of(db, recipient).status == "pending"


def test_a_large_heap_goes_in_batches(
    db: Session, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cleanup, "_BATCH", 10)
    for _ in range(35):
        db.add(SecurityEvent(kind="login_failed"))
    db.commit()
    time.advance(days=settings.RETENTION_DAYS + 1)

    assert cleanup.run(db)["security_events"] == 35
