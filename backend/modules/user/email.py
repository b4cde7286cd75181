"""E-mails about accounts."""

from datetime import datetime, timedelta
from pathlib import Path

from backend.core.client import Client
from backend.core.config import settings
from backend.core.locales import Reader
from backend.core.templates import RenderedEmail, Templates
from backend.modules.user.codes.codes import LIFETIME

_templates = Templates(Path(__file__).parent / "email_templates")


def verify_signup(reader: Reader, code: str) -> RenderedEmail:
    """Return the e-mail with the code of a sign-up."""
    return _with_code("verify_signup", reader, code)


def change_email(reader: Reader, code: str) -> RenderedEmail:
    """Return the e-mail with the code that confirms a new address."""
    return _with_code("change_email", reader, code)


def reset_code(reader: Reader, code: str) -> RenderedEmail:
    """Return the e-mail with the code for a new password."""
    return _with_code("reset_code", reader, code)


def email_in_use(reader: Reader) -> RenderedEmail:
    """Return the notice to an address that another account asked to change to."""
    return _templates.render("email_in_use", reader)


def email_change_requested(
    reader: Reader, new_email: str, undo_token: str, lifetime: timedelta
) -> RenderedEmail:
    """Return the notice to the old address, with the link that undoes the change."""
    return _templates.render(
        "email_change_requested",
        reader,
        new_email=new_email,
        undo_url=f"{settings.APP_PUBLIC_URL}/undo-email-change?token={undo_token}",
        lifetime=lifetime,
    )


def password_changed(reader: Reader, client: Client, at: datetime) -> RenderedEmail:
    """Return the notice of a new password."""
    return _templates.render(
        "password_changed", reader, device=client.device, address=client.address, at=at
    )


def deletion_requested(
    reader: Reader,
    client: Client,
    at: datetime,
    *,
    delete_at: datetime,
    undo_token: str,
) -> RenderedEmail:
    """Return the notice of a coming deletion, with the link that undoes it."""
    return _templates.render(
        "deletion_requested",
        reader,
        device=client.device,
        address=client.address,
        at=at,
        delete_at=delete_at,
        undo_url=f"{settings.APP_PUBLIC_URL}/undo-delete-account?token={undo_token}",
    )


def already_registered(reader: Reader) -> RenderedEmail:
    """Return the notice to the owner of an address that was used to sign up again."""
    return _templates.render("already_registered", reader)


def _with_code(name: str, reader: Reader, code: str) -> RenderedEmail:
    return _templates.render(name, reader, code=code, lifetime=LIFETIME)
