"""One-time codes sent by e-mail: six digits, short-lived, single use, few attempts.

A code belongs to its holder: a sign-up, a change of address, or a request for a new
password. Each holder has at most one code. Several holders may share one address.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlmodel import Session

from backend.core import clock, token
from backend.modules.user.codes.db import code_db, mail_count_db

Purpose = Literal["signup", "email_change", "password_reset"]

LIFETIME = timedelta(minutes=10)
TRIES = 5
COOLDOWN = timedelta(seconds=60)
SENDS_A_DAY = 5
SENDS_A_DAY_OF_ALL = 30
_ALL_REQUESTERS = ""


@dataclass(frozen=True, slots=True)
class IssuedCode:
    """A code in plain text, for the e-mail. Only its HMAC is stored."""

    code: str
    expires_at: datetime


class CodeService:
    """Issues and redeems one-time codes."""

    def issue(
        self,
        session: Session,
        *,
        purpose: Purpose,
        holder_id: UUID,
        email: str,
        requester: str,
        usable: bool = True,
    ) -> IssuedCode | None:
        """Return a new code that replaces the holder's old one, or None at the limit.

        The limit to an address is one e-mail a minute and five a day for one requester,
        and thirty a day for all requesters together.

        A code that is not `usable` never verifies. It only counts the e-mail that is
        sent in its place, so that both cases run the same statements.
        """
        now = clock.now()
        allowed = mail_count_db.count(
            session,
            email=email,
            purpose=purpose,
            requester=requester,
            now=now,
            sends_a_day=SENDS_A_DAY,
            cooldown=COOLDOWN,
        )
        # Always count in this order, against deadlocks: both rows stay locked until the
        # transaction ends.
        if not allowed or not mail_count_db.count(
            session,
            email=email,
            purpose=purpose,
            requester=_ALL_REQUESTERS,
            now=now,
            sends_a_day=SENDS_A_DAY_OF_ALL,
        ):
            return None
        issued = IssuedCode(token.new_code(), now + LIFETIME)
        digest = token.keyed_digest(*_parts(purpose, holder_id, issued.code))
        code_db.replace(
            session,
            holder_id,
            purpose=purpose,
            digest=digest if usable else None,
            expires_at=issued.expires_at,
        )
        return issued

    def forget_sends(self, session: Session, *, email: str, purpose: Purpose) -> None:
        """Reset the limits of an address whose owner has been identified."""
        mail_count_db.forget(session, email=email, purpose=purpose)

    def redeem(
        self, session: Session, *, purpose: Purpose, holder_id: UUID, code: str
    ) -> bool:
        """Return whether the code is right. A right code is used up.

        Each call counts as an attempt. The caller must commit in both cases, because a
        rollback would undo the count.
        """
        stored = code_db.spend_try(
            session, holder_id, purpose=purpose, now=clock.now(), tries=TRIES
        )
        given = token.keyed_digests(*_parts(purpose, holder_id, code))
        if stored is None or not token.is_one_of(stored, given):
            return False
        code_db.consume(session, holder_id)
        return True


def _parts(purpose: Purpose, holder_id: UUID, code: str) -> tuple[str, ...]:
    return purpose, str(holder_id), code


code_service = CodeService()
