"""After its grace period an account is removed with all its data, and nothing else."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from time import monotonic

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, SQLModel, col, delete, func, select

from backend.core.config import settings
from backend.models import (
    IdempotencyKey,
    MailCount,
    OutboxEmail,
    SecurityEvent,
    User,
    UserSession,
)
from backend.modules.user.background import JOBS
from devtools.mailbox import Mailbox
from tests import fixtures
from tests.fixtures import Time
from tests.support.accounts import PASSWORD, log_in, new_email, post, signed_up
from tests.support.waiting import eventually
from tests.user.steps import call, request_deletion, undo_token

REMOVAL, *_ = JOBS
GRACE = {"days": settings.ACCOUNT_DELETION_GRACE_DAYS}


def remaining(db: Session, model: type[SQLModel]) -> int:
    """Return how many rows a table has."""
    db.rollback()
    return db.exec(select(func.count()).select_from(model)).one()


def test_nothing_is_removed_before_its_time(
    client: TestClient, db: Session, time: Time
) -> None:
    request_deletion(client, signed_up(client))
    time.advance(hours=24 * GRACE["days"] - 1)

    assert REMOVAL.run(db) is False

    assert remaining(db, User) == 1


def test_then_all_data_of_this_account_and_no_other_is_deleted(
    client: TestClient, db: Session, time: Time
) -> None:
    other = signed_up(client)
    kept = {
        model: remaining(db, model)
        for model in (User, UserSession, SecurityEvent, OutboxEmail, MailCount)
    }
    account = signed_up(client)
    log_in(client, account.email)
    change = {"new_email": new_email(), "password": PASSWORD}
    call(client, account, "/users/change-email", **change)
    post(client, "/users/login", email=account.email, password="not-this-one")
    request_deletion(client, account)
    db.add(
        IdempotencyKey(
            digest=b"d",
            fingerprint=b"f",
            user_id=account.user["id"],
            status=200,
            reply=b"r",
        )
    )
    db.commit()
    eventually(lambda: not pending(db))
    time.advance(**GRACE)

    assert REMOVAL.run(db) is True

    # The count of e-mails to the new address names no user; it expires two days later.
    db.exec(delete(MailCount).where(col(MailCount.email) == change["new_email"]))
    db.commit()
    assert {model: remaining(db, model) for model in kept} == kept
    assert remaining(db, IdempotencyKey) == 0
    assert REMOVAL.run(db) is False
    log_in(client, other.email)


def pending(db: Session) -> int:
    """Return how many e-mails are still to be sent."""
    db.rollback()
    statement = select(func.count()).where(col(OutboxEmail.status) == "pending")
    return db.exec(statement).one()


def test_the_address_can_be_used_again(
    client: TestClient, db: Session, time: Time, mailbox: Mailbox
) -> None:
    account = signed_up(client)
    request_deletion(client, account)
    undo_token(mailbox, account)
    time.advance(**GRACE)
    REMOVAL.run(db)
    mailbox.clear()

    assert signed_up(client, email=account.email).user["id"] != account.user["id"]


def test_an_interrupted_removal_is_finished_by_the_next_run(
    client: TestClient, db: Session, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    request_deletion(client, signed_up(client))
    time.advance(**GRACE)

    def lose_the_connection() -> None:
        raise ConnectionResetError

    with Session(fixtures.engine) as cut_off:
        monkeypatch.setattr(cut_off, "commit", lose_the_connection)
        with pytest.raises(ConnectionResetError):
            REMOVAL.run(cut_off)
    assert remaining(db, User) == 1
    # An account whose removal failed is postponed by a minute.
    later = monotonic() + 61
    monkeypatch.setattr("backend.background.backoff.monotonic", lambda: later)

    assert REMOVAL.run(db) is True
    assert remaining(db, User) == 0


def test_four_processes_remove_each_account_once(
    client: TestClient, db: Session, time: Time
) -> None:
    for _ in range(8):
        request_deletion(client, signed_up(client))
    time.advance(**GRACE)

    def drain(_: int) -> int:
        removed = 0
        with Session(fixtures.engine) as session:
            while REMOVAL.run(session):
                removed += 1
        return removed

    with ThreadPoolExecutor(4) as pool:
        removed = list(pool.map(drain, range(4)))

    assert sum(removed) == 8
    assert remaining(db, User) == 0


def test_a_sign_up_keeps_an_unverified_account_that_was_to_be_deleted(
    client: TestClient, db: Session, time: Time
) -> None:
    # The previous release let users delete their unverified accounts.
    email = new_email()
    row = User(email=email, password_hash="x", undo_delete_digest=b"d")
    row.delete_at = time.read() + timedelta(days=1)
    db.add(row)
    db.commit()

    account = signed_up(client, email=email, password="another-owner-of-it-7")

    time.advance(**GRACE)
    assert REMOVAL.run(db) is False
    log_in(client, account.email, account.password)
