"""A local stand-in for SendGrid and for an SMTP server: stores and shows e-mails.

Tests use it as a library::

    with Mailbox(key="test-key") as mailbox:
        ...
        code = mailbox.wait_for("ada@example.com")[0].code

Developers run ``python -m devtools.mailbox`` and open its address in a browser.
It does not imitate SendGrid's templates, scheduling and suppressions.
"""

from devtools.mailbox.mailbox import Mailbox, MailNotFoundError
from devtools.mailbox.message import Attachment, Message
from devtools.mailbox.smtp import SmtpOptions

__all__ = ["Attachment", "MailNotFoundError", "Mailbox", "Message", "SmtpOptions"]
