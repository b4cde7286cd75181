"""The signals that end run.py: Ctrl-C, SIGTERM, or the closing of its terminal."""

import signal
from types import FrameType


class Interrupted(Exception):
    """A signal that ends run.py was received."""


class Interrupts:
    """Collects the signals. Code calls `check` where a signal may interrupt it."""

    def __init__(self) -> None:
        self.received: list[int] = []
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note)

    def _note(self, number: int, _frame: FrameType | None) -> None:
        self.received.append(number)

    def check(self) -> None:
        """Raise Interrupted if a signal was received."""
        if self.received:
            raise Interrupted

    def hurried(self) -> bool:
        """Return whether a second signal was received."""
        return len(self.received) > 1
