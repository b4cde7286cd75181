"""POST /v3/mail/send: what SendGrid would answer to it."""

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
    """Check a request and keep its mail; a body of None was over SIZE_LIMIT."""
    if authorization != f"Bearer {key}":
        return refusal(
            401,
            problem("The provided authorization grant is invalid, expired, or revoked"),
        )
    if content_type.partition(";")[0].strip().lower() != "application/json":
        return refusal(415, problem("Content-Type should be application/json."))
    if body is None:
        return refusal(413, problem("Payload Too Large"))
    try:
        mail = json.loads(body)
    except (ValueError, RecursionError):  # ValueError: not JSON, or not UTF-8
        return refusal(400, problem("Bad Request"))
    if not isinstance(mail, dict):
        return refusal(400, problem("Bad Request"))
    if problems := validate(mail):
        return refusal(400, *problems)
    message_id = secrets.token_urlsafe(16)
    store.add(read_mail(mail, message_id))
    return Reply(202, headers={"X-Message-Id": message_id})
