"""An e-mail as it is given to a provider."""

import re
import unicodedata
from dataclasses import dataclass
from email.headerregistry import ContentTypeHeader
from email.policy import SMTP
from uuid import UUID

from email_validator import EmailNotValidError, validate_email

from backend.core.config.email_url import Sender
from backend.core.mail.errors import EmailRejected
from backend.core.templates import Attachment


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An e-mail to one recipient. Both addresses are ASCII, and no header has controls.

    `id` stays the same when the e-mail is sent again.
    """

    id: UUID
    sender: Sender
    to: str
    subject: str
    text: str
    html: str
    attachment: Attachment | None

    @property
    def calendar(self) -> tuple[str, str | None] | None:
        """The text of an attached calendar and its method, such as REQUEST (RFC 6047).

        Mail programs show the buttons of an invitation only for a part of the e-mail
        itself, not for an attached file.
        """
        file = self.attachment
        if file is None or media_type(file) != "text/calendar":
            return None
        text = file.content.decode()
        method = re.search(r"^METHOD:([A-Z]+)\r?$", text, re.MULTILINE)
        return text, method[1] if method else None


def recipient(address: str) -> str:
    """Return the address with its domain in ASCII (IDNA 2008).

    Raises:
        EmailRejected: it is no address, or the part before the @ is not ASCII. Few
            servers accept such an address (SMTPUTF8, RFC 6531), so none is tried.
    """
    if address.isascii() and "@" in address:
        return address
    try:
        found = validate_email(
            address, allow_smtputf8=False, check_deliverability=False
        ).ascii_email
    except EmailNotValidError:
        found = None
    if found is None:
        raise EmailRejected("the recipient's address is not ASCII before the @")
    return found


def refuse_controls(*headers: str) -> None:
    """Raise EmailRejected for a line break or another control character in a header."""
    if any(
        unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for h in headers for c in h
    ):
        raise EmailRejected("a header contains control characters")


def media_type(file: Attachment) -> str:
    """Return the type of an attachment without its parameters."""
    return _content_type(file).content_type


def parameters(file: Attachment) -> dict[str, str]:
    """Return the parameters of an attachment's type."""
    return dict(_content_type(file).params)


def _content_type(file: Attachment) -> ContentTypeHeader:
    header: ContentTypeHeader = SMTP.header_factory("Content-Type", file.type)
    return header
