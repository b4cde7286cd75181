"""E-mailed one-time codes: six digits, short-lived, single use, few tries."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlmodel import Session

from backend.core import clock, token
from backend.modules.user.db import email_code_db

Purpose = Literal["signup", "email_change", "password_reset"]

LIFETIME = timedelta(minutes=10)
TRIES = 5
COOLDOWN = timedelta(seconds=60)
SENDS_A_DAY = 10


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """A code as it goes into the e-mail; only its HMAC is stored."""

    code: str
    expires_at: datetime


def issue(
    session: Session,
    *,
    email: str,
    purpose: Purpose,
    usable: bool = True,
    bound_to: UUID | None = None,
) -> IssuedCode | None:
    """Make a new code, which ends the old one; None when it is too soon for that.

    Bound to an account, it is right for that account only.

    One that is not `usable` never verifies: it only counts the e-mail that is sent
    in its place, so that both cases take the same statements.
    """
    now = clock.now()
    code = token.new_code()
    digest = token.keyed_digest(*_parts(purpose, email, bound_to, code))
    replaced = email_code_db.replace(
        session,
        email=email,
        purpose=purpose,
        digest=digest if usable else None,
        now=now,
        lifetime=LIFETIME,
        cooldown=COOLDOWN,
        sends_a_day=SENDS_A_DAY,
    )
    return IssuedCode(code, now + LIFETIME) if replaced else None


def forget_if_nobodys(session: Session, *, email: str, purpose: Purpose) -> None:
    """Forget the sends and the cooldown of an address that has no account."""
    email_code_db.forget_if_nobodys(session, email=email, purpose=purpose)


def forget(session: Session, *, email: str, purpose: Purpose) -> None:
    """Forget the sends and the cooldown of an address whose owner is known."""
    email_code_db.forget(session, email=email, purpose=purpose)


def redeem(
    session: Session,
    *,
    email: str,
    purpose: Purpose,
    code: str,
    bound_to: UUID | None = None,
) -> bool:
    """Tell whether the code is right and use it up; a wrong one costs a try.

    The caller must commit in either case: what a rollback undoes here is the try.
    """
    stored = email_code_db.spend_try(
        session, email=email, purpose=purpose, now=clock.now(), tries=TRIES
    )
    given = token.keyed_digests(*_parts(purpose, email, bound_to, code))
    if stored is None or not token.is_one_of(stored, given):
        return False
    email_code_db.consume(session, email=email, purpose=purpose)
    return True


def _parts(
    purpose: Purpose, email: str, bound_to: UUID | None, code: str
) -> tuple[str, ...]:
    return purpose, email, str(bound_to or ""), code
