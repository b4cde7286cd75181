"""Rules and values about accounts that need no database."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from backend.core import breaches, strength
from backend.core.config import settings
from backend.core.password import prepared_password
from backend.models import User
from backend.modules.user.exceptions import BreachedPassword, WeakPassword

Sort = Literal["newest", "oldest", "email", "storage"]


@dataclass(frozen=True, slots=True)
class Filters:
    """Filters of the list of accounts. None means: do not filter."""

    search: str | None = None
    is_active: bool | None = None
    is_admin: bool | None = None
    is_verified: bool | None = None
    to_be_deleted: bool | None = None


@dataclass(frozen=True, slots=True)
class AccountState:
    """An account, and what an administrator sees of its use."""

    user: User
    # When a login session of the account was last used, minutes behind at most.
    last_seen_at: datetime | None
    two_fa_enabled: bool
    # The live login sessions.
    sessions: int
    used_bytes: int
    files: int


@dataclass(frozen=True, slots=True)
class Credentials:
    """The data of an account that a login checks a password against."""

    id: UUID
    password_hash: str
    is_active: bool
    # While the address is unverified: the sign-up that has this password.
    signup_id: UUID | None


def refuse_weak(password: str, *, email: str, full_name: str | None) -> None:
    """Raise WeakPassword if it is common or built from the user's name or address."""
    local, _, domain = email.partition("@")
    about = [email, local, domain.partition(".")[0], settings.APP_NAME]
    about += (full_name or "").split()
    # Blanks around a common password do not make it stronger.
    core = prepared_password(password).strip()
    if not core or strength.is_weak(core, about=about):
        raise WeakPassword


def refuse_breached(password: str) -> None:
    """Raise BreachedPassword if the password is known from a data breach.

    This may take a second, so the caller must not hold a database connection.
    """
    if breaches.is_breached(password):
        raise BreachedPassword
