"""Checks the recipients and the sender of an e-mail as SendGrid does."""

import re
from collections.abc import Iterator

from devtools.mailbox.message import Json
from devtools.mailbox.problems import Problem, problem

ADDRESS_LENGTH = 320

# The local part must be ASCII: SendGrid does not support SMTPUTF8.
ADDRESS = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([^\W_]([\w-]*[^\W_])?\.)+[^\W_]([\w-]*[^\W_])",
    re.IGNORECASE,
)


def check_recipients(mail: Json) -> Iterator[Problem]:
    """Check every to, cc and bcc of every personalization."""
    entries = mail.get("personalizations")
    if not isinstance(entries, list) or not entries:
        yield problem("at least one personalization is required", "personalizations")
        return
    for index, entry in enumerate(entries):
        field = f"personalizations.{index}"
        if isinstance(entry, dict):
            yield from _recipients(entry, field)
        else:
            yield problem("must be an object", field)


def _recipients(entry: Json, field: str) -> Iterator[Problem]:
    if not isinstance(entry.get("to"), list) or not entry["to"]:
        yield problem("at least one recipient is required", f"{field}.to")
    seen: set[str] = set()
    for name in ("to", "cc", "bcc"):
        recipients = entry.get(name)
        for index, recipient in enumerate(
            recipients if isinstance(recipients, list) else []
        ):
            yield from _address(recipient, f"{field}.{name}.{index}")
            email = recipient.get("email") if isinstance(recipient, dict) else None
            if not isinstance(email, str):
                continue
            if email.lower() in seen:
                yield problem("an address occurs twice in to, cc and bcc", field)
                return
            seen.add(email.lower())


def check_sender(mail: Json) -> Iterator[Problem]:
    """Check the from object."""
    yield from _address(mail.get("from") or {}, "from")


def check_reply_to(mail: Json) -> Iterator[Problem]:
    """Check the reply_to object, if there is one."""
    if mail.get("reply_to") is not None:
        yield from _address(mail["reply_to"], "reply_to")


def _address(holder: object, field: str) -> Iterator[Problem]:
    if not isinstance(holder, dict):
        yield problem("must be an object", field)
    elif not holder.get("email"):
        yield problem("is required", f"{field}.email")
    elif not isinstance(holder["email"], str):
        yield problem("must be a string", f"{field}.email")
    elif len(holder["email"]) > ADDRESS_LENGTH or not ADDRESS.fullmatch(
        holder["email"]
    ):
        yield problem("must be a valid address", f"{field}.email")
