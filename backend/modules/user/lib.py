"""Rules and values about accounts that need no database."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from backend.core import breaches, strength
from backend.core.config import settings
from backend.core.password import prepared_password
from backend.modules.user.exceptions import BreachedPassword, WeakPassword

Sort = Literal["newest", "oldest", "email"]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which accounts are wanted; None is no wish."""

    search: str | None = None
    is_active: bool | None = None
    is_admin: bool | None = None
    is_verified: bool | None = None


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a password is checked against."""

    id: UUID
    password_hash: str
    is_active: bool
    # The sign-up that the password is of, while the address is unverified.
    signup_id: UUID | None


def refuse_weak(password: str, *, email: str, full_name: str | None) -> None:
    """Raise WeakPassword for what is common or made of what is known of its owner."""
    local, _, domain = email.partition("@")
    about = [email, local, domain.partition(".")[0], settings.APP_NAME]
    about += (full_name or "").split()
    # Blanks around a common password make it no better.
    core = prepared_password(password).strip()
    if not core or strength.is_weak(core, about=about):
        raise WeakPassword


def refuse_breached(password: str) -> None:
    """Raise BreachedPassword for what is known from a breach.

    This may take a second: the caller must hold no connection.
    """
    if breaches.is_breached(password):
        raise BreachedPassword
