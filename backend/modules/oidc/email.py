"""The e-mails about linked identities."""

from datetime import datetime
from pathlib import Path

from backend.core.client import Client
from backend.core.locales import Reader
from backend.core.templates import RenderedEmail, Templates

_templates = Templates(Path(__file__).parent / "email_templates")


def linked(
    reader: Reader, client: Client, at: datetime, *, provider: str
) -> RenderedEmail:
    """Return the notice that a login at a provider opens the account from now on."""
    return _notice("linked", reader, client, at, provider)


def unlinked(
    reader: Reader, client: Client, at: datetime, *, provider: str
) -> RenderedEmail:
    """Return the notice that a login at a provider no longer opens the account."""
    return _notice("unlinked", reader, client, at, provider)


def _notice(
    name: str, reader: Reader, client: Client, at: datetime, provider: str
) -> RenderedEmail:
    return _templates.render(
        name,
        reader,
        device=client.device,
        address=client.address,
        at=at,
        provider=provider,
    )
