"""Answers POST /v3/mail/send as SendGrid does."""

import json
import secrets

from devtools.mailbox.message import read_mail
from devtools.mailbox.problems import problem
from devtools.mailbox.replies import Reply, refusal
from devtools.mailbox.store import Store
from devtools.mailbox.validation import validate

SIZE_LIMIT = 30 * 1024 * 1024  # bytes, of the whole body


def send_mail(
    store: Store,
    *,
    key: str,
    authorization: str | None,
    content_type: str,
    body: bytes | None,
) -> Reply:
    """Check a request and store its e-mail. A body over SIZE_LIMIT is given as None."""
    if authorization != f"Bearer {key}":
        return refusal(401, problem("the API key is missing or wrong"))
    if content_type.partition(";")[0].strip().lower() != "application/json":
        return refusal(415, problem("the body must be application/json"))
    if body is None:
        return refusal(413, problem("the body is too large"))
    try:
        mail = json.loads(body)
    except (ValueError, RecursionError):  # ValueError: not JSON, or not UTF-8
        return refusal(400, problem("the body must be a JSON object"))
    if not isinstance(mail, dict):
        return refusal(400, problem("the body must be a JSON object"))
    if problems := validate(mail):
        return refusal(400, *problems)
    message_id = secrets.token_urlsafe(16)
    store.add(read_mail(mail, message_id))
    return Reply(202, headers={"X-Message-Id": message_id})
