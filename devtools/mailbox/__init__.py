"""A local stand-in for SendGrid: takes mails over HTTP, keeps and shows them.

Tests use it as a library::

    with Mailbox(key="test-key") as mailbox:
        ...
        code = mailbox.wait_for("ada@example.com")[0].code

Developers run ``python -m devtools.mailbox`` and open its address in a browser.
Templates, scheduling and suppressions are not imitated.
"""

from devtools.mailbox.mailbox import Mailbox, MailNotFoundError
from devtools.mailbox.message import Attachment, Message

__all__ = ["Attachment", "MailNotFoundError", "Mailbox", "Message"]
