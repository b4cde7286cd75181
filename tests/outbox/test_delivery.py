"""The worker delivers the e-mails of requests after their commit."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import delete, event, text
from sqlmodel import Session, select

from backend.core import clock
from backend.core.config import settings
from backend.core.templates import RenderedEmail
from backend.models import OutboxEmail
from backend.outbox.delivery import Worker
from devtools.mailbox import Mailbox
from tests.fixtures import Time
from tests.support.accounts import code_for, new_email, post, sign_up
from tests.support.mails import add, row_of
from tests.support.waiting import eventually

HELLO = RenderedEmail("Hello", "text", "<p>html</p>")


def test_a_mail_arrives_within_a_second_of_the_commit(
    client: TestClient, mailbox: Mailbox
) -> None:
    recipient = sign_up(client)

    assert mailbox.wait_for(recipient, timeout=1)


def test_a_lost_connection_is_opened_again(
    client: TestClient, db: Session, mailbox: Mailbox
) -> None:
    killed = db.connection().scalar(
        text(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE application_name LIKE '%listener' OR application_name LIKE '%worker'"
        )
    )
    db.commit()
    assert killed

    recipient = sign_up(client)

    assert mailbox.wait_for(recipient, timeout=8)


def test_with_sending_off_mails_are_recorded_but_not_sent(
    client: TestClient, db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    off = settings.model_copy(update={"ENABLE_USER_EMAILS": False})
    monkeypatch.setattr("backend.outbox.queue.settings", off)

    recipient = sign_up(client)

    row = row_of(db, recipient)
    assert (row.status, row.text) == ("suppressed", None)


def test_the_api_works_without_sendgrid(
    client: TestClient, db: Session, mailbox: Mailbox, time: Time
) -> None:
    mailbox.fail(500, times=1)

    recipient = sign_up(client)

    eventually(lambda: row_of(db, recipient).attempts == 1)
    time.advance(seconds=10)
    # The next e-mail wakes the worker, which also sends the first one, due again.
    post(client, "/users/signup", email=new_email(), password="correct-horse-battery")
    assert code_for(recipient)


def test_overdue_mail_shows_in_readiness(
    client: TestClient, db: Session, no_worker: None
) -> None:
    add(db, next_attempt_at=clock.now() - timedelta(minutes=6))

    reply = client.get("/api/v1/health/ready")

    assert reply.json()["status"] == "degraded"
    assert "e-mail has waited" in reply.json()["problems"][0]


def test_a_mail_deleted_right_after_sending_does_not_stop_the_worker(
    db: Session, mailbox: Mailbox, no_worker: None
) -> None:
    def delete_all(session: Session) -> None:
        if session is not db:
            db.execute(delete(OutboxEmail))
            db.commit()

    worker = Worker()
    recipient = add(db).recipient
    event.listen(Session, "after_commit", delete_all)
    try:
        was_due = worker.deliver_next()
    finally:
        event.remove(Session, "after_commit", delete_all)
        worker.close()

    assert was_due
    assert mailbox.messages(recipient)
    assert db.exec(select(OutboxEmail)).all() == []


def test_a_mail_whose_acceptance_got_lost_is_sent_again(
    db: Session, worker: Worker, mailbox: Mailbox, time: Time
) -> None:
    mailbox.lose_reply(times=1)
    recipient = add(db).recipient

    worker.deliver_next()
    time.advance(seconds=10)
    worker.deliver_next()

    assert row_of(db, recipient).status == "sent"
    assert len(mailbox.messages(recipient)) == 2
