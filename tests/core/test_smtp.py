"""The SMTP client, in real conversations with the mailbox."""

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest

from backend.core import clock, email, token
from backend.core.config import email_url as accounts
from backend.core.config import settings
from backend.core.templates import Attachment
from devtools.mailbox import Mailbox, Message, SmtpOptions
from tests.support.environment import ROOT

# A self-signed certificate for localhost until 2126, used only here.
CERTIFICATE = ROOT / "tests/data/localhost.pem"
LOGIN = ("app@example.com", "p@ss/w:rd")
ENCODED = "app%40example.com:p%40ss%2Fw%3Ard"
ADA = "ada@example.com"
INVITATION = Attachment(
    "invite.ics",
    "text/calendar; method=REQUEST",
    "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Démo\r\nEND:VCALENDAR\r\n".encode(),
)


@contextmanager
def box(**options: object) -> Iterator[Mailbox]:
    """Start a mailbox that speaks SMTP."""
    smtp = SmtpOptions(**options)  # type: ignore[arg-type]
    with Mailbox(key="unused", smtp=smtp) as mailbox:
        yield mailbox


@pytest.fixture(scope="module")
def secure_box() -> Iterator[Mailbox]:
    """Start a mailbox that wants STARTTLS and a login."""
    with box(login=LOGIN, certificate=CERTIFICATE) as mailbox:
        yield mailbox


@pytest.fixture
def secure(secure_box: Mailbox, monkeypatch: pytest.MonkeyPatch) -> Mailbox:
    """Return the mailbox that wants STARTTLS and a login, as the service's server."""
    secure_box.clear()
    secure_box.heal()
    use(monkeypatch, f"smtp://{ENCODED}@localhost:{secure_box.smtp_port}")
    return secure_box


def use(monkeypatch: pytest.MonkeyPatch, url: str, **changes: object) -> None:
    """Let the service send to this EMAIL_URL, and trust the certificate.

    The worker of other tests would send there too, but its tables are empty.
    """
    changes["EMAIL_URL"] = accounts.account(url, production=False)
    monkeypatch.setattr(email, "settings", settings.model_copy(update=changes))
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))


def send(**changes: object) -> None:
    """Send an e-mail."""
    parts: dict[str, object] = {"to": ADA, "subject": "Hello", "text": "text"}
    email.send(**{**parts, "html": "<p>html</p>", **changes})  # type: ignore[arg-type]


def only(mailbox: Mailbox) -> Message:
    """Return the only e-mail in the mailbox."""
    [message] = mailbox.messages()
    return message


