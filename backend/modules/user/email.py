"""E-mails about accounts."""

from datetime import datetime
from pathlib import Path

from backend.core.client import Client
from backend.core.config import settings
from backend.core.templates import RenderedEmail, Templates, in_words
from backend.modules.user.codes.codes import LIFETIME

_templates = Templates(Path(__file__).parent / "email_templates")
_MINUTES = int(LIFETIME.total_seconds() // 60)


def verify_signup(code: str) -> RenderedEmail:
    """Return the e-mail with the code of a sign-up."""
    subject = f"Your {settings.APP_NAME} code"
    return _templates.render("verify_signup", subject, code=code, minutes=_MINUTES)


def change_email(code: str) -> RenderedEmail:
    """Return the e-mail with the code that confirms a new address."""
    return _templates.render(
        "change_email", "Confirm your new e-mail address", code=code, minutes=_MINUTES
    )


def email_in_use() -> RenderedEmail:
    """Return the notice to an address that another account asked to change to."""
    return _templates.render("email_in_use", "Someone asked to use your e-mail address")


def email_change_requested(new_email: str, undo_token: str) -> RenderedEmail:
    """Return the notice to the old address, with the link that undoes the change."""
    return _templates.render(
        "email_change_requested",
        "Your e-mail address is about to change",
        new_email=new_email,
        undo_url=f"{settings.APP_PUBLIC_URL}/undo-email-change?token={undo_token}",
    )


def password_changed(client: Client, at: datetime) -> RenderedEmail:
    """Return the notice of a new password."""
    return _notice("password_changed", "Your password was changed", client, at)


def deletion_requested(
    client: Client, delete_at: datetime, undo_token: str
) -> RenderedEmail:
    """Return the notice of a coming deletion, with the link that undoes it."""
    return _templates.render(
        "deletion_requested",
        "Your account is about to be deleted",
        device=client.device,
        address=client.address,
        delete_at=in_words(delete_at),
        undo_url=f"{settings.APP_PUBLIC_URL}/undo-delete-account?token={undo_token}",
    )


def already_registered() -> RenderedEmail:
    """Return the notice to the owner of an address that was used to sign up again."""
    return _templates.render(
        "already_registered", f"You already have a {settings.APP_NAME} account"
    )


def _notice(name: str, subject: str, client: Client, at: datetime) -> RenderedEmail:
    return _templates.render(
        name, subject, device=client.device, address=client.address, when=in_words(at)
    )


def reset_code(code: str) -> RenderedEmail:
    """Return the e-mail with the code for a new password."""
    subject = f"Your {settings.APP_NAME} password reset code"
    return _templates.render("reset_code", subject, code=code, minutes=_MINUTES)
