"""Sends e-mails through SendGrid.

Only this module uses SendGrid's package, which is no longer maintained. Requests never
call it: they write outbox rows, and the worker sends those.
"""

import base64
import ssl
import urllib.request
from datetime import UTC
from email.utils import parsedate_to_datetime
from functools import partial
from http.client import HTTPException
from typing import Any

from python_http_client.exceptions import HTTPError
from sendgrid import SendGridAPIClient
from sendgrid.helpers import mail as sendgrid

from backend.core import clock
from backend.core.config import settings
from backend.core.templates import Attachment

TIMEOUT_SECONDS = 10


class EmailRejected(Exception):
    """SendGrid refuses this e-mail for good: a 4xx other than 429."""


class EmailDelayed(Exception):
    """SendGrid may accept this e-mail later: it answered 429, 5xx, or not at all."""

    def __init__(self, reason: str, retry_after: int = 0) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


def send(
    *, to: str, subject: str, text: str, html: str, attachment: Attachment | None = None
) -> None:
    """Send one e-mail through SendGrid.

    Raises:
        EmailRejected: a retry would not help.
        EmailDelayed: retry, but not before `retry_after` seconds.
    """
    mail = sendgrid.Mail(
        from_email=(settings.SENDGRID_FROM_EMAIL, settings.APP_NAME),
        to_emails=to,
        subject=subject,
        plain_text_content=text,
        html_content=html,
    )
    if attachment is not None:
        mail.attachment = sendgrid.Attachment(
            file_content=base64.b64encode(attachment.content).decode(),
            file_name=attachment.name,
            file_type=attachment.type,
            disposition="attachment",
        )
    try:
        _client().post(request_body=mail.get())
    except HTTPError as error:
        reason = f"SendGrid answered {error.status_code}"
        if error.status_code == 429 or error.status_code >= 500:
            raise EmailDelayed(reason, _retry_after(error)) from error
        raise EmailRejected(reason) from error
    except (OSError, HTTPException) as error:
        raise EmailDelayed(
            f"SendGrid is unreachable: {type(error).__name__}"
        ) from error


def _client() -> Any:
    api = SendGridAPIClient(
        api_key=settings.SENDGRID_API_KEY.get_secret_value(),
        host=settings.SENDGRID_HOST,
    )
    api.client.timeout = TIMEOUT_SECONDS  # the default has no timeout
    send_route = api.client.mail.send
    if not settings.SENDGRID_VERIFY_SSL:
        send_route._make_request = partial(_unverified, send_route._make_request)
    return send_route


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
