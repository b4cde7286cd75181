"""Every e-mail matches its snapshot, and hostile values in it are harmless.

After an intended change: `UPDATE_SNAPSHOTS=1 python3 run.py test tests/test_email_templates.py`,
then check the difference.
"""

import os
from html.parser import HTMLParser

import pytest

from devtools.previews import EMAILS, SAMPLE, Render
from tests.support.environment import ROOT

SNAPSHOTS = ROOT / "tests/data/emails"
MODULES = ROOT / "backend/modules"
# Allowed targets of links: the frontend and calendars.
KNOWN = (
    "http://localhost:3000",
    "https://calendar.google.com/calendar/",
    "https://outlook.office.com/calendar/",
)
HOSTILE = "<script>alert(1)</script>\"'&{{ 7 * 7 }}{% raw %}\r\nBcc: all@example.com"
ALL = {
    f"{module}/{name}": render
    for module, emails in EMAILS.items()
    for name, render in emails.items()
}

each_email = pytest.mark.parametrize(("name", "render"), ALL.items(), ids=ALL)


class Tags(HTMLParser):
    """Collects the elements of a page, with all its links and sources."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.addresses: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.addresses += [v or "" for k, v in attrs if k in ("href", "src")]


def test_every_template_is_among_these_emails() -> None:
    templates = MODULES.glob("*/email_templates/*.*")

    assert {f"{path.parts[-3]}/{path.stem}" for path in templates} == set(ALL)


@each_email
def test_an_email_matches_its_snapshot(name: str, render: Render) -> None:
    rendered = render(SAMPLE)

    for suffix, text in (("txt", rendered.text), ("html", rendered.html)):
        path = SNAPSHOTS / f"{name}.{suffix}"
        if "UPDATE_SNAPSHOTS" in os.environ:
            path.parent.mkdir(exist_ok=True, parents=True)
            path.write_text(text)
        assert text == path.read_text()


@each_email
def test_hostile_values_are_escaped(name: str, render: Render) -> None:
    harmless, hostile = render(SAMPLE), render(HOSTILE)

    assert Tags(hostile.html).found == Tags(harmless.html).found
    assert "49" not in hostile.text.replace(SAMPLE, "")
    assert "<script" not in hostile.html
    assert "\n" not in hostile.subject
    assert hostile.subject == harmless.subject


@each_email
def test_an_email_is_readable_in_dark_mode_and_without_images(
    name: str, render: Render
) -> None:
    html = render(SAMPLE).html

    tags = Tags(html)
    assert not tags.found & {"img", "script", "link", "iframe", "form"}
    assert all(a.startswith(KNOWN) for a in tags.addresses)
    assert 'name="color-scheme" content="light dark"' in html
    assert "prefers-color-scheme: dark" in html
