"""E-mails about login sessions."""

from datetime import datetime
from pathlib import Path

from backend.core.client import Client
from backend.core.templates import RenderedEmail, Templates, in_words

_templates = Templates(Path(__file__).parent / "email_templates")


def new_device(client: Client, at: datetime) -> RenderedEmail:
    """Return the notice of a login from a new device."""
    return _templates.render(
        "new_device",
        "New login to your account",
        device=client.device,
        address=client.address,
        when=in_words(at),
    )
