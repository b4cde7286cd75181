"""The cleanup deletes expired rows, and no others."""

from datetime import timedelta
from functools import partial

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlmodel import Session, SQLModel, func, select

from backend.background import cleanup
from backend.core import clock
from backend.core.config import settings
from backend.core.database import engine
from backend.models import (
    EmailChange,
    EmailCode,
    MailCount,
    OneTimeCode,
    OutboxEmail,
    ResetRequest,
    SecurityEvent,
    Signup,
    User,
    UserSession,
)
from backend.modules import registry
from tests.fixtures import Time
from tests.support.accounts import API, PASSWORD, new_email, post, sign_up, verified
from tests.support.mails import row_of
from tests.support.waiting import eventually

TABLES = (
    UserSession,
    SecurityEvent,
    OutboxEmail,
    EmailChange,
    MailCount,
    OneTimeCode,
    ResetRequest,
)


def count(db: Session, model: type[SQLModel]) -> int:
    """Return how many rows a table has."""
    return db.exec(select(func.count()).select_from(model)).one()


def test_expired_rows_are_deleted_and_the_account_stays(
    client: TestClient, db: Session, time: Time
) -> None:
    account = verified(client)
    body = {"new_email": new_email(), "password": PASSWORD}
    client.post(API + "/users/change-email", json=body, headers=account.headers)
    client.post(API + "/users/logout", headers=account.headers)
    post(client, "/forgot-password/request", email=account.email)
    for recipient in (account.email, body["new_email"]):
        eventually(partial(sent, db, recipient))
    assert all(count(db, table) for table in TABLES)

    assert not any(cleanup.run(db, registry.kept()).values())
    time.advance(days=settings.RETENTION_DAYS + 8)
    deleted = cleanup.run(db, registry.kept())

    assert all(deleted[str(table.__tablename__)] for table in TABLES)
    assert [count(db, table) for table in TABLES] == [0] * len(TABLES)
    assert count(db, User) == 1


def sent(db: Session, recipient: str) -> bool:
    """Return whether all e-mails to an address have been sent."""
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

    cleanup.run(db, registry.kept())

    assert row_of(db, recipient).status == "pending"


def test_many_rows_are_deleted_in_batches(
    db: Session, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cleanup, "_BATCH", 10)
    for _ in range(35):
        db.add(SecurityEvent(kind="login_failed"))
    db.commit()
    time.advance(days=settings.RETENTION_DAYS + 1)

    assert cleanup.run(db, registry.kept())["security_events"] == 35


def test_an_unverified_account_is_deleted_with_its_last_sign_up(
    client: TestClient, db: Session, time: Time
) -> None:
    email = sign_up(client)
    time.advance(days=5)
    sign_up(client, email)
    time.advance(days=5)
    cleanup.run(db, registry.kept())
    assert (count(db, Signup), count(db, User)) == (1, 1)
    time.advance(days=3)

    deleted = cleanup.run(db, registry.kept())

    assert (deleted["signups"], deleted["users"]) == (1, 1)


def test_an_old_unverified_account_of_the_previous_release_is_deleted(
    db: Session, time: Time
) -> None:
    db.add(User(email=new_email(), password_hash="x"))
    db.add(User(email=new_email(), password_hash="x", is_active=False))
    db.add(User(email=new_email(), password_hash="x", is_admin=True))
    db.commit()
    time.advance(days=6)
    assert cleanup.run(db, registry.kept())["users"] == 0
    time.advance(days=2)

    # A disabled account must stay disabled, and an administrator must stay one.
    assert cleanup.run(db, registry.kept())["users"] == 1
    assert count(db, User) == 2


def test_the_cleanup_does_not_delete_an_account_during_a_sign_up(
    client: TestClient, db: Session, time: Time
) -> None:
    email = sign_up(client)
    time.advance(days=8)
    sign_up(client, email)

    cleanup.run(db, registry.kept())

    assert (count(db, Signup), count(db, User)) == (1, 1)


def test_each_rule_finds_the_oldest_rows_in_the_order_of_an_index(db: Session) -> None:
    for plan in ("seqscan", "sort", "bitmapscan"):
        db.execute(text(f"SET LOCAL enable_{plan} = off"))
    # Only release 1.0.0 writes this table, and a row lives for two days.
    rules = [rule for rule in registry.kept() if rule.table is not EmailCode]

    for rule in rules:
        expired = rule.time < clock.now() - rule.age
        oldest = select(rule.time).where(expired, rule.also).order_by(rule.time)
        statement = oldest.compile(engine, compile_kwargs={"literal_binds": True})
        lines = db.execute(text(f"EXPLAIN {statement}")).scalars().all()
        assert "Index" in lines[0], f"{rule.table.__name__}: {lines}"
