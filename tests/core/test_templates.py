"""E-mails from templates: the reader's language, and the plain text of the HTML."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from backend.core.locales import Reader
from backend.core.plain_text import plain_text
from backend.core.templates import Templates

AT = datetime(2026, 11, 26, 13, 30, tzinfo=UTC)
AUSTRIAN = Reader("de-AT", "Europe/Vienna")


@pytest.fixture
def templates(tmp_path: Path) -> Templates:
    """Return the templates of a module with one e-mail, which is only in English."""
    (tmp_path / "en").mkdir()
    (tmp_path / "en/hello.html").write_text(
        "{% set subject %}Hello {{ name }}{% endset %}\n"
        "<p>On {{ at|day }} at {{ at|time }}, for {{ length|duration }}.</p>"
    )
    return Templates(tmp_path)


def test_an_email_without_a_translation_is_all_in_english(templates: Templates) -> None:
    rendered = templates.render(
        "hello", AUSTRIAN, name="Ada", at=AT, length=timedelta(minutes=15)
    )

    assert rendered.text == (
        "On Thursday, 26 November 2026 at 14:30 CET, for 15 minutes.\n\n"
        "This message was sent by Sample. Replies to it are not read.\n"
    )
    assert 'lang="en"' in rendered.html
    assert 'lang="de"' not in rendered.html


def test_a_translation_is_found_by_its_folder(
    templates: Templates, tmp_path: Path
) -> None:
    (tmp_path / "de").mkdir()
    (tmp_path / "de/hello.html").write_text(
        "{% set subject %}Guten Tag, {{ name }}{% endset %}\n"
        "<p>Am {{ at|day }} um {{ at|time }}, {{ length|duration }} lang.</p>"
    )

    rendered = templates.render(
        "hello", AUSTRIAN, name="Ada & <Bob>", at=AT, length=timedelta(minutes=15)
    )

    assert rendered.subject == "Guten Tag, Ada & <Bob>"
    assert rendered.text.startswith(
        "Am Donnerstag, 26. November 2026 um 14:30 MEZ, 15 Minuten lang.\n\nDiese"
    )
    assert "<h1>Guten Tag, Ada &amp; &lt;Bob&gt;</h1>" in rendered.html
    assert 'lang="de"' in rendered.html


def test_a_missing_variable_is_an_error(templates: Templates) -> None:
    with pytest.raises(UndefinedError, match="name"):
        templates.render("hello", AUSTRIAN, at=AT, length=timedelta(minutes=15))


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One\n  line &amp; <strong>more</strong>.</p>", "One line & more.\n"),
        ("<p>One<br>\ntwo</p>\n<p>Three</p>", "One\ntwo\n\nThree\n"),
        ('<p>See <a href="http://x">here</a>.</p>', "See here <http://x>.\n"),
        ('<p><a href="http://x">http://x</a></p>', "http://x\n"),
        ('<p class="action"><a href="http://x">Go</a></p>', "Go:\n\n    http://x\n"),
        ('<p class="code">482913</p>', "    482913\n"),
        ('<p class="written">a\n\n  b</p>', "a\n\n  b\n"),
        (f"<p>{'word ' * 20}</p>", "word " * 14 + "word\n" + "word " * 4 + "word\n"),
        (f"<p>http://{'x' * 100}</p>", f"http://{'x' * 100}\n"),
    ],
)
def test_html_becomes_plain_text(html: str, text: str) -> None:
    assert plain_text(html) == text
