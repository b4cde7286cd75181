"""Sends e-mails through the provider that EMAIL_URL names.

Requests never call this: they write outbox rows, and the worker sends those.
"""

from uuid import UUID

from backend.core import token
from backend.core.config import settings
from backend.core.config.email_url import Sender, SmtpServer
from backend.core.mail.errors import EmailDelayed, EmailRejected, ProviderRefused
from backend.core.mail.outgoing import Outgoing, recipient, refuse_controls
from backend.core.templates import Attachment

__all__ = ["EmailDelayed", "EmailRejected", "ProviderRefused", "provider", "send"]

# For one reply of the provider, and for all replies together.
TIMEOUT_SECONDS = 10.0
TOTAL_TIMEOUT_SECONDS = 30.0


def provider() -> str:
    """Return the name of the provider: `sendgrid` or `smtp`."""
    return settings.EMAIL_URL.provider


def send(
    *,
    to: str,
    subject: str,
    text: str,
    html: str,
    attachment: Attachment | None = None,
    email_id: UUID | None = None,
) -> None:
    """Send one e-mail. Give the same `email_id` when the same e-mail is sent again.

    Raises:
        EmailRejected: a retry would not help.
        EmailDelayed: retry, but not before `retry_after` seconds.
        ProviderRefused: retry, but the operator must act first.
    """
    sender = settings.SENDGRID_FROM_EMAIL
    mail = Outgoing(
        id=email_id or token.new_id(),
        sender=Sender(sender.address, sender.name or settings.APP_NAME),
        to=recipient(to),
        subject=subject,
        text=text,
        html=html,
        attachment=attachment,
    )
    refuse_controls(mail.to, mail.subject, attachment.name if attachment else "")
    # Each imports libraries that only a program that sends e-mails needs.
    if isinstance(settings.EMAIL_URL, SmtpServer):
        from backend.core.mail import smtp

        smtp.send(
            settings.EMAIL_URL,
            mail,
            timeout=TIMEOUT_SECONDS,
            total_timeout=TOTAL_TIMEOUT_SECONDS,
        )
    else:
        from backend.core.mail import sendgrid

        sendgrid.send(
            mail,
            host=settings.SENDGRID_HOST,
            key=settings.SENDGRID_API_KEY.get_secret_value(),
            verify=settings.SENDGRID_VERIFY_SSL,
            timeout=TIMEOUT_SECONDS,
        )
