"""Checks the body of mail/send as SendGrid's v3 API does, field by field.

Source: the "Errors" page of SendGrid's mail/send reference. Where the real service
differs from it, the replies that public issues quote.
"""

import base64
import binascii
import re
from collections.abc import Iterator

from devtools.mailbox.addresses import (
    check_recipients,
    check_reply_to,
    check_sender,
)
from devtools.mailbox.message import Json
from devtools.mailbox.problems import Problem, problem

RESERVED_HEADERS = {
    "bcc",
    "cc",
    "content-transfer-encoding",
    "content-type",
    "dkim-signature",
    "from",
    "received",
    "reply-to",
    "subject",
    "to",
    "x-sg-eid",
    "x-sg-id",
}

# The one type whose parameter SendGrid accepts: sendgrid/sendgrid-nodejs#217.
_INVITATION = re.compile(r"text/calendar; method=[A-Z]+")


def validate(mail: Json) -> list[Problem]:
    """Return every error that SendGrid would report, in its order."""
    return [
        *check_recipients(mail),
        *check_sender(mail),
        *check_reply_to(mail),
        *_subject(mail),
        *_content(mail),
        *_attachments(mail),
        *_headers_and_args(mail),
    ]


def _subject(mail: Json) -> Iterator[Problem]:
    entries = mail.get("personalizations")
    of_each = isinstance(entries, list) and all(
        isinstance(entry, dict) and _is_text(entry.get("subject")) for entry in entries
    )
    if not _is_text(mail.get("subject")) and not (entries and of_each):
        yield problem("is required, here or in each personalization", "subject")


def _content(mail: Json) -> Iterator[Problem]:
    parts = mail.get("content")
    if not isinstance(parts, list) or not parts:
        yield problem("at least one part is required", "content")
        return
    kinds: list[str] = []
    for index, part in enumerate(parts):
        if not isinstance(part, dict):
            yield problem("must be an object", f"content.{index}")
            continue
        yield from _content_part(part, f"content.{index}")
        kinds.append(str(part.get("type")))
    if kinds != sorted(kinds, key=_content_rank):
        yield problem("must be plain text, then HTML, then the rest", "content")


def _content_part(part: Json, field: str) -> Iterator[Problem]:
    yield from _type(part, field)
    if not _is_text(part.get("value")):
        yield problem("must be a string that is not empty", f"{field}.value")


def _type(holder: Json, field: str) -> Iterator[Problem]:
    kind = holder.get("type")
    if not isinstance(kind, str) or not kind:
        yield problem("must be a string that is not empty", f"{field}.type")
    elif re.search(r"[;,\r\n]", kind) and not _INVITATION.fullmatch(kind):
        yield problem("must not contain ; or , or a line break", f"{field}.type")


def _content_rank(kind: str) -> int:
    return {"text/plain": 0, "text/html": 1}.get(kind, 2)


def _attachments(mail: Json) -> Iterator[Problem]:
    attachments = mail.get("attachments", [])
    if not isinstance(attachments, list):
        yield problem("must be a list", "attachments")
        return
    for index, each in enumerate(attachments):
        field = f"attachments.{index}"
        if isinstance(each, dict):
            yield from _attachment(each, field)
        else:
            yield problem("must be an object", field)


def _attachment(each: Json, field: str) -> Iterator[Problem]:
    content, filename = each.get("content"), each.get("filename")
    if not isinstance(content, str) or not content or not _is_base64(content):
        yield problem("must be base64, and not empty", f"{field}.content")
    if not isinstance(filename, str) or not filename:
        yield problem("must be a string that is not empty", f"{field}.filename")
    elif re.search(r"[\r\n]", filename):
        yield problem("must not contain a line break", f"{field}.filename")
    yield from _type(each, field)
    if each.get("disposition", "attachment") not in ("inline", "attachment"):
        yield problem("must be inline or attachment", f"{field}.disposition")


def _headers_and_args(mail: Json) -> Iterator[Problem]:
    yield from _strings(mail, "")
    entries = mail.get("personalizations")
    for index, entry in enumerate(entries if isinstance(entries, list) else []):
        if isinstance(entry, dict):
            yield from _strings(entry, f"personalizations.{index}.")


def _strings(holder: Json, prefix: str) -> Iterator[Problem]:
    for name in ("headers", "custom_args"):
        values = holder.get(name) or {}
        if not isinstance(values, dict) or not all(
            isinstance(value, str) for value in values.values()
        ):
            yield problem("must be an object of strings", f"{prefix}{name}")
        elif name == "headers" and RESERVED_HEADERS & {key.lower() for key in values}:
            yield problem("has a reserved header", f"{prefix}{name}")


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _is_base64(value: str) -> bool:
    try:
        base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return False
    return True
