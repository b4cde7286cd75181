"""The answers of the mailbox, apart from how they travel."""

import json
from dataclasses import dataclass, field

from devtools.mailbox.problems import Problem

HARMLESS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True)
class Reply:
    """A status, a body and the headers that differ from HARMLESS."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


def json_reply(value: object, status: int = 200) -> Reply:
    """A value as JSON."""
    body = json.dumps(value, indent=1).encode()
    return Reply(status, body, {"Content-Type": "application/json"})


def refusal(status: int, *problems: Problem) -> Reply:
    """An error in SendGrid's form."""
    return json_reply({"errors": problems}, status)
