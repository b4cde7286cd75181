"""The e-mail that carries the code to set a new password."""

from pathlib import Path

from backend.core.config import settings
from backend.core.templates import RenderedEmail, Templates
from backend.modules.user.codes import LIFETIME

_templates = Templates(Path(__file__).parent / "email_templates")


def reset_code(code: str) -> RenderedEmail:
    """Return the e-mail that carries the code."""
    return _templates.render(
        "reset_code",
        f"Your {settings.APP_NAME} password reset code",
        code=code,
        minutes=int(LIFETIME.total_seconds() // 60),
    )
