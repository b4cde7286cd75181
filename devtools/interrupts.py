"""The signals that end run.py: Ctrl-C, SIGTERM, or a terminal that was closed."""

import signal
from types import FrameType


class Interrupted(Exception):
    """A signal to end was received."""


class Interrupts:
    """Collects the signals; the code decides where they interrupt it, by `check`."""

    def __init__(self) -> None:
        self.received: list[int] = []
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note)

    def _note(self, number: int, _frame: FrameType | None) -> None:
        self.received.append(number)

    def check(self) -> None:
        """Raise Interrupted after the first one."""
        if self.received:
            raise Interrupted

    def hurried(self) -> bool:
        """Tell whether there was a second one."""
        return len(self.received) > 1
