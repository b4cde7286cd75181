"""The worker sends by SMTP: what kills an e-mail, what delays it, what sends it twice."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session

from backend.core import email
from backend.core.config import email_url as accounts
from backend.core.config import settings
from backend.outbox.delivery import Worker
from devtools.mailbox import Mailbox, SmtpOptions
from tests.fixtures import Time
from tests.support.mails import add, row_of


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """Start a mailbox to which the worker sends by SMTP."""
    with Mailbox(key="unused", smtp=SmtpOptions()) as mailbox:
        server = accounts.SmtpServer("127.0.0.1", mailbox.smtp_port, tls="none")
        by_smtp = settings.model_copy(update={"EMAIL_URL": server})
        monkeypatch.setattr(email, "settings", by_smtp)
        yield mailbox


@pytest.mark.parametrize(
    ("step", "code", "status"),
    [
        ("MAIL", 421, "pending"),
        ("MAIL", 550, "pending"),
        ("RCPT", 450, "pending"),
        ("RCPT", 550, "dead"),
        ("DATA", 554, "dead"),
    ],
)
def test_a_refusal_kills_an_email_only_if_it_is_about_it(
    db: Session, worker: Worker, box: Mailbox, step: str, code: int, status: str
) -> None:
    box.reply(step, code)
    recipient = add(db).recipient

    worker.deliver_next()

    assert row_of(db, recipient).status == status
    assert box.messages() == []


def test_an_email_whose_acceptance_got_lost_is_sent_again(
    db: Session, worker: Worker, box: Mailbox, time: Time
) -> None:
    box.lose_reply(times=1)
    row = add(db)

    worker.deliver_next()
    between = row_of(db, row.recipient).status
    time.advance(seconds=10)
    worker.deliver_next()

    assert between == "pending"
    assert row_of(db, row.recipient).status == "sent"
    ids = {message.headers["Message-ID"] for message in box.messages(row.recipient)}
    assert len(box.messages(row.recipient)) == 2
    assert ids == {f"<{row.id}@example.com>"}
