"""Only what is wrong with one e-mail may kill it. A wrong key or sender delays all."""

from dataclasses import replace
from datetime import timedelta

import pytest
from prometheus_client import REGISTRY
from sqlmodel import Session
from structlog.testing import capture_logs

from backend.core import clock, email
from backend.core.config import settings
from backend.outbox import pause
from backend.outbox.delivery import Worker
from backend.outbox.queue import MAX_ATTEMPTS
from devtools.mailbox import Mailbox
from tests.support.accounts import new_email
from tests.support.mails import add, row_of
from tests.support.waiting import eventually


def refusals() -> float:
    """Return how often SendGrid refused all e-mails, as Prometheus would read it."""
    labels = {"provider": "sendgrid", "result": "refused"}
    return REGISTRY.get_sample_value("sample_emails_total", labels) or 0


@pytest.mark.parametrize("status", [401, 403, 404, 405, 406, 415, 451])
def test_a_refused_account_delays_an_email_and_alerts(
    db: Session, worker: Worker, mailbox: Mailbox, status: int
) -> None:
    mailbox.fail(status)
    recipient = add(db, attempts=MAX_ATTEMPTS).recipient
    before = refusals()

    with capture_logs() as logs:
        worker.deliver_next()

    row = row_of(db, recipient)
    assert (row.status, row.attempts) == ("pending", MAX_ATTEMPTS + 1)
    assert row.last_error == f"SendGrid answered {status}"
    assert timedelta(0) < row.next_attempt_at - clock.now() <= timedelta(minutes=1)
    assert refusals() - before == 1
    assert [(e["event"], e["log_level"]) for e in logs] == [
        ("e-mail provider refuses", "error")
    ]


def test_a_refused_sender_delays_an_email(
    db: Session, worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender = replace(settings.SENDGRID_FROM_EMAIL, address="noreply@localhost")
    wrong = settings.model_copy(update={"SENDGRID_FROM_EMAIL": sender})
    monkeypatch.setattr(email, "settings", wrong)
    recipient = add(db).recipient

    worker.deliver_next()

    row = row_of(db, recipient)
    assert row.status == "pending"
    assert row.last_error == "SendGrid answered 400 for the sender"


def test_a_refused_recipient_is_a_dead_letter(db: Session, worker: Worker) -> None:
    wrong = [f"{new_email()}.", "é" + new_email(), f"a\n{new_email()}"]
    for recipient in wrong:
        add(db, recipient=recipient)

    for _ in wrong:
        worker.deliver_next()

    assert [row_of(db, recipient).status for recipient in wrong] == ["dead"] * 3


def test_after_a_refusal_all_senders_wait_and_then_go_on(
    db: Session, worker: Worker, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox.fail(401)
    recipients = [add(db).recipient for _ in range(30)]
    before = mailbox.requests

    worker.start()
    eventually(lambda: worker._pause.seconds() > 0)

    # Senders that already had an e-mail finish it, and take no other.
    assert mailbox.requests - before <= settings.EMAIL_CONCURRENCY
    mailbox.heal()
    for recipient in recipients:
        assert mailbox.wait_for(recipient, timeout=30)


def test_a_pause_doubles_up_to_a_minute_and_ends_with_a_success(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 1000.0
    monkeypatch.setattr("backend.outbox.pause.time.monotonic", lambda: now)
    refused = pause.Pause()
    seconds = []

    for _ in range(7):
        refused.lengthen()
        refused.lengthen()  # an e-mail that was already under way
        seconds.append(refused.seconds())
        now += seconds[-1]

    assert seconds == [2, 4, 8, 16, 32, 60, 60]
    refused.lengthen()
    refused.end()
    assert refused.seconds() == 0
    refused.lengthen()
    assert refused.seconds() == 2
