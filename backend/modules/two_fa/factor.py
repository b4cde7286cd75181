"""Checks a code against the second factor of an account, and pauses guessing."""

import math
from datetime import timedelta
from typing import NoReturn
from uuid import UUID

from sqlmodel import Session

from backend.core import clock
from backend.core.client import Client
from backend.core.exceptions import AppException
from backend.models import User
from backend.modules.session.security_log.security_log import security_log_service
from backend.modules.two_fa import email, lib
from backend.modules.two_fa.db import recovery_code_db, two_fa_db
from backend.modules.two_fa.exceptions import (
    CodeRequired,
    TwoFaNotEnabled,
    TwoFaPaused,
    WrongCode,
)
from backend.outbox.queue import outbox

FAILURES_UNTIL_PAUSE = 10
# The first pause. Each further pause is twice as long, up to LONGEST_PAUSE.
PAUSE = timedelta(minutes=15)
LONGEST_PAUSE = timedelta(days=1)
# This long after a pause, the next one is short again. A shorter time would let a
# patient attacker guess more than ten codes a day.
QUIET = timedelta(days=7)


class FactorService:
    """Checks of codes against the second factor of an account."""

    def is_enabled(self, session: Session, user_id: UUID) -> bool:
        """Return whether the account has a second factor."""
        factor = two_fa_db.get(session, user_id)
        return factor is not None and factor.enabled_at is not None

    def check(self, session: Session, user: User, client: Client, code: str) -> bool:
        """Return whether the code is right. Uses up a right code; counts a wrong one.

        The caller must commit in both cases, and must have locked the user: otherwise
        parallel checks could deadlock.

        Raises:
            TwoFaPaused: too many codes were wrong lately; this one was not checked.
            TwoFaNotEnabled: the account has no second factor.
        """
        now = clock.now()
        spent = two_fa_db.spend_try(session, user.id, now=now)
        if spent is None:
            self._refuse(session, user.id)
        if self._accepts(session, user, client, secret=spent.secret, code=code):
            two_fa_db.forgive(session, user.id)
            return True
        security_log_service.record(
            session, "second_factor_failed", user_id=user.id, client=client
        )
        if spent.failures >= FAILURES_UNTIL_PAUSE:
            last = spent.paused_until
            pauses = spent.pauses if last and now < last + QUIET else 0
            pause = min(PAUSE * 2**pauses, LONGEST_PAUSE)
            two_fa_db.forgive(
                session, user.id, pauses=pauses + 1, paused_until=now + pause
            )
            notice = email.paused(
                user.reader, client, now, failures=FAILURES_UNTIL_PAUSE, pause=pause
            )
            outbox.add(session, recipient=user.email, email=notice, user_id=user.id)
        return False

    def check_if_enabled(
        self, session: Session, locked: User, client: Client, code: str | None
    ) -> AppException | None:
        """Check the code if the account has a second factor; return the error or None.

        The error is WrongCode. The failure is counted, so the caller must commit.

        Raises:
            CodeRequired: the account has a second factor, and `code` is None.
            TwoFaPaused: too many codes were wrong lately.
        """
        if not self.is_enabled(session, locked.id):
            return None
        if code is None:
            raise CodeRequired
        return None if self.check(session, locked, client, code) else WrongCode()

    def end_pause(self, session: Session, user_id: UUID) -> None:
        """End a pause after a password reset: the attacker's password is useless now.

        The next pause is as long as without this, so that an attacker who can read the
        owner's e-mails gains little.
        """
        two_fa_db.end_pause(session, user_id, now=clock.now())

    def _refuse(self, session: Session, user_id: UUID) -> NoReturn:
        factor = two_fa_db.get(session, user_id)
        if factor is None or factor.enabled_at is None:
            raise TwoFaNotEnabled
        wait = (factor.paused_until or clock.now()) - clock.now()
        raise TwoFaPaused(retry_after=max(1, math.ceil(wait.total_seconds())))

    def _accepts(
        self, session: Session, user: User, client: Client, *, secret: str, code: str
    ) -> bool:
        now = clock.now()
        if lib.is_totp(code):
            step = lib.matching_step(lib.decrypt(secret), code, now)
            return step is not None and two_fa_db.use_step(session, user.id, step)
        digests = lib.recovery_digests(user.id, code)
        if not recovery_code_db.use(session, user.id, digests, now=now):
            return False
        left = recovery_code_db.left(session, user.id)
        notice = email.recovery_code_used(user.reader, client, now, left)
        outbox.add(session, recipient=user.email, email=notice, user_id=user.id)
        security_log_service.record(
            session, "recovery_code_used", user_id=user.id, client=client
        )
        return True


factor_service = FactorService()
