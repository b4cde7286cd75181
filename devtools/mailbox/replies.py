"""The replies of the mailbox, independent of HTTP's transport."""

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
    """Return a reply with a value as JSON."""
    body = json.dumps(value, indent=1).encode()
    return Reply(status, body, {"Content-Type": "application/json"})


def refusal(status: int, *problems: Problem) -> Reply:
    """Return an error in SendGrid's format."""
    return json_reply({"errors": problems}, status)
