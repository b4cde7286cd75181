"""Calls of the mailbox by the real package and by bare HTTP."""

import json
import urllib.error
import urllib.request
from typing import Any, NamedTuple

from sendgrid import SendGridAPIClient
from sendgrid.helpers.mail import Mail

from devtools.mailbox import Mailbox

KEY = "SG.test-key"
ADA = "ada@example.com"
BOB = "bob@example.com"
TEXT = {"type": "text/plain", "value": "Hello"}
HTML = {"type": "text/html", "value": "<p>Hello"}
FILE = {"content": "aGk=", "filename": "hi.txt", "type": "text/plain"}


class Reply(NamedTuple):
    """A reply over HTTP."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """Return the body as JSON; fail if it is none."""
        return json.loads(self.body)

    def errors(self) -> list[tuple[str | None, str]]:
        """Return field and message of each error in SendGrid's format."""
        return [(each["field"], each["message"]) for each in self.json()["errors"]]


def ask(url: str, method: str = "GET", body: object = None, **headers: str) -> Reply:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    request = urllib.request.Request(  # noqa: S310
        url,
        data=None if body is None else data,
        headers={"Content-Type": "application/json"}
        | {name.replace("_", "-"): value for name, value in headers.items()},
        method=method,
    )
    try:
        with urllib.request.urlopen(request, timeout=5) as reply:  # noqa: S310
            return Reply(reply.status, dict(reply.headers), reply.read())
    except urllib.error.HTTPError as error:
        with error:
            return Reply(error.code, dict(error.headers), error.read())


def post(mailbox: Mailbox, body: object, **headers: str) -> Reply:
    headers = {"Authorization": f"Bearer {KEY}"} | headers
    return ask(f"{mailbox.url}/v3/mail/send", "POST", body, **headers)


def valid(**changes: object) -> dict[str, object]:
    mail: dict[str, object] = {
        "personalizations": [{"to": [{"email": ADA}]}],
        "from": {"email": "app@example.com"},
        "subject": "Hello",
        "content": [{"type": "text/plain", "value": "Hello"}],
    }
    return {**mail, **changes}


def mail_to(to: str, text: str = "Your code is 123456.") -> Mail:
    return Mail(
        from_email=("app@example.com", "Sample"),
        to_emails=to,
        subject="Your code",
        plain_text_content=text,
        html_content=f"<p>{text}</p>",
    )


def client(mailbox: Mailbox, key: str = KEY, timeout: float = 5) -> SendGridAPIClient:
    api = SendGridAPIClient(key, host=mailbox.url)
    api.client.timeout = timeout
    return api
