"""The texts of e-mails about bookings."""

import pytest

from backend.modules.book_demo import email
from devtools.previews import EMAILS, READERS, demo_booking

TO_VISITOR = {k: v for k, v in EMAILS["book_demo"].items() if k != "for_team"}


@pytest.fixture(autouse=True)
def _empty() -> None:
    """Replace the fixture that empties the tables: no test here writes."""


@pytest.mark.parametrize("name", TO_VISITOR)
def test_no_email_to_a_visitor_contains_text_of_a_visitor(name: str) -> None:
    reader = READERS["de"]
    one = TO_VISITOR[name](reader, "Buy at x.example!")
    other = TO_VISITOR[name](reader, "Ada")

    files = [
        each.attachment.content if each.attachment else b"" for each in (one, other)
    ]
    assert (one.subject, one.text, one.html) == (other.subject, other.text, other.html)
    assert b"x.example" not in files[0]
    assert len(files[0]) == len(files[1])


def test_the_text_differs_for_new_moved_and_placeless_bookings() -> None:
    new = email.confirmed(demo_booking("Ada"), None, "t0ken", moved=False)
    moved = email.confirmed(demo_booking("Ada"), None, "t0ken", moved=True)
    cancelled = demo_booking("Ada", status="cancelled")
    by_visitor = email.called_off(cancelled, None)

    assert new.subject == "Your Sample demo is booked"
    assert moved.subject == "Your Sample demo has been moved"
    assert "Where" not in new.text + new.html
    assert "It now takes place on" in moved.text
    assert "with the link that we e-mailed" in by_visitor.html
