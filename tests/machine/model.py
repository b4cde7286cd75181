"""The expected state of an account after any sequence of steps, without a database."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

COOLDOWN = timedelta(seconds=60)
CODE_LIFETIME = timedelta(minutes=10)
CHALLENGE_LIFETIME = timedelta(minutes=5)
SETUP_LIFETIME = timedelta(minutes=15)
PAUSE = timedelta(minutes=15)
LONGEST_PAUSE = timedelta(days=1)
QUIET = timedelta(days=7)


@dataclass
class Mails:
    """The e-mails of one purpose that one caller sent to one address."""

    sent_at: datetime | None = None
    sends: int = 0
    sends_since: datetime | None = None

    def may_send(self, now: datetime) -> bool:
        """Return whether an e-mail is allowed: one a minute, five a day."""
        if self.sent_at is None or self.sends_since is None:
            return True
        rested = self.sent_at <= now - COOLDOWN
        return rested and (
            self.sends < 5 or self.sends_since <= now - timedelta(days=1)
        )

    def send(self, now: datetime) -> None:
        """Count an e-mail."""
        if self.sends_since is None or self.sends_since <= now - timedelta(days=1):
            self.sends, self.sends_since = 0, now
        self.sent_at = now
        self.sends += 1


@dataclass
class MailedCode:
    """An e-mailed code, with its lifetime and its tries."""

    value: str | None = None
    expires_at: datetime | None = None
    tries: int = 0

    def redeem(self, now: datetime, given: str) -> bool:
        """Count a try if one is left, and use the code up if it is right."""
        expired = self.expires_at is None or self.expires_at <= now
        if self.value is None or expired or self.tries >= 5:
            return False
        self.tries += 1
        if given != self.value:
            return False
        self.value = None
        return True


@dataclass
class Challenge:
    """A pending login."""

    expires_at: datetime
    tries: int = 0


@dataclass
class Factor:
    """The second factor, set up or enabled."""

    secret: str
    set_up_at: datetime
    enabled: bool = False
    last_step: int = -1
    failures: int = 0
    pauses: int = 0
    paused_until: datetime | None = None
    recovery_codes: set[str] = field(default_factory=set)

    def is_paused(self, now: datetime) -> bool:
        """Return whether codes are rejected unseen."""
        return self.paused_until is not None and self.paused_until > now

    def check(self, now: datetime, *, step: int | None, recovery: str | None) -> bool:
        """Check a recovery code, or a code of a time step (None: of no step)."""
        if recovery is not None:
            right = recovery in self.recovery_codes
            self.recovery_codes.discard(recovery)
        else:
            right = step is not None and step > self.last_step
            if right and step is not None:
                self.last_step = step
        if right:
            self.failures, self.pauses, self.paused_until = 0, 0, None
            return True
        self.failures += 1
        if self.failures == 10:
            self.pause(now)
        return False

    def pause(self, now: datetime) -> None:
        """Pause for twice as long as last time; after a quiet period start again."""
        if self.paused_until is None or self.paused_until + QUIET <= now:
            self.pauses = 0
        pause = min(PAUSE * 2**self.pauses, LONGEST_PAUSE)
        self.failures, self.pauses, self.paused_until = 0, self.pauses + 1, now + pause

    def end_pause(self, now: datetime) -> None:
        """End the pause."""
        if self.is_paused(now):
            self.paused_until = now


@dataclass
class Attempt:
    """A sign-up; `code` is None if no e-mail was sent."""

    token: str
    password: str
    code: MailedCode | None = None


@dataclass
class Model:
    """An account."""

    verified_password: str | None = None
    verified: bool = False
    attempts: list[Attempt] = field(default_factory=list)
    signup_mails: Mails = field(default_factory=Mails)
    reset_mails: Mails = field(default_factory=Mails)
    reset_code: MailedCode = field(default_factory=MailedCode)
    live: set[str] = field(default_factory=set)
    # The token of the sign-up that each unverified session belongs to.
    opened_by: dict[str, str] = field(default_factory=dict)
    challenges: dict[str, Challenge] = field(default_factory=dict)
    tickets: dict[str, datetime] = field(default_factory=dict)
    factor: Factor | None = None

    @property
    def guarded(self) -> bool:
        """Return whether a login needs a second factor."""
        return self.factor is not None and self.factor.enabled

    @property
    def password(self) -> str | None:
        """Return the password that logs in; unverified, that of the newest sign-up."""
        if self.verified or not self.attempts:
            return self.verified_password
        return self.attempts[-1].password

    def verify(self, password: str) -> None:
        """Verify the account with this password, and end everything before it."""
        self.verified, self.verified_password = True, password
        self.attempts.clear()
        self.end_all()

    def end_others(self, session: str) -> None:
        """End the other sessions; unverified, only those of the same sign-up."""
        if self.verified:
            self.end_all(but=session)
        else:
            mine = self.opened_by[session]
            self.live -= {s for s in self.live if self.opened_by[s] == mine}
            self.live.add(session)

    def end_all(self, *, but: str | None = None) -> None:
        """End all sessions, pending logins and tickets, except one session."""
        self.live &= {but} if but else set()
        self.challenges.clear()
        self.tickets.clear()
