"""Recipients and headers are checked before any provider sees them."""

from collections.abc import Callable, Iterator

import pytest

from backend.core import email
from backend.core.config import settings
from backend.core.config.email_url import SmtpServer
from backend.core.templates import Attachment
from devtools.mailbox import Mailbox, SmtpOptions


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """Start a mailbox to which the service sends by SMTP."""
    with Mailbox(key="unused", smtp=SmtpOptions()) as mailbox:
        server = SmtpServer("127.0.0.1", mailbox.smtp_port, tls="none")
        by_smtp = settings.model_copy(update={"EMAIL_URL": server})
        monkeypatch.setattr(email, "settings", by_smtp)
        yield mailbox


def send(**changes: object) -> None:
    """Send an e-mail."""
    parts: dict[str, object] = {"to": "ada@example.com", "subject": "Hello"}
    parts |= {"text": "text", "html": "<p>html</p>", **changes}
    email.send(**parts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        lambda: send(subject="Hello\r\nBcc: eve@example.com"),
        lambda: send(subject="Hello\nX: y"),
        lambda: send(to="ada@example.com\r\nRCPT TO:<eve@example.com>"),
        lambda: send(to="ada@example.com>, <eve@example.com"),
        lambda: send(to="no address"),
        lambda: send(to="jürgen@example.com"),
        lambda: send(attachment=Attachment("a\r\nX: y.txt", "text/plain", b"")),
    ],
)
def test_an_email_that_cannot_be_addressed_is_rejected(
    box: Mailbox, change: Callable[[], None]
) -> None:
    before = box.requests

    with pytest.raises(email.EmailRejected):
        change()

    assert box.requests == before


def test_a_domain_in_any_script_is_sent_in_ascii(box: Mailbox) -> None:
    send(to="ada@bücher.example.com")

    assert [m.to for m in box.messages()] == ["ada@xn--bcher-kva.example.com"]
