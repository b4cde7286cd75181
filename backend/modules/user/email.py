"""The e-mails about accounts."""

from pathlib import Path

from backend.core.config import settings
from backend.core.templates import RenderedEmail, Templates
from backend.modules.user.codes import LIFETIME

_templates = Templates(Path(__file__).parent / "email_templates")
_MINUTES = int(LIFETIME.total_seconds() // 60)


def verify_signup(code: str) -> RenderedEmail:
    """Return the e-mail that carries the code of a sign-up."""
    subject = f"Your {settings.APP_NAME} code"
    return _templates.render("verify_signup", subject, code=code, minutes=_MINUTES)


def already_registered() -> RenderedEmail:
    """Return what the owner of an address gets when it is signed up again."""
    return _templates.render(
        "already_registered", f"You already have a {settings.APP_NAME} account"
    )
