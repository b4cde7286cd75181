"""Writes an e-mail as a MIME message (RFC 5322, RFC 2045)."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from backend.core import clock
from backend.core.mail.outgoing import Outgoing, media_type, parameters
from backend.core.templates import Attachment

# 7 bits, because not every server accepts 8BITMIME. Lines end in CRLF.
_POLICY = SMTP.clone(cte_type="7bit")


def write(mail: Outgoing) -> EmailMessage:
    """Return the message: text, HTML and calendar as alternatives, then the file.

    Its Message-ID is the same when it is sent again, so that mail programs can show the
    second copy as the first. Raise ValueError if a header is invalid.
    """
    message = EmailMessage(policy=_POLICY)
    message["From"] = Address(mail.sender.name or "", addr_spec=mail.sender.address)
    message["To"] = Address(addr_spec=mail.to)
    message["Subject"] = mail.subject
    message["Date"] = clock.now()
    message["Message-ID"] = f"<{mail.id}@{mail.sender.address.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no vacation replies
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    if mail.calendar is not None:
        text, method = mail.calendar
        params = {"method": method} if method else {}
        message.add_alternative(text, subtype="calendar", params=params)
    if mail.attachment is not None:
        # The method of a calendar belongs to the alternative part, not to the file.
        params = {"charset": "utf-8"} if mail.calendar else parameters(mail.attachment)
        _attach(message, mail.attachment, params)
    return message


def _attach(message: EmailMessage, file: Attachment, params: dict[str, str]) -> None:
    main, _, sub = media_type(file).partition("/")
    message.add_attachment(
        file.content, maintype=main, subtype=sub, filename=file.name, params=params
    )
