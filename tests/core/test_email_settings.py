"""EMAIL_URL and SENDGRID_FROM_EMAIL become the objects that sending uses, or are refused."""

import pytest

from backend.core import config
from backend.core.config.email_url import Login, Sender, SendGrid, SmtpServer
from tests.core.test_config import CANARY, PRODUCTION, named, refusal
from tests.support.environment import variables


@pytest.fixture(autouse=True)
def _empty() -> None:
    """Replace the fixture that empties the tables: no test here writes."""


def account(url: str, **more: str) -> SendGrid | SmtpServer:
    """Return the account that a loaded EMAIL_URL has become."""
    return config.load(variables(EMAIL_URL=url, **more)).EMAIL_URL


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("sendgrid://", SendGrid()),
        ("smtp://mail.example.com", SmtpServer("mail.example.com", 587, "none")),
        ("smtp://[::1]:2525/", SmtpServer("::1", 2525, "none")),
        ("smtps://relay", SmtpServer("relay", 465, "implicit")),
    ],
)
def test_a_url_names_an_account(url: str, expected: object) -> None:
    assert account(url) == expected


def test_a_login_is_decoded_hidden_and_sent_only_over_tls() -> None:
    found = account(f"smtp://a%40b:{CANARY}%2F%3A@mail.example.com:2525")

    assert isinstance(found, SmtpServer)
    assert isinstance(found.login, Login)
    assert found.login.user == "a@b"
    assert found.login.password.get_secret_value() == f"{CANARY}/:"
    assert (found.port, found.tls) == (2525, "starttls")
    assert CANARY not in repr(found) + repr(found.login)


def test_production_demands_tls_without_a_login_too() -> None:
    found = account("smtp://relay.example.com", **PRODUCTION)

    assert isinstance(found, SmtpServer)
    assert found.tls == "starttls"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "mailbox",
        "sendgrid:",
        "sendgrid://key@host",
        "http://mail.example.com",
        "smtp://",
        "smtp://:25",
        "smtp://host:0",
        "smtp://host:65536",
        "smtp://host:port",
        "smtp://two hosts",
        "smtp://host/path",
        "smtp://host?tls=no",
        f"smtp://{CANARY}@host",
        f"smtp://:{CANARY}@host",
        f"smtp://{CANARY}:@host",
        f"smtp://user:{CANARY}/@host",
        f"smtp://user:{CANARY}#@host",
        f"smtp://user:{CANARY}ä@host",
        f"smtp://user:{CANARY}%0D%0A@host",
        f"smtp://user:{CANARY}@host\u2100",
    ],
)
def test_a_wrong_url_is_refused_by_name_and_never_shown(url: str) -> None:
    message = refusal(variables(EMAIL_URL=url))

    assert named(message) == ["EMAIL_URL"]
    assert CANARY not in message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("noreply@example.com", Sender("noreply@example.com")),
        ("Sample <noreply@example.com>", Sender("noreply@example.com", "Sample")),
        ('"A, B" <a@example.com>', Sender("a@example.com", "A, B")),
        (
            "Grüße Inc. <a@bücher.example>",
            Sender("a@xn--bcher-kva.example", "Grüße Inc."),
        ),
    ],
)
def test_a_sender_may_have_a_name(text: str, expected: Sender) -> None:
    loaded = config.load(variables(SENDGRID_FROM_EMAIL=text))

    assert expected == loaded.SENDGRID_FROM_EMAIL


@pytest.mark.parametrize(
    "text",
    [
        "",
        "noreply",
        "Sample <noreply>",
        "noreply@localhost",
        "Sample <a@example.com",
        "a@example.com>",
        "a@example.com, b@example.com",
        "ä@example.com",
        "A\nB <a@example.com>",
        "a@example.com\r\nBcc: b@example.com",
    ],
)
def test_a_wrong_sender_is_refused(text: str) -> None:
    assert named(refusal(variables(SENDGRID_FROM_EMAIL=text))) == [
        "SENDGRID_FROM_EMAIL"
    ]


def test_with_smtp_the_variables_of_sendgrid_may_be_empty() -> None:
    without = {"SENDGRID_API_KEY": "", "SENDGRID_HOST": ""}

    account("smtps://relay", **PRODUCTION | without)

    assert named(refusal(variables(**without))) == list(without)


@pytest.mark.parametrize("number", ["0", "33", "many"])
def test_the_number_of_senders_is_bounded(number: str) -> None:
    assert named(refusal(variables(EMAIL_CONCURRENCY=number))) == ["EMAIL_CONCURRENCY"]
