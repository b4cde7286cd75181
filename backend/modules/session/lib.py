"""Values about login sessions."""

from dataclasses import dataclass

from backend.models import Signup, User


@dataclass(frozen=True, slots=True)
class Candidate:
    """An account that someone is about to log in to, locked."""

    user: User
    is_new_device: bool
    has_two_fa: bool
    # The sign-up whose password opens it, while its address is unverified.
    signup: Signup | None

    @property
    def credentials(self) -> User | Signup:
        """What holds the hash of the password."""
        return self.signup or self.user
