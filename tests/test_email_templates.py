"""Every e-mail matches its snapshots, and hostile values in it are harmless.

After an intended change: `UPDATE_SNAPSHOTS=1 python3 run.py test tests/test_email_templates.py`,
then check the difference.
"""

import os
import re
from html.parser import HTMLParser

import pytest

from backend.core.locales import BASE, LANGUAGES
from devtools.previews import EMAILS, READERS, SAMPLE
from tests.support.each import each
from tests.support.environment import ROOT

SNAPSHOTS = ROOT / "tests/data/emails"
MODULES = ROOT / "backend/modules"
# Allowed targets of links: the web app, calendars, and the place of a demo.
KNOWN = (
    "http://localhost:8000",
    "https://calendar.google.com/calendar/",
    "https://outlook.office.com/calendar/",
    "https://meet.example.com/demo",
)
HOSTILE = "<script>alert(1)</script>\"'&{{ 7 * 7 }}{% raw %}\r\nBcc: all@example.com"
# The e-mails that have no translation, with the reason.
ENGLISH_ONLY = {
    "book_demo/for_team": "the operator's team reads English",
}
ALL = {
    f"{language}/{module}/{name}": (READERS[language], render)
    for language in LANGUAGES
    for module, emails in EMAILS.items()
    for name, render in emails.items()
    if language == BASE or f"{module}/{name}" not in ENGLISH_ONLY
}

each_email = each("name", ALL)


class Page(HTMLParser):
    """The elements of a page with their attributes, and all its links and sources."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.addresses: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.attributes.append((tag, dict(attrs)))
        self.addresses += [v or "" for k, v in attrs if k in ("href", "src")]


def templates_in(folder: str) -> set[str]:
    """Return the templates of a language as `module/name.html`."""
    found = MODULES.glob(f"*/email_templates/{folder}/*")
    return {f"{path.parts[-4]}/{path.name}" for path in found}


def test_every_template_is_among_these_emails() -> None:
    emails = {f"{m}/{name}.html" for m, names in EMAILS.items() for name in names}

    assert {name for name in templates_in(BASE) if name.endswith("html")} == emails


@pytest.mark.parametrize("language", set(LANGUAGES) - {BASE})
def test_every_text_is_translated(language: str) -> None:
    english_only = {f"{name}.html" for name in ENGLISH_ONLY}
    missing = templates_in(BASE) - templates_in(language) - english_only
    unknown = templates_in(language) - templates_in(BASE)

    assert not missing, (
        f"These are sent in English to readers of {language!r}: {sorted(missing)}. "
        f"Add a file of the same name in `email_templates/{language}/`, or add the "
        "e-mail to ENGLISH_ONLY with the reason."
    )
    assert not unknown, f"There is no English e-mail of this name: {sorted(unknown)}"


@each_email
def test_an_email_matches_its_snapshot(name: str) -> None:
    reader, render = ALL[name]
    rendered = render(reader, SAMPLE)

    text = f"Subject: {rendered.subject}\n\n{rendered.text}"
    for suffix, found in (("txt", text), ("html", rendered.html)):
        path = SNAPSHOTS / f"{name}.{suffix}"
        if "UPDATE_SNAPSHOTS" in os.environ:
            path.parent.mkdir(exist_ok=True, parents=True)
            path.write_text(found)
        assert found == path.read_text()


@each_email
def test_hostile_values_are_escaped(name: str) -> None:
    reader, render = ALL[name]
    harmless, hostile = render(reader, SAMPLE), render(reader, HOSTILE)

    assert Page(hostile.html).found == Page(harmless.html).found
    assert "49" not in hostile.text.replace(SAMPLE, "")
    assert "<script" not in hostile.html
    assert "\n" not in hostile.subject
    assert hostile.subject == harmless.subject


@each_email
def test_an_email_is_readable_in_dark_mode_and_without_images(name: str) -> None:
    reader, render = ALL[name]
    html = render(reader, SAMPLE).html

    page = Page(html)
    assert not page.found & {"img", "script", "link", "iframe", "form"}
    assert all(a.startswith(KNOWN) for a in page.addresses)
    assert 'name="color-scheme" content="light dark"' in html
    assert "prefers-color-scheme: dark" in html


@each_email
def test_an_email_names_its_language_and_fits_on_a_phone(name: str) -> None:
    reader, render = ALL[name]
    page = Page(render(reader, SAMPLE).html)

    languages = {values["lang"] for _, values in page.attributes if "lang" in values}
    tables = [values for tag, values in page.attributes if tag == "table"]
    assert languages == {name.partition("/")[0]}
    assert [table["role"] for table in tables] == ["presentation"] * 2
    # Without these, a link of 200 characters makes the page wider than a phone.
    assert "table-layout: fixed" in str(tables[-1]["style"])
    [cell] = [v for _, v in page.attributes if v.get("class") == "text"]
    assert "overflow-wrap: anywhere" in str(cell["style"])


@each_email
def test_the_plain_text_has_every_link_and_short_lines(name: str) -> None:
    reader, render = ALL[name]
    rendered = render(reader, SAMPLE)

    assert all(url in rendered.text for url in Page(rendered.html).addresses)
    assert not [
        line for line in rendered.text.splitlines() if len(line) > 78 and " " in line
    ]
    assert "&" not in re.sub(r"<http[^>]*>", "", rendered.text)
