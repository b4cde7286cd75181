"""The pause after the provider refused the service, which all senders keep.

Trying every waiting e-mail would be useless, and providers lock accounts that fail to log
in again and again.
"""

import threading
import time

_MAX_SECONDS = 60.0


class Pause:
    """Doubles from 2 seconds to a minute while the provider refuses; thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._refusals = 0
        self._until = 0.0

    def seconds(self) -> float:
        """Return how much longer the senders wait."""
        with self._lock:
            return max(0.0, self._until - time.monotonic())

    def lengthen(self) -> None:
        """Begin the next pause. Refusals of e-mails already under way do not count."""
        with self._lock:
            now = time.monotonic()
            if now >= self._until:
                self._refusals += 1
                self._until = now + min(2.0**self._refusals, _MAX_SECONDS)

    def end(self) -> None:
        """Begin anew: the provider accepted an e-mail."""
        with self._lock:
            self._refusals, self._until = 0, 0.0
