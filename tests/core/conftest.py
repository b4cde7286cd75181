"""Fixtures of the core tests: logs that a test can read."""

import io
import json
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from backend.core import logging


class Logs:
    """The log output since the test began."""

    def __init__(self, stream: io.StringIO) -> None:
        self._stream = stream

    @property
    def text(self) -> str:
        """Return the whole output as text."""
        return self._stream.getvalue()

    @property
    def lines(self) -> list[str]:
        """Return every line, complete or not."""
        return self.text.removesuffix("\n").split("\n")

    @property
    def events(self) -> list[dict[str, Any]]:
        """Return every line as a JSON object; fail if one is not."""
        return [json.loads(line) for line in self.lines]

    def named(self, event: str) -> list[dict[str, Any]]:
        """Return the events with this name."""
        return [each for each in self.events if each["event"] == event]


@pytest.fixture
def configured_logs(
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Callable[[bool], Logs]]:
    """Return a function that starts to log into memory, as JSON or for a terminal."""

    def configure(as_json: bool) -> Logs:
        # Never closed, because other threads may still write to it.
        stream = io.StringIO()
        # Not sys.stdout: pytest replaces that before the test begins.
        monkeypatch.setattr(logging, "sys", SimpleNamespace(stdout=stream))
        logging.configure(as_json=as_json)
        return Logs(stream)

    yield configure
    monkeypatch.undo()
    logging.configure()


@pytest.fixture
def logs(configured_logs: Callable[[bool], Logs]) -> Logs:
    """Log into memory as JSON lines during the test."""
    return configured_logs(True)
