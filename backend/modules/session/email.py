"""E-mails about login sessions."""

from datetime import datetime
from pathlib import Path

from backend.core.client import Client
from backend.core.locales import Reader
from backend.core.templates import RenderedEmail, Templates

_templates = Templates(Path(__file__).parent / "email_templates")


def new_device(reader: Reader, client: Client, at: datetime) -> RenderedEmail:
    """Return the notice of a login from a new device."""
    return _templates.render(
        "new_device", reader, device=client.device, address=client.address, at=at
    )
