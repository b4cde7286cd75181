"""What SendGrid's v3 mail/send refuses, in SendGrid's words.

Source: the "Errors" page of SendGrid's mail/send reference, and the replies of the
real service as quoted in public issues where the two differ.
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
from devtools.mailbox.problems import Problem, problem, wrong_type

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


def validate(mail: Json) -> list[Problem]:
    """Everything SendGrid would refuse in the body of mail/send, in its order."""
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
        yield problem(
            "The subject is required. You can get around this requirement if you use a"
            " template with a subject defined or if every personalization has a"
            " subject defined.",
            "subject",
            "message.subject",
        )


def _content(mail: Json) -> Iterator[Problem]:
    parts = mail.get("content")
    if not isinstance(parts, list) or not parts:
        yield problem(
            "Unless a valid template_id is provided, the content parameter is"
            " required. There must be at least one defined content block. We"
            " typically suggest both text/plain and text/html blocks are included,"
            " but only one block is required.",
            "content",
            "message.content",
        )
        return
    kinds: list[str] = []
    for index, part in enumerate(parts):
        if not isinstance(part, dict):
            yield wrong_type("object", part, f"content.{index}", "message.content")
            continue
        yield from _content_part(part, f"content.{index}")
        kinds.append(str(part.get("type")))
    if kinds != sorted(kinds, key=_content_rank):
        yield problem(
            "Following RFC 1341, section 7.2, if either text/html or text/plain are to"
            " be sent in your email: text/plain needs to be first, followed by"
            " text/html, followed by any other content.",
            "content",
            "message.content.value",
        )


def _content_part(part: Json, field: str) -> Iterator[Problem]:
    kind = part.get("type")
    if not isinstance(kind, str) or not kind:
        yield problem(
            "Your content type must be a string with length of at least one character.",
            f"{field}.type",
            "message.content.type",
        )
    elif re.search(r"[;,\r\n]", kind):
        yield problem(
            "Cannot contain ';', or CRLF characters.",
            f"{field}.type",
            "message.content.type",
        )
    if not _is_text(part.get("value")):
        yield problem(
            "The content value must be a string at least one character in length.",
            f"{field}.value",
            "message.content.value",
        )


def _content_rank(kind: str) -> int:
    return {"text/plain": 0, "text/html": 1}.get(kind, 2)


def _attachments(mail: Json) -> Iterator[Problem]:
    attachments = mail.get("attachments", [])
    if not isinstance(attachments, list):
        yield wrong_type("array", attachments, "attachments", "message.attachments")
        return
    for index, each in enumerate(attachments):
        field = f"attachments.{index}"
        if not isinstance(each, dict):
            yield wrong_type("object", each, field, "message.attachments")
            continue
        for name, message in _attachment_faults(each):
            yield problem(message, f"{field}.{name}", f"message.attachments.{name}")


def _attachment_faults(each: Json) -> Iterator[tuple[str, str]]:
    content, filename, kind = (each.get(n) for n in ("content", "filename", "type"))
    if not isinstance(content, str) or not content:
        yield "content", (
            "The attachment content must be a string at least one character in length."
        )
    elif not _is_base64(content):
        yield "content", "The attachment content must be base64 encoded."
    if not filename:
        yield "filename", "filename is required."
    elif not isinstance(filename, str):
        yield "filename", "The filename of your attachment must be a string."
    elif re.search(r"[\r\n]", filename):
        yield "filename", (
            "The filename of your attachment cannot contain CRLF characters."
        )
    if not isinstance(kind, str) or not kind:
        yield "type", (
            "The attachment type must be a string and at least one character in length."
        )
    elif re.search(r"[;,\r\n]", kind):
        yield "type", "The type cannot contain ';', or CRLF characters."
    if each.get("disposition", "attachment") not in ("inline", "attachment"):
        yield "disposition", (
            "The disposition of your attachment can be either 'inline' or 'attachment'."
        )


def _headers_and_args(mail: Json) -> Iterator[Problem]:
    yield from _strings(mail, "")
    entries = mail.get("personalizations")
    for index, entry in enumerate(entries if isinstance(entries, list) else []):
        if isinstance(entry, dict):
            yield from _strings(entry, f"personalizations.{index}.")


def _strings(holder: Json, prefix: str) -> Iterator[Problem]:
    for name, message in (
        ("headers", "The header values must be strings."),
        ("custom_args", "All values of custom arguments object must be strings"),
    ):
        values = holder.get(name) or {}
        if not isinstance(values, dict) or not all(
            isinstance(value, str) for value in values.values()
        ):
            yield problem(message, f"{prefix}{name}", f"message.{name}")
        elif name == "headers" and RESERVED_HEADERS & {key.lower() for key in values}:
            yield problem(
                "Header can not be one of the reserved keys.",
                f"{prefix}{name}",
                f"message.{name}",
            )


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _is_base64(value: str) -> bool:
    try:
        base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return False
    return True
