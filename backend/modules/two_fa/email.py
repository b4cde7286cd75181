"""The e-mails about the second factor."""

from datetime import datetime, timedelta
from pathlib import Path

from backend.core.client import Client
from backend.core.templates import RenderedEmail, Templates, in_words

_templates = Templates(Path(__file__).parent / "email_templates")
_FEW = 2


def enabled(client: Client, at: datetime) -> RenderedEmail:
    """Return the notice that two-factor authentication was switched on."""
    return _notice("enabled", "Two-factor authentication is on", client, at)


def disabled(client: Client, at: datetime) -> RenderedEmail:
    """Return the notice that two-factor authentication was switched off."""
    return _notice("disabled", "Two-factor authentication is off", client, at)


def reset_by_admin(at: datetime) -> RenderedEmail:
    """Return the notice that an administrator switched the second factor off."""
    subject = "Two-factor authentication was switched off for you"
    return _templates.render("reset_by_admin", subject, when=in_words(at))


def recovery_codes_replaced(client: Client, at: datetime) -> RenderedEmail:
    """Return the notice that the recovery codes were replaced."""
    subject = "Your recovery codes were replaced"
    return _notice("recovery_codes_replaced", subject, client, at)


def recovery_code_used(client: Client, at: datetime, left: int) -> RenderedEmail:
    """Return the notice that a recovery code was used; it warns if few are left."""
    urgent = left <= _FEW
    subject = (
        f"Only {left} recovery codes are left" if urgent else "A recovery code was used"
    )
    return _notice("recovery_code_used", subject, client, at, left=left, urgent=urgent)


def paused(client: Client, at: datetime, pause: timedelta) -> RenderedEmail:
    """Return the notice that someone who knows the password is guessing codes."""
    subject = "Someone is guessing your two-factor codes"
    minutes = int(pause.total_seconds() // 60)
    hours = minutes // 60
    length = f"{minutes} minutes" if hours == 0 else f"{hours} hours"
    if hours == 1:
        length = "1 hour"
    return _notice("paused", subject, client, at, length=length)


def _notice(
    name: str, subject: str, client: Client, at: datetime, **more: object
) -> RenderedEmail:
    return _templates.render(
        name,
        subject,
        device=client.device,
        address=client.address,
        when=in_words(at),
        **more,
    )
