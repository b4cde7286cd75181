"""Values about login sessions."""

from dataclasses import dataclass
from datetime import datetime

from backend.models import Signup, User


@dataclass(frozen=True, slots=True)
class Candidate:
    """The locked account of a login attempt, and the facts that the login needs."""

    user: User
    is_new_device: bool
    has_two_fa: bool
    # While the address is unverified: the sign-up whose password was given.
    signup: Signup | None

    @property
    def credentials(self) -> User | Signup:
        """The row that stores the password hash for this login."""
        return self.signup or self.user


@dataclass(frozen=True, slots=True)
class Period:
    """A time from `start` up to, and without, `end`. None means: no bound."""

    start: datetime | None = None
    end: datetime | None = None


ALWAYS = Period()
