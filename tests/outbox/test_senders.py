"""Codes are sent before notices, several e-mails at once, over few connections."""

from datetime import timedelta

import psycopg
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlmodel import Session

from backend.core import clock, email
from backend.core.config import settings
from backend.core.templates import RenderedEmail
from backend.outbox.delivery import Worker
from backend.outbox.queue import _NEXT_DUE, CHANNEL, outbox
from backend.tables.outbox import NORMAL, URGENT
from devtools.mailbox import Mailbox
from tests.forgot_password.steps import ask
from tests.support.accounts import new_email, sign_up
from tests.support.environment import postgres
from tests.support.mails import add, row_of
from tests.support.waiting import eventually

HELLO = RenderedEmail("Hello", "text", "<p>html</p>")
NOTICES = """
    INSERT INTO outbox_emails (id, recipient, subject, text, html, status, attempts,
        created_at, next_attempt_at)
    SELECT gen_random_uuid(), 'grace@example.com', 'Hello', 'text', 'html', 'pending', 0,
        now(), now() + make_interval(hours => CASE n % 2 WHEN 0 THEN -1 ELSE 1 END)
    FROM generate_series(1, 5000) n
"""


def test_a_code_goes_before_thousands_of_notices(
    db: Session, worker: Worker, mailbox: Mailbox
) -> None:
    # Half of them are due since an hour, half are scheduled; all have the default.
    db.connection().execute(text(NOTICES))
    db.commit()
    db.connection().execute(text("ANALYZE outbox_emails"))
    recipient = new_email()
    outbox.add(db, recipient=recipient, email=HELLO, urgent=True)
    db.commit()

    plans = [explain(db, priority) for priority in (URGENT, NORMAL)]
    worker.deliver_next()

    assert mailbox.messages(recipient)
    for plan in plans:
        assert "Index Scan using ix_outbox_emails_next" in plan
        assert "Sort" not in plan


def explain(db: Session, priority: int) -> str:
    """Return the plan of the claim of a priority."""
    values = {"now": clock.now(), "priority": priority}
    statement = _NEXT_DUE.params(values).compile(db.get_bind())
    rows = db.connection().exec_driver_sql(f"EXPLAIN {statement}", {**statement.params})
    return "\n".join(row[0] for row in rows)


def test_codes_are_urgent_and_notices_are_not(
    client: TestClient, db: Session, no_worker: None
) -> None:
    outbox.add(db, recipient=(notice := new_email()), email=HELLO)
    db.commit()
    signed_up = sign_up(client)
    ask(client, asked := new_email())

    found = [row_of(db, address).priority for address in (signed_up, asked, notice)]

    assert found == [URGENT, URGENT, NORMAL]


def test_workers_are_woken_only_for_an_email_that_can_be_sent_now(
    db: Session, no_worker: None
) -> None:
    with psycopg.connect(
        host=postgres.host, user=postgres.user, dbname="sample", autocommit=True
    ) as listener:
        listener.execute(f"LISTEN {CHANNEL}")
        later = clock.now() + timedelta(hours=1)
        outbox.add(db, recipient=new_email(), email=HELLO, send_at=later)
        outbox.retry_some(db, before=later)
        db.commit()

        assert list(listener.notifies(timeout=0)) == []

        add(db, status="dead", finished_at=clock.now())
        for wake in (
            lambda: outbox.add(db, recipient=new_email(), email=HELLO),
            # In the same time, so that nobody learns which addresses get an e-mail.
            lambda: outbox.add(db, recipient=new_email(), email=HELLO, suppress=True),
            lambda: outbox.retry_some(db, before=later),
        ):
            wake()
            db.commit()
            assert len(list(listener.notifies(timeout=5, stop_after=1))) == 1


def test_as_many_emails_as_set_are_sent_at_once(
    db: Session, worker: Worker, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(email, "TIMEOUT_SECONDS", 1.0)
    mailbox.hang(30)
    for _ in range(settings.EMAIL_CONCURRENCY):
        add(db)
    others = [add(db).recipient for _ in range(3)]
    before = mailbox.requests

    worker.start()
    eventually(lambda: mailbox.requests - before == settings.EMAIL_CONCURRENCY)
    locked = db.connection().scalar(
        text(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE '%worker' "
            "AND state = 'idle in transaction'"
        )
    )
    mailbox.heal()

    assert locked == settings.EMAIL_CONCURRENCY
    for recipient in others:
        assert mailbox.wait_for(recipient, timeout=15)


def test_a_stop_does_not_wait_for_the_pause_or_the_next_poll(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        worker._pause.lengthen()
    worker._pause._until += 3600
    monkeypatch.setattr("backend.outbox.delivery._POLL_SECONDS", 3600.0)
    worker.start()

    worker.stop()

    assert not worker._thread.is_alive()
    assert not any(sender.is_alive() for sender in worker._senders)
