"""An e-mail as the mailbox stores it."""

import base64
import email
import email.policy
import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import parseaddr

Json = dict[str, object]

CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")


@dataclass(frozen=True)
class Attachment:
    """A file that is attached to an e-mail."""

    filename: str
    type: str
    content: bytes

    @property
    def size(self) -> int:
        """The size in bytes, after decoding."""
        return len(self.content)

    def summary(self) -> Json:
        """Return its JSON form without the content."""
        return {"filename": self.filename, "type": self.type, "size": self.size}


@dataclass(frozen=True)
class Message:
    """An e-mail as its first recipient would see it."""

    id: str
    to: str
    sender: str
    sender_name: str
    subject: str
    text: str
    html: str
    received_at: str  # ISO 8601, UTC, ends in Z
    attachments: tuple[Attachment, ...] = ()
    calendar: str = ""  # the part that mail programs show as an invitation
    calendar_type: str = ""  # such as text/calendar; method=REQUEST
    tracked: bool = False  # whether SendGrid would rewrite links, or add to the text
    via: str = "sendgrid"
    headers: dict[str, str] = field(default_factory=dict)
    custom_args: dict[str, str] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The first number of exactly six digits in the text.

        Raises LookupError if there is none.
        """
        found = CODE.search(self.text)
        if found is None:
            raise LookupError(f"no 6-digit code in the mail {self.subject!r}")
        return found.group()

    def to_json(self) -> Json:
        """Return its form in the reply of GET /messages."""
        return {
            "id": self.id,
            "to": self.to,
            "from": self.sender,
            "from_name": self.sender_name,
            "subject": self.subject,
            "text": self.text,
            "html": self.html,
            "received_at": self.received_at,
            "attachments": [each.summary() for each in self.attachments],
            "calendar": self.calendar,
            "calendar_type": self.calendar_type,
            "tracked": self.tracked,
            "via": self.via,
            "headers": self.headers,
            "custom_args": self.custom_args,
        }


def read_mail(mail: Json, message_id: str) -> Iterator[Message]:
    """Yield one message for each personalization of a mail/send body.

    The body must have passed validation. As at SendGrid, the subject, headers and
    custom_args of a personalization override those of the whole e-mail.
    """
    received_at = _now()
    sender = _object(mail["from"])
    kinds = [str(_object(part)["type"]) for part in _array(mail["content"])]
    calendar = next((kind for kind in kinds if kind.startswith("text/calendar")), "")
    attachments = tuple(
        _read_attachment(_object(each)) for each in _array(mail.get("attachments"))
    )
    for index, each in enumerate(_array(mail["personalizations"])):
        personal = _object(each)
        yield Message(
            id=f"{message_id}.{index}" if index else message_id,
            to=str(_object(_array(personal["to"])[0])["email"]),
            sender=str(sender["email"]),
            sender_name=str(sender.get("name") or ""),
            subject=str(personal.get("subject") or mail.get("subject")),
            text=_content(mail, "text/plain"),
            html=_content(mail, "text/html"),
            received_at=received_at,
            attachments=attachments,
            calendar=_content(mail, calendar),
            calendar_type=calendar,
            tracked=_is_tracked(_object(mail.get("tracking_settings"))),
            headers=_strings(mail, personal, "headers"),
            custom_args=_strings(mail, personal, "custom_args"),
        )


def _is_tracked(settings: Json) -> bool:
    """Return whether a tracking setting is on, or left to the account's own setting."""
    names = ("click_tracking", "open_tracking", "subscription_tracking", "ganalytics")
    return any(_object(settings.get(name)).get("enable") is not False for name in names)


def read_mime(content: bytes, *, to: Sequence[str]) -> Iterator[Message]:
    """Yield one message for each recipient of an e-mail that came by SMTP."""
    mail = email.message_from_bytes(content, policy=email.policy.default)
    name, address = parseaddr(str(mail["From"]))
    calendar = _part(mail, "text/calendar")
    for recipient in to:
        yield Message(
            id=secrets.token_urlsafe(16),
            to=recipient,
            sender=address,
            sender_name=name,
            subject=str(mail["Subject"]),
            text=_text(_part(mail, "text/plain")),
            html=_text(_part(mail, "text/html")),
            received_at=_now(),
            attachments=tuple(map(_file, mail.iter_attachments())),
            calendar=_text(calendar),
            calendar_type=str(calendar["Content-Type"]) if calendar else "",
            via="smtp",
            headers={key: str(value) for key, value in mail.items()},
        )


def _part(mail: EmailMessage, kind: str) -> EmailMessage | None:
    """Return the part of this type that is not an attachment, or None."""
    return next(
        (
            part
            for part in mail.walk()
            if part.get_content_type() == kind and not part.is_attachment()
        ),
        None,
    )


def _text(part: EmailMessage | None) -> str:
    return "" if part is None else str(part.get_content()).replace("\r\n", "\n")


def _file(part: EmailMessage) -> Attachment:
    content = part.get_payload(decode=True)
    return Attachment(
        filename=part.get_filename() or "",
        type=part.get_content_type(),
        content=content if isinstance(content, bytes) else b"",
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


def _read_attachment(each: Json) -> Attachment:
    return Attachment(
        filename=str(each["filename"]),
        type=str(each.get("type") or "application/octet-stream"),
        content=base64.b64decode(str(each["content"])),
    )


def _content(mail: Json, kind: str) -> str:
    parts = [_object(part) for part in _array(mail["content"])]
    return next((str(part["value"]) for part in parts if part["type"] == kind), "")


def _strings(mail: Json, personal: Json, name: str) -> dict[str, str]:
    merged = _object(mail.get(name)) | _object(personal.get(name))
    return {key: str(value) for key, value in merged.items()}


def _object(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _array(value: object) -> list[object]:
    return value if isinstance(value, list) else []
