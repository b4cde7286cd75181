"""How long work waits after a failure: exponentially longer, with an upper bound."""

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from time import monotonic
from typing import Generic, TypeVar

from backend.core import token

Key = TypeVar("Key", bound=Hashable)


def backoff(failures: int, *, first: float, most: float, factor: int = 2) -> timedelta:
    """Return the wait after the nth failure in a row, with jitter.

    `first` and `most` are seconds. Failure 1 waits `first`, and each further failure
    waits `factor` times as long, up to `most`.
    """
    # The exponent is bounded, because a float overflows at 2 ** 1024.
    seconds = min(first * factor ** min(failures - 1, 50), most)
    return timedelta(seconds=token.jitter(seconds))


class Postponed(Generic[Key]):
    """Keys whose work failed in this process, and when each may be tried again.

    A job that works on one account after the other asks for the next account except
    these. So an account whose work fails each time does not stop the others. The wait
    begins with a minute and grows to six hours.
    """

    def __init__(self) -> None:
        self._failed: dict[Key, tuple[int, float]] = {}

    @contextmanager
    def on_failure(self, key: Key) -> Iterator[None]:
        """Postpone a key if the block raises, for longer at each failure."""
        try:
            yield
        except Exception:
            failures = self._failed.get(key, (0, 0.0))[0] + 1
            wait = backoff(failures, first=60, most=6 * 3600, factor=4)
            self._failed[key] = failures, monotonic() + wait.total_seconds()
            raise
        self._failed.pop(key, None)

    def keys(self) -> list[Key]:
        """Return the keys that must not be tried yet."""
        now = monotonic()
        return [key for key, (_, until) in self._failed.items() if until > now]
