"""The outbox loses no e-mail, sends none twice, and sends none that expired."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session, func, select

from backend.core import clock, email, token
from backend.core.database import RequestSession
from backend.core.templates import Attachment, RenderedEmail
from backend.models import OutboxEmail
from backend.outbox.delivery import Worker
from backend.outbox.queue import MAX_ATTEMPTS, attachment_of, outbox
from devtools.mailbox import Mailbox
from tests.fixtures import Time
from tests.support.accounts import new_email
from tests.support.mails import add, row_of
from tests.support.waiting import eventually

FILE = Attachment("hello.txt", "text/plain", b"\0 any bytes \xff")
HELLO = RenderedEmail("Hello", "text", "<p>html</p>")


@pytest.fixture
def workers(no_worker: None) -> Iterator[list[Worker]]:
    """Return eight workers that send only on request."""
    eight = [Worker() for _ in range(8)]
    yield eight
    for worker in eight:
        worker.close()


@pytest.fixture
def worker(workers: list[Worker]) -> Worker:
    """Return a worker that sends only on request."""
    return workers[0]


def test_a_rolled_back_request_sends_nothing(
    db: Session, mailbox: Mailbox, no_worker: None
) -> None:
    recipient = new_email()
    with RequestSession() as session:
        outbox.add(session, recipient=recipient, email=HELLO)

    assert db.exec(select(func.count()).select_from(OutboxEmail)).one() == 0
    assert mailbox.messages(recipient) == []


def test_a_mail_is_sent_as_text_and_html(
    db: Session, worker: Worker, mailbox: Mailbox
) -> None:
    recipient = add(db).recipient

    assert worker.deliver_next() is True

    assert row_of(db, recipient).status == "sent"
    assert worker.deliver_next() is False
    [message] = mailbox.messages(recipient)
    assert (message.text, message.html) == ("text", "<p>html</p>")
    assert message.headers == {"Auto-Submitted": "auto-generated"}
    # SendGrid would send links with tokens through its own servers.
    assert message.tracked is False


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_temporary_error_is_retried_later(
    db: Session, worker: Worker, mailbox: Mailbox, time: Time, status: int
) -> None:
    mailbox.fail(status, times=2)
    recipient = add(db).recipient

    for attempt in (1, 2):
        worker.deliver_next()
        row = row_of(db, recipient)
        assert (row.status, row.attempts) == ("pending", attempt)
        assert row.next_attempt_at > clock.now()
        assert str(status) in (row.last_error or "")
        assert worker.deliver_next() is False
        time.advance(seconds=5)
    worker.deliver_next()

    assert row_of(db, recipient).status == "sent"
    assert len(mailbox.messages(recipient)) == 1


@pytest.mark.parametrize(
    ("said", "obeyed"), [(90, 90), (365 * 86_400, 3600), (10**30, 3600)]
)
def test_retry_after_is_respected_up_to_an_hour(
    db: Session, worker: Worker, mailbox: Mailbox, said: int, obeyed: int
) -> None:
    mailbox.fail(429, times=1, retry_after=said)
    recipient = add(db).recipient

    worker.deliver_next()

    wait = row_of(db, recipient).next_attempt_at - clock.now()
    assert timedelta(seconds=obeyed - 10) < wait <= timedelta(seconds=obeyed)


@pytest.mark.parametrize("status", [400, 413])
def test_a_refusal_is_a_dead_letter_at_once(
    db: Session, worker: Worker, mailbox: Mailbox, status: int
) -> None:
    mailbox.fail(status)
    recipient = add(db).recipient

    worker.deliver_next()

    row = row_of(db, recipient)
    assert (row.status, row.last_error) == ("dead", f"SendGrid answered {status}")
    assert row.text is not None
    assert worker.deliver_next() is False


def test_a_mail_becomes_a_dead_letter_after_its_last_attempt(
    db: Session, worker: Worker, mailbox: Mailbox, time: Time
) -> None:
    mailbox.fail(503)
    recipient = add(db, attempts=MAX_ATTEMPTS - 2).recipient

    worker.deliver_next()
    before_the_last = row_of(db, recipient).status
    time.advance(hours=2)
    worker.deliver_next()

    assert before_the_last == "pending"
    assert row_of(db, recipient).status == "dead"


def test_a_hung_attempt_times_out_and_is_retried(
    db: Session, worker: Worker, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(email, "TIMEOUT_SECONDS", 0.2)
    mailbox.hang(30, times=1)
    recipient = add(db).recipient

    worker.deliver_next()

    row = row_of(db, recipient)
    assert (row.status, row.attempts) == ("pending", 1)
    assert "unreachable" in (row.last_error or "")


def test_a_dropped_connection_is_retried(
    db: Session, worker: Worker, mailbox: Mailbox
) -> None:
    mailbox.drop(times=1)
    recipient = add(db).recipient

    worker.deliver_next()

    assert row_of(db, recipient).status == "pending"


def test_an_expired_code_is_not_sent(
    db: Session, worker: Worker, mailbox: Mailbox
) -> None:
    recipient = add(db, expires_at=clock.now()).recipient

    worker.deliver_next()

    row = row_of(db, recipient)
    assert (row.status, row.text, row.html) == ("expired", None, None)
    assert mailbox.messages(recipient) == []


def test_eight_workers_at_once_send_every_mail_once(
    db: Session, workers: list[Worker], mailbox: Mailbox
) -> None:
    recipients = [add(db).recipient for _ in range(40)]
    start = threading.Barrier(8)

    def drain(worker: Worker) -> None:
        start.wait()
        while worker.deliver_next():
            pass

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(drain, workers))

    assert sorted(m.to for m in mailbox.messages()) == sorted(recipients)


def test_another_worker_takes_over_a_dead_workers_mail_at_once(
    db: Session, workers: list[Worker], mailbox: Mailbox
) -> None:
    row = add(db)
    with Session(db.get_bind()) as dying:
        assert outbox.claim(dying) is not None
        assert workers[0].deliver_next() is False
        pid = dying.connection().scalar(text("SELECT pg_backend_pid()"))
        db.connection().execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
        db.commit()
        dying.invalidate()

    assert eventually(workers[0].deliver_next)
    assert len(mailbox.messages(row.recipient)) == 1


def test_an_error_of_ours_does_not_delay_other_mails(
    db: Session, worker: Worker, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, good = add(db).recipient, add(db).recipient
    real = email.send

    def send(*, to: str, **parts: Any) -> None:
        if to == broken:
            raise ZeroDivisionError
        real(to=to, **parts)

    with monkeypatch.context() as patch:
        patch.setattr(email, "send", send)
        while worker.deliver_next():
            pass

    assert len(mailbox.messages(good)) == 1
    row = row_of(db, broken)
    assert (row.status, row.last_error) == ("pending", "ZeroDivisionError")


def test_an_attachment_is_sent_and_then_erased(
    db: Session, worker: Worker, mailbox: Mailbox
) -> None:
    recipient = new_email()
    outbox.add(db, recipient=recipient, email=replace(HELLO, attachment=FILE))
    db.commit()

    worker.deliver_next()

    [attachment] = mailbox.messages(recipient)[0].attachments
    row = row_of(db, recipient)
    assert (attachment.filename, attachment.type) == (FILE.name, FILE.type)
    assert attachment.content == FILE.content
    assert attachment_of(row) is None
    assert (row.attachment_name, row.attachment_type) == (None, None)


def test_a_mail_is_sent_only_when_it_is_due(
    db: Session, worker: Worker, mailbox: Mailbox, time: Time
) -> None:
    recipient = new_email()
    later = clock.now() + timedelta(days=1)
    outbox.add(db, recipient=recipient, email=HELLO, send_at=later)
    db.commit()

    assert worker.deliver_next() is False
    assert outbox.overdue_by(db) == timedelta(0)
    time.advance(days=1)

    assert worker.deliver_next() is True
    assert len(mailbox.messages(recipient)) == 1


def test_a_withdrawn_mail_is_not_sent(
    db: Session, worker: Worker, mailbox: Mailbox
) -> None:
    about, other = token.new_id(), token.new_id()
    mails = {new_email(): about, new_email(): about, new_email(): other}
    for recipient, about_id in mails.items():
        email = replace(HELLO, attachment=FILE)
        outbox.add(db, recipient=recipient, email=email, about_id=about_id)

    outbox.withdraw(db, about)
    db.commit()
    while worker.deliver_next():
        pass

    first, second, kept = mails
    for recipient in (first, second):
        row = row_of(db, recipient)
        assert (row.status, row.text, row.attachment) == ("suppressed", None, None)
    assert [m.to for m in mailbox.messages()] == [kept]


def test_withdrawing_does_not_wait_for_a_mail_that_is_being_sent(
    db: Session, no_worker: None
) -> None:
    about = token.new_id()
    outbox.add(db, recipient=new_email(), email=HELLO, about_id=about)
    db.commit()

    with Session(db.get_bind()) as sending:
        row = outbox.claim(sending)
        outbox.withdraw(db, about)
        db.commit()

        assert row is not None
        assert row.status == "pending"
