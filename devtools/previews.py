"""Renders every e-mail of the service with sample values, for previews and tests.

`python -m devtools.previews` prints all of them as JSON, in every language.
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
from backend.core.locales import LANGUAGES, Reader
from backend.core.templates import RenderedEmail
from backend.models import DemoBooking
from backend.modules.api_token import email as api_token
from backend.modules.book_demo import email as book_demo
from backend.modules.invitation import email as invitation
from backend.modules.oidc import email as oidc
from backend.modules.passkey import email as passkey
from backend.modules.session import email as session
from backend.modules.two_fa import email as two_fa
from backend.modules.user import email as user

SAMPLE = "482913"
PLACE = "https://meet.example.com/demo"
READERS = {
    "en": Reader("en", "Europe/London"),
    "de": Reader("de", "Europe/Berlin"),
}
_AT = datetime(2026, 11, 23, 12, 34, tzinfo=UTC)
_LATER = datetime(2026, 12, 7, 12, 34, tzinfo=UTC)
_TOKEN = "t0ken"  # noqa: S105
_WEEK = timedelta(days=7)
_PAUSE = timedelta(minutes=15)

# Makes an e-mail to a reader; the text replaces codes and users' text.
Render = Callable[[Reader, str], RenderedEmail]


def demo_booking(
    text: str, reader: Reader = READERS["en"], **changes: Any
) -> DemoBooking:
    """Return a booking in which every field that a visitor fills holds this text."""
    start = datetime(2026, 12, 1, 9, tzinfo=UTC)
    fields: dict[str, Any] = {
        "id": UUID("5d1c3a52-8f0e-4c1e-9a53-0c6f1f6a7b10"),
        "name": text,
        "email": "ada@example.com",
        "company": text,
        "message": text,
        "timezone": reader.timezone,
        "locale": reader.locale,
        "starts_at": start,
        "ends_at": start + timedelta(minutes=30),
        "free_at": start + timedelta(minutes=30),
        "manage_digest": b"",
        "sequence": 0,
        "calendar_uid": "5d1c3a52@example.com",
    }
    return DemoBooking(**fields | changes)


def _for_team(reader: Reader, text: str) -> RenderedEmail:
    cancelled = demo_booking(text, reader, status="cancelled", cancel_reason=text)
    return book_demo.for_team(cancelled, PLACE, "Europe/Berlin", what="cancelled")


def _from(value: str) -> Client:
    return Client("192.0.2.7", value)


EMAILS: dict[str, dict[str, Render]] = {
    "user": {
        "verify_signup": user.verify_signup,
        "reset_code": user.reset_code,
        "change_email": user.change_email,
        "already_registered": lambda r, _: user.already_registered(r),
        "email_in_use": lambda r, _: user.email_in_use(r),
        "email_change_requested": lambda r, v: user.email_change_requested(
            r, v, _TOKEN, _WEEK
        ),
        "password_changed": lambda r, v: user.password_changed(
            r, Client(v, "Firefox on Ubuntu"), _AT
        ),
        "deletion_requested": lambda r, v: user.deletion_requested(
            r, _from(v), _AT, delete_at=_LATER, undo_token=_TOKEN
        ),
    },
    "session": {"new_device": lambda r, v: session.new_device(r, _from(v), _AT)},
    "api_token": {
        "added": lambda r, v: api_token.added(
            r, _from(v), _AT, name=v, scopes=("documents:read", "documents:write")
        ),
    },
    "invitation": {
        "invited": lambda r, v: invitation.invited(
            r, inviter=v, invitation_token=_TOKEN, expires_at=_LATER
        ),
    },
    "oidc": {
        "linked": lambda r, v: oidc.linked(r, _from(v), _AT, provider=v),
        "unlinked": lambda r, v: oidc.unlinked(r, _from(v), _AT, provider=v),
    },
    "passkey": {
        "added": lambda r, v: passkey.added(r, _from(v), _AT, name=v),
        "removed": lambda r, v: passkey.removed(r, _from(v), _AT),
        "copied": lambda r, v: passkey.copied(r, _from(v), _AT, name=v),
    },
    "two_fa": {
        "enabled": lambda r, v: two_fa.enabled(r, _from(v), _AT),
        "disabled": lambda r, v: two_fa.disabled(r, _from(v), _AT),
        "reset_by_admin": lambda r, _: two_fa.reset_by_admin(r, _AT),
        "recovery_codes_replaced": lambda r, v: two_fa.recovery_codes_replaced(
            r, _from(v), _AT
        ),
        "recovery_code_used": lambda r, v: two_fa.recovery_code_used(
            r, _from(v), _AT, 2
        ),
        "paused": lambda r, v: two_fa.paused(
            r, _from(v), _AT, failures=10, pause=_PAUSE
        ),
    },
    "book_demo": {
        "confirmed": lambda r, v: book_demo.confirmed(
            demo_booking(v, r), PLACE, _TOKEN, moved=False
        ),
        "reminder": lambda r, v: book_demo.reminder(demo_booking(v, r), PLACE),
        "called_off": lambda r, v: book_demo.called_off(
            demo_booking(v, r, status="declined"), PLACE
        ),
        "for_team": _for_team,
    },
}


def main() -> None:
    """Print subject, text and html of each e-mail, by language, module and template."""
    rendered = {}
    for language in LANGUAGES:
        for module, emails in EMAILS.items():
            for name, render in emails.items():
                email = render(READERS[language], SAMPLE)
                parts = {"subject": email.subject, "text": email.text}
                rendered[f"{language}/{module}/{name}"] = parts | {"html": email.html}
    json.dump(rendered, sys.stdout)


if __name__ == "__main__":
    main()
