"""The e-mails about accounts: as they were agreed on, and harmless whatever is in them.

After a wanted change: `UPDATE_SNAPSHOTS=1 python3 run.py test tests/user/test_email.py`,
and look at the difference.
"""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from backend.core.client import Client
from backend.core.templates import RenderedEmail
from backend.modules.user import email
from tests.environment import ROOT

SNAPSHOTS = ROOT / "tests/data/emails"
TEMPLATES = ROOT / "backend/modules/user/email_templates"
HOSTILE = "<script>alert(1)</script>\"'&{{ 7 * 7 }}{% raw %}\r\nBcc: all@example.com"
AT = datetime(2026, 11, 23, 12, 34, tzinfo=UTC)
Render = Callable[[str], RenderedEmail]

# Each e-mail, with one value for everything that is not ours.
EMAILS: dict[str, Render] = {
    "verify_signup": email.verify_signup,
    "change_email": email.change_email,
    "already_registered": lambda _: email.already_registered(),
    "email_in_use": lambda _: email.email_in_use(),
    "email_change_requested": lambda v: email.email_change_requested(v, "t0ken"),
    "password_changed": lambda v: email.password_changed(Client(v, "Firefox"), AT),
    "deletion_requested": lambda v: email.deletion_requested(
        Client("192.0.2.7", v), AT, "t0ken"
    ),
    "new_device": lambda v: email.new_device(Client("192.0.2.7", v), AT),
}


class Tags(HTMLParser):
    """Collects the elements of a page, and all its links and sources."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.addresses: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.addresses += [v or "" for k, v in attrs if k in ("href", "src")]


def test_every_template_is_one_of_these_emails() -> None:
    assert {path.stem for path in TEMPLATES.iterdir()} == set(EMAILS)


@pytest.mark.parametrize("name", EMAILS)
def test_an_email_is_what_was_agreed_on(name: str) -> None:
    rendered = EMAILS[name]("482913")

    for suffix, text in (("txt", rendered.text), ("html", rendered.html)):
        path = SNAPSHOTS / f"{name}.{suffix}"
        if "UPDATE_SNAPSHOTS" in os.environ:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        assert text == path.read_text()


@pytest.mark.parametrize("name", EMAILS)
def test_hostile_values_are_shown_and_never_obeyed(name: str) -> None:
    harmless, hostile = EMAILS[name]("482913"), EMAILS[name](HOSTILE)

    assert Tags(hostile.html).found == Tags(harmless.html).found
    assert "49" not in hostile.text.replace("482913", "")
    assert "<script" not in hostile.html
    assert "\n" not in hostile.subject
    assert hostile.subject == harmless.subject


@pytest.mark.parametrize("name", EMAILS)
def test_an_email_reads_in_the_dark_and_without_images(name: str) -> None:
    html = EMAILS[name]("482913").html

    tags = Tags(html)
    assert not tags.found & {"img", "script", "link", "iframe", "form"}
    assert all(a.startswith("http://localhost:3000") for a in tags.addresses)
    assert 'name="color-scheme" content="light dark"' in html
    assert "prefers-color-scheme: dark" in html
