"""The e-mail with an invitation."""

from datetime import datetime
from pathlib import Path

from backend.core.config import settings
from backend.core.locales import Reader
from backend.core.templates import RenderedEmail, Templates

_templates = Templates(Path(__file__).parent / "email_templates")


def invited(
    reader: Reader, *, inviter: str, invitation_token: str, expires_at: datetime
) -> RenderedEmail:
    """Return the invitation. `inviter` is the address of the administrator."""
    return _templates.render(
        "invited",
        reader,
        inviter=inviter,
        # The part behind # reaches no server, so no log has it.
        url=f"{settings.APP_PUBLIC_URL}/invitation#{invitation_token}",
        expires_at=expires_at,
    )
