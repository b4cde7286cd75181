"""What SendGrid refuses in the recipients and the sender of a mail."""

import re
from collections.abc import Iterator

from devtools.mailbox.message import Json
from devtools.mailbox.problems import Problem, problem, wrong_type

ADDRESS_LENGTH = 320

# The local part must be ASCII: SendGrid does not speak SMTPUTF8.
ADDRESS = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([^\W_]([\w-]*[^\W_])?\.)+[^\W_]([\w-]*[^\W_])",
    re.IGNORECASE,
)


def check_recipients(mail: Json) -> Iterator[Problem]:
    """Every to, cc and bcc of every personalization."""
    entries = mail.get("personalizations")
    if not isinstance(entries, list) or not entries:
        yield problem(
            "The personalizations field is required and must have at least one"
            " personalization.",
            "personalizations",
            "-Personalizations-Errors",
        )
        return
    for index, entry in enumerate(entries):
        field = f"personalizations.{index}"
        if not isinstance(entry, dict):
            yield wrong_type("object", entry, field, "message.personalizations")
            continue
        yield from _recipients(entry, field)


def _recipients(entry: Json, field: str) -> Iterator[Problem]:
    if not isinstance(entry.get("to"), list) or not entry["to"]:
        yield problem(
            "The to array is required for all personalization objects, and must have"
            " at least one email object with a valid email address.",
            f"{field}.to",
            "message.personalizations.to",
        )
    seen: set[str] = set()
    for name in ("to", "cc", "bcc"):
        recipients = entry.get(name)
        for index, recipient in enumerate(
            recipients if isinstance(recipients, list) else []
        ):
            yield from _recipient(recipient, name, f"{field}.{name}.{index}")
            email = recipient.get("email") if isinstance(recipient, dict) else None
            if not isinstance(email, str):
                continue
            if email.lower() in seen:
                yield problem(
                    "Each email address in the personalization block should be unique"
                    " between to, cc, and bcc. We found the first duplicate instance"
                    f" of [{email}] in the {field}.{name} field.",
                    field,
                    "message.recipient-errors",
                )
                return
            seen.add(email.lower())


def _recipient(recipient: object, name: str, field: str) -> Iterator[Problem]:
    anchor = f"message.personalizations.{name}"
    if not isinstance(recipient, dict):
        yield wrong_type("object", recipient, field, anchor)
    elif not recipient.get("email"):
        yield problem(
            f"The {name} email parameter is required.", f"{field}.email", anchor
        )
    elif not isinstance(recipient["email"], str):
        yield wrong_type("string", recipient["email"], f"{field}.email", anchor)
    elif not _is_address(recipient["email"]):
        yield problem("Does not contain a valid address.", f"{field}.email", anchor)


def check_sender(mail: Json) -> Iterator[Problem]:
    """The from object."""
    sender = mail.get("from")
    if sender and not isinstance(sender, dict):
        yield wrong_type("object", sender, "from", "message.from")
    elif not isinstance(sender, dict) or not sender.get("email"):
        yield problem(
            "The from object must be provided for every email send. It is an object"
            " that requires the email parameter, but may also contain a name"
            ' parameter.  e.g. {"email" : "example@example.com"}  or {"email" :'
            ' "example@example.com", "name" : "Example Recipient"}.',
            "from.email",
            "message.from",
        )
    elif not _is_address(sender["email"]):
        yield problem(
            "The from email does not contain a valid address.",
            "from.email",
            "message.from",
        )


def check_reply_to(mail: Json) -> Iterator[Problem]:
    """The reply_to object, when there is one."""
    reply_to = mail.get("reply_to")
    if reply_to is None:
        return
    if not isinstance(reply_to, dict) or not _is_address(reply_to.get("email")):
        yield problem(
            "The reply_to email does not contain a valid address.",
            "reply_to.email",
            "message.reply_to",
        )


def _is_address(value: object) -> bool:
    return (
        isinstance(value, str)
        and len(value) <= ADDRESS_LENGTH
        and ADDRESS.fullmatch(value) is not None
    )
