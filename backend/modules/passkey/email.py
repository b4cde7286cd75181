"""The e-mails about passkeys."""

from datetime import datetime
from pathlib import Path

from backend.core.client import Client
from backend.core.locales import Reader
from backend.core.templates import RenderedEmail, Templates

_templates = Templates(Path(__file__).parent / "email_templates")


def added(reader: Reader, client: Client, at: datetime, *, name: str) -> RenderedEmail:
    """Return the notice that a passkey was added."""
    return _notice("added", reader, client, at, name=name)


def removed(reader: Reader, client: Client, at: datetime) -> RenderedEmail:
    """Return the notice that a passkey was removed."""
    return _notice("removed", reader, client, at)


def copied(reader: Reader, client: Client, at: datetime, *, name: str) -> RenderedEmail:
    """Return the warning that somebody may have a copy of a passkey."""
    return _notice("copied", reader, client, at, name=name)


def _notice(
    name_of_email: str, reader: Reader, client: Client, at: datetime, **more: object
) -> RenderedEmail:
    return _templates.render(
        name_of_email,
        reader,
        device=client.device,
        address=client.address,
        at=at,
        **more,
    )
