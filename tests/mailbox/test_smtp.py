"""The mailbox as an SMTP server, spoken to by the standard library's client."""

import smtplib
from collections.abc import Iterator
from email.message import EmailMessage

import pytest

from devtools.mailbox import Mailbox, SmtpOptions
from tests.mailbox.calls import ADA, BOB, KEY, ask, post, valid
from tests.support.environment import ROOT

CERTIFICATE = ROOT / "tests/data/localhost.pem"
LOGIN = ("app", "secret")


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """Start a mailbox that speaks both protocols."""
    with Mailbox(key=KEY, smtp=SmtpOptions()) as running:
        yield running


def connect(mailbox: Mailbox) -> smtplib.SMTP:
    return smtplib.SMTP("127.0.0.1", mailbox.smtp_port, "client", timeout=5)


def mail() -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Sample <app@example.com>"
    message["To"] = f"{ADA}, {BOB}"
    message["Subject"] = "Your code"
    message.set_content("Your code is 123456.")
    return message


def test_both_protocols_share_one_store(mailbox: Mailbox) -> None:
    post(mailbox, valid())
    with connect(mailbox) as client:
        client.send_message(mail())

    shown = ask(f"{mailbox.url}/messages").json()

    assert [each["via"] for each in shown] == ["smtp", "smtp", "sendgrid"]
    assert [each["to"] for each in shown] == [BOB, ADA, ADA]
    assert (shown[0]["from_name"], shown[0]["from"]) == ("Sample", "app@example.com")
    assert mailbox.messages(BOB)[0].code == "123456"
    assert mailbox.requests == 2


def test_without_tls_and_login_nothing_is_accepted() -> None:
    smtp = SmtpOptions(login=LOGIN, certificate=CERTIFICATE)
    with Mailbox(key=KEY, smtp=smtp) as mailbox:
        with connect(mailbox) as client:
            assert client.docmd("MAIL FROM:<app@example.com>")[0] == 530
        with connect(mailbox) as client:
            client.starttls()
            with pytest.raises(smtplib.SMTPSenderRefused, match="530"):
                client.send_message(mail())
            with pytest.raises(smtplib.SMTPAuthenticationError):
                client.login("app", "wrong")
            assert mailbox.messages() == []
            client.login(*LOGIN)
            client.send_message(mail())

        assert len(mailbox.messages()) == 2


def test_a_fault_over_http_answers_a_step_of_smtp(mailbox: Mailbox) -> None:
    fault = {"mode": "reply", "step": "RCPT", "status": 550, "times": 2}
    assert ask(f"{mailbox.url}/faults", "PUT", fault).json()["faults"] == fault

    with connect(mailbox) as client, pytest.raises(smtplib.SMTPRecipientsRefused):
        client.send_message(mail())
    with connect(mailbox) as client:
        client.send_message(mail())

    assert len(mailbox.messages()) == 2


@pytest.mark.parametrize(
    "fault",
    [
        {"mode": "reply", "step": "QUIT", "status": 550},
        {"mode": "reply", "step": "RCPT"},
        {"mode": "reply", "status": 550},
    ],
)
def test_an_impossible_fault_is_refused(
    mailbox: Mailbox, fault: dict[str, object]
) -> None:
    assert ask(f"{mailbox.url}/faults", "PUT", fault).status == 400


def test_smtp_is_off_by_default() -> None:
    with Mailbox(key=KEY) as mailbox, pytest.raises(LookupError):
        _ = mailbox.smtp_port
