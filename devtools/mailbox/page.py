"""The page that shows the e-mails: one file that loads nothing from elsewhere.

It never contains an e-mail: its script reads the e-mails as JSON.
"""

import base64
import hashlib
from functools import cache
from pathlib import Path

from devtools.mailbox.replies import Reply

SOURCES = Path(__file__).parent / "page"


@cache
def page_reply() -> Reply:
    """Return the page, with a policy that allows its own script and no other."""
    body, script = _read("page.html"), _read("page.js")
    for name in ("page.css", "mail.css", "page.js"):
        body = body.replace(f"/* {name} */", _read(name))
    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": _policy(script),
    }
    return Reply(200, body.encode(), headers)


def _read(name: str) -> str:
    return (SOURCES / name).read_text(encoding="utf-8")


def _policy(script: str) -> str:
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    # The frame that shows an e-mail inherits this policy. E-mails need inline styles
    # and data images, and must not load anything from elsewhere.
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'sha256-{digest}'",
            "style-src 'unsafe-inline'",
            "img-src data:",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )
