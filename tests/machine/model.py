"""What an account ought to be after any sequence of steps: plain Python, no database."""

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
class MailedCode:
    """The code of an address and purpose: its life, its tries, and the mails sent."""

    value: str | None = None
    tries: int = 0
    expires_at: datetime | None = None
    sent_at: datetime | None = None
    sends: int = 0
    sends_since: datetime | None = None

    def may_send(self, now: datetime) -> bool:
        """One mail a minute and ten a day."""
        if self.sent_at is None or self.sends_since is None:
            return True
        rested = self.sent_at <= now - COOLDOWN
        return rested and (
            self.sends < 10 or self.sends_since <= now - timedelta(days=1)
        )

    def send(self, now: datetime, value: str | None) -> None:
        """Replace the code by a new one, with all its tries."""
        if self.sends_since is None or self.sends_since <= now - timedelta(days=1):
            self.sends, self.sends_since = 0, now
        self.value, self.tries = value, 0
        self.expires_at, self.sent_at = now + CODE_LIFETIME, now
        self.sends += 1

    def redeem(self, now: datetime, given: str) -> bool:
        """Spend a try if there is one, and use the code up if it is right."""
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
        """Whether no code is looked at."""
        return self.paused_until is not None and self.paused_until > now

    def check(self, now: datetime, *, step: int | None, recovery: str | None) -> bool:
        """Look at a code: of a time step (None: of none), or a recovery code."""
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
        """Look at no code for twice as long as the last time, unless that is long ago."""
        if self.paused_until is None or self.paused_until + QUIET <= now:
            self.pauses = 0
        pause = min(PAUSE * 2**self.pauses, LONGEST_PAUSE)
        self.failures, self.pauses, self.paused_until = 0, self.pauses + 1, now + pause

    def end_pause(self, now: datetime) -> None:
        """Look at codes again."""
        if self.is_paused(now):
            self.paused_until = now


@dataclass
class Model:
    """One account."""

    password: str | None = None
    verified: bool = False
    signup_code: MailedCode = field(default_factory=MailedCode)
    reset_code: MailedCode = field(default_factory=MailedCode)
    live: set[str] = field(default_factory=set)
    challenges: dict[str, Challenge] = field(default_factory=dict)
    tickets: dict[str, datetime] = field(default_factory=dict)
    factor: Factor | None = None

    @property
    def guarded(self) -> bool:
        """Whether a login needs a second factor."""
        return self.factor is not None and self.factor.enabled

    def end_all(self, *, but: str | None = None) -> None:
        """End all that lets anyone in without password and second factor."""
        self.live &= {but} if but else set()
        self.challenges.clear()
        self.tickets.clear()
