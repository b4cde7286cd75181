"""Renders every e-mail of the service with sample values, for previews and tests.

`python -m devtools.previews` prints all of them as JSON.
"""

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from devtools import example

if __name__ == "__main__":
    example.use()

from backend.core.client import Client
from backend.core.templates import RenderedEmail
from backend.models import DemoBooking
from backend.modules.book_demo import email as book_demo
from backend.modules.session import email as session
from backend.modules.two_fa import email as two_fa
from backend.modules.user import email as user

SAMPLE = "482913"
_AT = datetime(2026, 11, 23, 12, 34, tzinfo=UTC)
_TOKEN = "t0ken"  # noqa: S105

Render = Callable[[str], RenderedEmail]


PLACE = "https://meet.example.com/demo"


def demo_booking(text: str, **changes: Any) -> DemoBooking:
    """Return a booking in which every field that a visitor fills holds this text."""
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


def _demo_for_team(text: str) -> RenderedEmail:
    cancelled = demo_booking(text, status="cancelled", cancel_reason=text)
    return book_demo.for_team(cancelled, PLACE, "Europe/Berlin", what="cancelled")


def _from(value: str) -> Client:
    return Client("192.0.2.7", value)


# By module and template: how to render it. The value replaces codes and users' text.
EMAILS: dict[str, dict[str, Render]] = {
    "user": {
        "verify_signup": user.verify_signup,
        "reset_code": user.reset_code,
        "change_email": user.change_email,
        "already_registered": lambda _: user.already_registered(),
        "email_in_use": lambda _: user.email_in_use(),
        "email_change_requested": lambda v: user.email_change_requested(v, _TOKEN),
        "password_changed": lambda v: user.password_changed(Client(v, "Firefox"), _AT),
        "deletion_requested": lambda v: user.deletion_requested(_from(v), _AT, _TOKEN),
    },
    "session": {"new_device": lambda v: session.new_device(_from(v), _AT)},
    "two_fa": {
        "enabled": lambda v: two_fa.enabled(_from(v), _AT),
        "disabled": lambda v: two_fa.disabled(_from(v), _AT),
        "reset_by_admin": lambda _: two_fa.reset_by_admin(_AT),
        "recovery_codes_replaced": lambda v: two_fa.recovery_codes_replaced(
            _from(v), _AT
        ),
        "recovery_code_used": lambda v: two_fa.recovery_code_used(_from(v), _AT, 2),
        "paused": lambda v: two_fa.paused(_from(v), _AT, timedelta(minutes=15)),
    },
    "book_demo": {
        "confirmed": lambda v: book_demo.confirmed(
            demo_booking(v), PLACE, _TOKEN, moved=False
        ),
        "reminder": lambda v: book_demo.reminder(demo_booking(v), PLACE),
        "called_off": lambda v: book_demo.called_off(
            demo_booking(v, status="declined"), PLACE
        ),
        "for_team": _demo_for_team,
    },
}


def main() -> None:
    """Print subject, text and html of each e-mail, by module and template."""
    rendered = {}
    for module, emails in EMAILS.items():
        for name, render in emails.items():
            email = render(SAMPLE)
            parts = {"subject": email.subject, "text": email.text, "html": email.html}
            rendered[f"{module}/{name}"] = parts
    json.dump(rendered, sys.stdout)


if __name__ == "__main__":
    main()
