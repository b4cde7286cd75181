"""What several tests of the core arrange: logs that can be read back."""

import io
import json
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from backend.core import logging


class Logs:
    """What has been logged since the test began."""

    def __init__(self, stream: io.StringIO) -> None:
        self._stream = stream

    @property
    def text(self) -> str:
        """All of it, as it stands in the output."""
        return self._stream.getvalue()

    @property
    def lines(self) -> list[str]:
        """Each line, whole or not."""
        return self.text.removesuffix("\n").split("\n")

    @property
    def events(self) -> list[dict[str, Any]]:
        """Each line, which must be a JSON object."""
        return [json.loads(line) for line in self.lines]

    def named(self, event: str) -> list[dict[str, Any]]:
        """Return the events of this name."""
        return [each for each in self.events if each["event"] == event]


@pytest.fixture
def configured_logs(
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[[bool], Logs]]:
    """Start to log into memory, as JSON or as for a terminal."""

    def configure(as_json: bool) -> Logs:
        # Never closed, as other threads may still be about to write.
        stream = io.StringIO()
        # Not sys.stdout itself: pytest puts it back before the test begins.
        monkeypatch.setattr(logging, "sys", SimpleNamespace(stdout=stream))
        logging.configure(as_json=as_json)
        return Logs(stream)

    yield configure
    monkeypatch.undo()
    logging.configure()


@pytest.fixture
def logs(configured_logs: Callable[[bool], Logs]) -> Logs:
    """What is logged during the test, as JSON lines."""
    return configured_logs(True)
