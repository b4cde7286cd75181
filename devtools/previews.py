"""Every e-mail of the service with sample values, for the preview page and the tests.

`python -m devtools.previews` prints all of them as JSON.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime

from devtools import example

if __name__ == "__main__":
    example.use()

from backend.core.client import Client
from backend.core.templates import RenderedEmail
from backend.modules.forgot_password import email as forgot_password
from backend.modules.two_fa import email as two_fa
from backend.modules.user import email as user

SAMPLE = "482913"
_AT = datetime(2026, 11, 23, 12, 34, tzinfo=UTC)
_TOKEN = "t0ken"  # noqa: S105

Render = Callable[[str], RenderedEmail]


def _from(value: str) -> Client:
    return Client("192.0.2.7", value)


# By module and template: how to render it with one value for what is not ours.
EMAILS: dict[str, dict[str, Render]] = {
    "user": {
        "verify_signup": user.verify_signup,
        "change_email": user.change_email,
        "already_registered": lambda _: user.already_registered(),
        "email_in_use": lambda _: user.email_in_use(),
        "email_change_requested": lambda v: user.email_change_requested(v, _TOKEN),
        "password_changed": lambda v: user.password_changed(Client(v, "Firefox"), _AT),
        "deletion_requested": lambda v: user.deletion_requested(_from(v), _AT, _TOKEN),
        "new_device": lambda v: user.new_device(_from(v), _AT),
    },
    "two_fa": {
        "enabled": lambda v: two_fa.enabled(_from(v), _AT),
        "disabled": lambda v: two_fa.disabled(_from(v), _AT),
        "reset_by_admin": lambda _: two_fa.reset_by_admin(_AT),
        "recovery_codes_replaced": lambda v: two_fa.recovery_codes_replaced(
            _from(v), _AT
        ),
        "recovery_code_used": lambda v: two_fa.recovery_code_used(_from(v), _AT, 2),
        "paused": lambda v: two_fa.paused(_from(v), _AT),
    },
    "forgot_password": {"reset_code": forgot_password.reset_code},
}


def main() -> None:
    """Print subject, text and html of each e-mail, by module and template."""
    rendered = {
        f"{module}/{name}": asdict(render(SAMPLE))
        for module, emails in EMAILS.items()
        for name, render in emails.items()
    }
    json.dump(rendered, sys.stdout)


if __name__ == "__main__":
    main()
