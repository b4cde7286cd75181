"""Sends e-mails through SendGrid's v3 API.

Only this module uses SendGrid's package, which is no longer maintained.
"""

import base64
import json
import ssl
import urllib.request
from collections.abc import Iterator
from datetime import UTC
from email.utils import parsedate_to_datetime
from functools import partial
from http.client import HTTPException
from typing import Any

from python_http_client.exceptions import HTTPError
from sendgrid import SendGridAPIClient

from backend.core import clock
from backend.core.mail.errors import EmailDelayed, EmailRejected, ProviderRefused
from backend.core.mail.outgoing import Outgoing, media_type

_ACCEPTED = 202
# Bad request, too large, unprocessable: the e-mail, unless the error is in `from`.
_ABOUT_THE_EMAIL = {400, 413, 422}
_FOR_A_WHILE = {408, 425, 429}
# SendGrid would rewrite links, which contain tokens, and add a picture and a footer.
_NO_TRACKING = {
    "click_tracking": {"enable": False, "enable_text": False},
    "open_tracking": {"enable": False},
    "subscription_tracking": {"enable": False},
    "ganalytics": {"enable": False},
}


def send(mail: Outgoing, *, host: str, key: str, verify: bool, timeout: float) -> None:
    """Send one e-mail; `verify` says whether the server's certificate is checked.

    Raises:
        EmailRejected: SendGrid refuses this e-mail.
        ProviderRefused: SendGrid refuses all e-mails of this account or sender.
        EmailDelayed: SendGrid may accept it later.
    """
    try:
        reply = _route(host, key, verify, timeout).post(request_body=_body(mail))
    except HTTPError as error:
        raise _judge(error) from error
    except (OSError, HTTPException) as error:
        reason = f"SendGrid is unreachable: {type(error).__name__}"
        raise EmailDelayed(reason) from error
    if reply.status_code != _ACCEPTED:
        # A proxy or another service answers, perhaps after a redirect.
        raise ProviderRefused(f"SendGrid answered {reply.status_code}")


def _judge(error: HTTPError) -> Exception:
    status = error.status_code
    reason = f"SendGrid answered {status}"
    if status >= 500 or status in _FOR_A_WHILE:
        return EmailDelayed(reason, _retry_after(error))
    if status in _ABOUT_THE_EMAIL:
        if not any(field.split(".")[0] == "from" for field in _faulty_fields(error)):
            return EmailRejected(reason)
        reason += " for the sender"
    return ProviderRefused(reason)


def _faulty_fields(error: HTTPError) -> Iterator[str]:
    """Yield the fields that SendGrid's reply names, such as `from.email`."""
    try:
        errors = json.loads(error.body)["errors"]
        yield from (str(each["field"]) for each in errors)
    except (ValueError, KeyError, TypeError):
        return


def _body(mail: Outgoing) -> dict[str, Any]:
    content = [
        {"type": "text/plain", "value": mail.text},
        {"type": "text/html", "value": mail.html},
    ]
    if mail.calendar is not None:
        text, method = mail.calendar
        # SendGrid adds the charset, and refuses any parameter but this one.
        kind = f"text/calendar; method={method}" if method else "text/calendar"
        content.append({"type": kind, "value": text})
    body: dict[str, Any] = {
        "personalizations": [{"to": [{"email": mail.to}]}],
        "from": {"email": mail.sender.address, "name": mail.sender.name},
        "subject": mail.subject,
        "content": content,
        "headers": {"Auto-Submitted": "auto-generated"},  # RFC 3834
        "tracking_settings": _NO_TRACKING,
    }
    if mail.attachment is not None:
        file = {
            "content": base64.b64encode(mail.attachment.content).decode(),
            "filename": mail.attachment.name,
            "type": media_type(mail.attachment),
            "disposition": "attachment",
        }
        body["attachments"] = [file]
    return body


def _route(host: str, key: str, verify: bool, timeout: float) -> Any:
    api = SendGridAPIClient(api_key=key, host=host)
    api.client.timeout = timeout  # the default has no timeout
    route = api.client.mail.send
    if not verify:
        route._make_request = partial(_unverified, route._make_request)
    return route


def _unverified(make_request: Any, _: Any, *args: Any, **kwargs: Any) -> Any:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    trusting = urllib.request.build_opener(urllib.request.HTTPSHandler(context=context))
    return make_request(trusting, *args, **kwargs)


def _retry_after(error: HTTPError) -> int:
    """Return the seconds of Retry-After, which is a number or a date; 0 without it."""
    value = error.headers.get("Retry-After", "") if error.headers else ""
    if value.isdecimal():
        return int(value[:9])  # nine digits are 31 years: more would change nothing
    try:
        date = parsedate_to_datetime(value).astimezone(UTC)
    except (ValueError, OverflowError):
        return 0
    return max(0, round((date - clock.now()).total_seconds()))