def test_an_email_arrives_whole(
    secure: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = secure.smtp_port
    sender = accounts.Sender("noreply@mail.example.com", 'Müller, "Söhne" <x@y.z>')
    url = f"smtp://{ENCODED}@localhost:{port}"
    use(monkeypatch, url, SENDGRID_FROM_EMAIL=sender)
    text = ".\r\n..two dots\n.quit\n" + "long " * 300 + "\nGrüße 🎉\n"
    email_id = token.new_id()

    send(subject="Grüße 🎉 " + "x" * 200, text=text, email_id=email_id)

    found = only(secure)
    assert (found.via, found.to, found.sender) == ("smtp", ADA, sender.address)
    assert found.sender_name == sender.name
    assert found.subject == "Grüße 🎉 " + "x" * 200
    assert found.text == text.replace("\r\n", "\n")
    assert found.html == "<p>html</p>\n"
    headers = found.headers
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["Message-ID"] == f"<{email_id}@mail.example.com>"
    assert headers["MIME-Version"] == "1.0"
    assert headers["Content-Type"].startswith("multipart/alternative")
    sent_at = parsedate_to_datetime(headers["Date"])
    assert abs(sent_at - clock.now()) < timedelta(minutes=1)


@pytest.mark.parametrize("by", ["sendgrid", "smtp"])
def test_an_invitation_is_a_part_of_the_email_and_a_file(
    secure: Mailbox, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    if by == "sendgrid":
        key = settings.SENDGRID_API_KEY.get_secret_value()
        with Mailbox(key=key) as mailbox:
            use(monkeypatch, "sendgrid://", SENDGRID_HOST=mailbox.url)
            send(attachment=INVITATION)
            found = only(mailbox)
    else:
        send(attachment=INVITATION)
        found = only(secure)

    kind = found.calendar_type.replace('"', "")
    assert re.fullmatch(r"text/calendar; (charset=utf-8; )?method=REQUEST", kind)
    lines = INVITATION.content.decode().splitlines()
    assert found.calendar.splitlines() == lines
    [file] = found.attachments
    assert (file.filename, file.type) == ("invite.ics", "text/calendar")
    assert file.content == INVITATION.content
    assert (found.text.strip(), found.html.strip()) == ("text", "<p>html</p>")


def test_any_file_can_be_attached(secure: Mailbox) -> None:
    content = bytes(range(256))

    send(attachment=Attachment("Ä.bin", "application/octet-stream", content))

    [file] = only(secure).attachments
    assert (file.filename, file.content) == ("Ä.bin", content)
    assert only(secure).calendar == ""


def test_tls_from_the_start_and_a_login(monkeypatch: pytest.MonkeyPatch) -> None:
    with box(login=LOGIN, certificate=CERTIFICATE, implicit_tls=True) as mailbox:
        use(monkeypatch, f"smtps://{ENCODED}@localhost:{mailbox.smtp_port}")

        send()

        assert only(mailbox).to == ADA


def test_without_a_login_development_needs_no_tls(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with box() as mailbox:
        use(monkeypatch, f"smtp://127.0.0.1:{mailbox.smtp_port}")

        send()

        assert only(mailbox).to == ADA


REJECTED, REFUSED, DELAYED = (
    email.EmailRejected,
    email.ProviderRefused,
    email.EmailDelayed,
)


@pytest.mark.parametrize(
    ("step", "status", "outcome"),
    [
        ("EHLO", 421, DELAYED),
        ("AUTH", 535, REFUSED),
        ("AUTH", 454, DELAYED),
        ("MAIL", 421, DELAYED),
        ("MAIL", 550, REFUSED),
        ("MAIL", 552, REJECTED),
        ("RCPT", 450, DELAYED),
        ("RCPT", 530, REFUSED),
        ("RCPT", 550, REJECTED),
        ("RCPT", 553, REJECTED),
        ("DATA", 451, DELAYED),
        ("DATA", 554, REJECTED),
    ],
)
def test_only_the_recipient_and_the_content_are_the_emails_fault(
    secure: Mailbox, step: str, status: int, outcome: type[Exception]
) -> None:
    secure.reply(step, status)

    with pytest.raises(Exception, match=f"answered {status}") as raised:
        send()

    assert raised.type is outcome
    assert ADA not in str(raised.value)
    assert secure.messages() == []


def test_a_wrong_password_delays(
    secure: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, f"smtp://app:canary-7d1f@localhost:{secure.smtp_port}")

    with pytest.raises(email.ProviderRefused, match=r"535 5\.7\.8 to AUTH") as refused:
        send()

    assert "canary" not in repr(refused.value) + repr(refused.value.__cause__)


def test_a_password_is_never_sent_without_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    with box(login=LOGIN) as mailbox:
        mailbox.reply("AUTH", 535)
        use(monkeypatch, f"smtp://{ENCODED}@localhost:{mailbox.smtp_port}")

        # Had the client tried to log in, the error would be about AUTH.
        with pytest.raises(email.ProviderRefused, match="does not offer STARTTLS"):
            send()

        assert mailbox.messages() == []


def test_an_untrusted_certificate_is_refused(
    secure: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")

    with pytest.raises(email.ProviderRefused, match="not trusted"):
        send()

    assert secure.messages() == []


def test_a_lost_reply_delays_and_the_second_copy_has_the_same_id(
    secure: Mailbox,
) -> None:
    secure.lose_reply(times=1)
    email_id = token.new_id()

    with pytest.raises(email.EmailDelayed, match="unreachable"):
        send(email_id=email_id)
    send(email_id=email_id)

    first, second = secure.messages()
    assert first.headers["Message-ID"] == second.headers["Message-ID"]


def test_a_silent_server_is_given_up(
    secure: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(email, "TIMEOUT_SECONDS", 0.5)
    secure.hang(60, times=1)

    with pytest.raises(email.EmailDelayed, match="unreachable"):
        send()

    assert secure.messages() == []


def test_a_server_that_trickles_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(email, "TOTAL_TIMEOUT_SECONDS", 0.3)
    ended = threading.Event()

    def trickle(connection: socket.socket) -> None:
        # Each byte arrives in time, and the greeting never ends.
        with connection, suppress(OSError):
            while not ended.wait(0.02):
                connection.sendall(b"2")

    with socket.create_server(("127.0.0.1", 0)) as server:
        use(monkeypatch, f"smtp://127.0.0.1:{server.getsockname()[1]}")
        thread = threading.Thread(target=lambda: trickle(server.accept()[0]))
        thread.start()

        with pytest.raises(email.EmailDelayed):
            send()

        ended.set()
        thread.join()


def test_an_absent_server_delays(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    use(monkeypatch, f"smtp://127.0.0.1:{port}")

    with pytest.raises(email.EmailDelayed, match="ConnectionRefusedError"):
        send()
