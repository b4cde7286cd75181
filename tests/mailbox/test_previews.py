"""The preview pages show every e-mail of the service."""

import re

import httpx
import pytest

from backend.core.locales import LANGUAGES
from devtools.mailbox import Mailbox
from devtools.previews import EMAILS, SAMPLE


@pytest.fixture(scope="module")
def listed() -> str:
    """Return the page that lists the e-mails."""
    with Mailbox(key="SG.key") as mailbox:
        return httpx.get(f"{mailbox.url}/previews", timeout=30).text


def test_every_email_is_listed_and_linked(listed: str) -> None:
    found = re.findall(r"href='/previews/([a-z_/]+)\.html'", listed)

    assert found == [
        f"{language}/{module}/{name}"
        for language in LANGUAGES
        for module, emails in EMAILS.items()
        for name in emails
    ]


@pytest.mark.parametrize(
    ("kind", "type_"),
    [
        ("html", "text/html"),
        pytest.param("txt", "text/plain", marks=pytest.mark.nightly),
    ],
)
def test_an_email_is_shown_with_sample_values(kind: str, type_: str) -> None:
    with Mailbox(key="SG.key") as mailbox:
        path = f"{mailbox.url}/previews/de/user/verify_signup.{kind}"
        reply = httpx.get(path, timeout=30)

    assert reply.status_code == 200
    assert SAMPLE in reply.text
    assert reply.headers["Content-Type"].startswith(type_)
    assert "default-src 'none'" in reply.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path",
    [
        "en/user/other.html",
        "../x",
        pytest.param("en/user/verify_signup.pdf", marks=pytest.mark.nightly),
        pytest.param("x", marks=pytest.mark.nightly),
    ],
)
def test_an_unknown_path_is_not_found(path: str) -> None:
    with Mailbox(key="SG.key") as mailbox:
        assert (
            httpx.get(f"{mailbox.url}/previews/{path}", timeout=30).status_code == 404
        )
