"""The e-mails about the second factor."""

from datetime import datetime, timedelta
from pathlib import Path

from backend.core.client import Client
from backend.core.locales import Reader
from backend.core.templates import RenderedEmail, Templates

_templates = Templates(Path(__file__).parent / "email_templates")
_FEW = 2


def enabled(reader: Reader, client: Client, at: datetime) -> RenderedEmail:
    """Return the notice that two-factor authentication was switched on."""
    return _notice("enabled", reader, client, at)


def disabled(reader: Reader, client: Client, at: datetime) -> RenderedEmail:
    """Return the notice that two-factor authentication was switched off."""
    return _notice("disabled", reader, client, at)


def reset_by_admin(reader: Reader, at: datetime) -> RenderedEmail:
    """Return the notice that an administrator switched the second factor off."""
    return _templates.render("reset_by_admin", reader, at=at)


def recovery_codes_replaced(
    reader: Reader, client: Client, at: datetime
) -> RenderedEmail:
    """Return the notice that the recovery codes were replaced."""
    return _notice("recovery_codes_replaced", reader, client, at)


def recovery_code_used(
    reader: Reader, client: Client, at: datetime, left: int
) -> RenderedEmail:
    """Return the notice that a recovery code was used; it warns if few are left."""
    return _notice(
        "recovery_code_used", reader, client, at, left=left, urgent=left <= _FEW
    )


def paused(
    reader: Reader, client: Client, at: datetime, *, failures: int, pause: timedelta
) -> RenderedEmail:
    """Return the notice that someone who knows the password is guessing codes."""
    return _notice("paused", reader, client, at, failures=failures, pause=pause)


def _notice(
    name: str, reader: Reader, client: Client, at: datetime, **more: object
) -> RenderedEmail:
    return _templates.render(
        name, reader, device=client.device, address=client.address, at=at, **more
    )
