"""The pages that show every e-mail of the service with sample values.

Each request renders them again, in a process of its own. So an edited template shows at
once, and the mailbox does not import the service.
"""

import json
import subprocess
import sys
from html import escape
from pathlib import Path

from devtools.mailbox.problems import problem
from devtools.mailbox.replies import Reply, refusal

_ROOT = Path(__file__).parents[2]
_COMMAND = [sys.executable, "-m", "devtools.previews"]
_HTML = "text/html; charset=utf-8"
_TEXT = "text/plain; charset=utf-8"
# An e-mail may have inline styles. It may not load or run anything.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-same-origin"


def previews_reply(path: list[str]) -> Reply:
    """Return the list of e-mails, or one: `de/user/verify_signup.html` or `.txt`."""
    name, _, kind = "/".join(path).rpartition(".")
    if path and kind not in ("html", "txt"):
        return _not_found()
    done = subprocess.run(
        _COMMAND, cwd=_ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        return refusal(503, problem(f"The service cannot render: {done.stderr[-500:]}"))
    emails: dict[str, dict[str, str]] = json.loads(done.stdout)
    if not path:
        return _page(_list(emails))
    email = emails.get(name)
    if email is None:
        return _not_found()
    if kind == "txt":
        return Reply(200, email["text"].encode(), {"Content-Type": _TEXT})
    return _page(email["html"])


def _not_found() -> Reply:
    return refusal(404, problem("There is no such e-mail"))


def _page(html: str) -> Reply:
    headers = {"Content-Type": _HTML, "Content-Security-Policy": _POLICY}
    return Reply(200, html.encode(), headers)


def _list(emails: dict[str, dict[str, str]]) -> str:
    rows = "".join(
        f"<li><a href='/previews/{escape(name)}.html'>{escape(email['subject'])}</a>"
        f" <a href='/previews/{escape(name)}.txt'>text</a> {escape(name)}</li>"
        for name, email in emails.items()
    )
    return (
        "<!doctype html><html lang='en'><meta name='color-scheme' content='light dark'>"
        "<title>E-mails of the service</title><body style='font-family: sans-serif'>"
        f"<h1>E-mails of the service</h1><ul>{rows}</ul>"
    )
