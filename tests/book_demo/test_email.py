"""The e-mails about bookings: as they were agreed on, and harmless whatever is in them.

After a wanted change: `UPDATE_SNAPSHOTS=1 python3 run.py test tests/book_demo/test_email.py`,
and look at the difference.
"""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from backend.core.templates import RenderedEmail
from backend.models import DemoBooking
from backend.modules.book_demo import email
from tests.environment import ROOT
from tests.user.test_email import HOSTILE, Tags

SNAPSHOTS = ROOT / "tests/data/emails/book_demo"
TEMPLATES = ROOT / "backend/modules/book_demo/email_templates"
PLACE = "https://meet.example.com/demo"
OUTSIDE = ("https://calendar.google.com/", "https://outlook.office.com/")
Render = Callable[[str], RenderedEmail]


def booking(text: str, **changes: Any) -> DemoBooking:
    """Return a booking in which everything that a visitor may write is this text."""
    start = datetime(2026, 12, 1, 9, tzinfo=UTC)
    fields: dict[str, Any] = {
        "id": UUID("5d1c3a52-8f0e-4c1e-9a53-0c6f1f6a7b10"),
        "name": text,
        "email": "ada@example.com",
        "company": text,
        "message": text,
        "timezone": "Europe/London",
        "starts_at": start,
        "ends_at": start + timedelta(minutes=30),
        "free_at": start + timedelta(minutes=30),
        "manage_digest": b"",
        "sequence": 0,
    }
    return DemoBooking(**fields | changes)


def to_team(text: str) -> RenderedEmail:
    cancelled = booking(text, status="cancelled", cancel_reason=text)
    return email.for_team(cancelled, PLACE, "Europe/Berlin", what="cancelled")


# Each e-mail, with one value for everything that a visitor writes.
TO_VISITOR: dict[str, Render] = {
    "confirmed": lambda v: email.confirmed(booking(v), PLACE, "t0ken", moved=False),
    "reminder": lambda v: email.reminder(booking(v), PLACE),
    "called_off": lambda v: email.called_off(booking(v, status="declined"), PLACE),
}
EMAILS: dict[str, Render] = TO_VISITOR | {"for_team": to_team}


@pytest.fixture(autouse=True)
def _empty() -> None:
    """Empty nothing: no test here writes anything."""


def test_every_template_is_one_of_these_emails() -> None:
    assert {path.stem for path in TEMPLATES.iterdir()} == set(EMAILS)


@pytest.mark.parametrize("name", EMAILS)
def test_an_email_is_what_was_agreed_on(name: str) -> None:
    rendered = EMAILS[name]("Analytical Engines")

    for suffix, text in (("txt", rendered.text), ("html", rendered.html)):
        path = SNAPSHOTS / f"{name}.{suffix}"
        if "UPDATE_SNAPSHOTS" in os.environ:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        assert text == path.read_text()


@pytest.mark.parametrize("name", EMAILS)
def test_hostile_values_are_shown_and_never_obeyed(name: str) -> None:
    harmless, hostile = EMAILS[name]("Ada"), EMAILS[name](HOSTILE)

    assert Tags(hostile.html).found == Tags(harmless.html).found
    assert "49" not in hostile.text
    assert "<script" not in hostile.html
    assert "\n" not in hostile.subject
    assert hostile.subject == harmless.subject


@pytest.mark.parametrize("name", TO_VISITOR)
def test_a_visitor_is_never_mailed_what_a_visitor_wrote(name: str) -> None:
    one, other = TO_VISITOR[name]("Buy at x.example!"), TO_VISITOR[name]("Ada")

    assert (one.subject, one.text, one.html) == (other.subject, other.text, other.html)
    files = [
        each.attachment.content if each.attachment else b"" for each in (one, other)
    ]
    assert b"x.example" not in files[0]
    assert len(files[0]) == len(files[1])


@pytest.mark.parametrize("name", EMAILS)
def test_an_email_reads_in_the_dark_and_without_images(name: str) -> None:
    html = EMAILS[name]("Ada").html

    tags = Tags(html)
    assert not tags.found & {"img", "script", "link", "iframe", "form"}
    known = ("http://localhost:3000", *OUTSIDE)
    assert all(address.startswith(known) for address in tags.addresses)
    assert 'name="color-scheme" content="light dark"' in html


def test_the_words_say_whether_it_is_new_moved_or_without_a_place() -> None:
    new = email.confirmed(booking("Ada"), None, "t0ken", moved=False)
    moved = email.confirmed(booking("Ada"), None, "t0ken", moved=True)
    by_visitor = email.called_off(booking("Ada", status="cancelled"), None)

    assert new.subject == "Your Sample demo is booked"
    assert moved.subject == "Your Sample demo has been moved"
    assert "Where" not in new.text + new.html
    assert "with the link we mailed" in by_visitor.text
    assert "with the link we mailed" in by_visitor.html
