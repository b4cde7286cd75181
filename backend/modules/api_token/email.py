"""The e-mail about API tokens."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from backend.core.client import Client
from backend.core.locales import Reader
from backend.core.templates import RenderedEmail, Templates

_templates = Templates(Path(__file__).parent / "email_templates")


def added(
    reader: Reader, client: Client, at: datetime, *, name: str, scopes: Sequence[str]
) -> RenderedEmail:
    """Return the notice that an API token was made."""
    return _templates.render(
        "added",
        reader,
        device=client.device,
        address=client.address,
        at=at,
        name=name,
        scopes=", ".join(scopes),
    )
