"""Stores the e-mails of the mailbox in memory and, if there is a path, in a file."""

import base64
import json
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path

from devtools.mailbox.message import Attachment, Message

CAPACITY = 1000


class Store:
    """The last 1000 messages; thread-safe.

    With a path, each message is also appended to that file as a line of JSON, and the
    messages of an earlier run are read from it.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._changed = threading.Condition()
        self._messages: deque[Message] = deque(maxlen=CAPACITY)
        if path is not None and path.exists():
            self._messages.extend(_read(path))
        if path is not None:
            self._rewrite(path)

    def add(self, messages: Iterable[Message]) -> None:
        """Store messages and wake the threads in `wait`."""
        arrived = list(messages)
        with self._changed:
            if self._path is not None:
                with self._path.open("a", encoding="utf-8") as file:
                    file.writelines(_line(message) for message in arrived)
            self._messages.extend(arrived)
            self._changed.notify_all()

    def all(self, to: str | None = None) -> list[Message]:
        """Return the messages, newest first. The case of ``to`` does not matter."""
        with self._changed:
            return self._matching(to)

    def get(self, message_id: str) -> Message | None:
        """Return the message with an id, or None."""
        return next((m for m in self.all() if m.id == message_id), None)

    def wait(self, to: str, count: int, timeout: float) -> list[Message]:
        """Return what `all` does, after ``count`` messages or ``timeout`` seconds."""
        deadline = time.monotonic() + timeout
        with self._changed:
            while len(found := self._matching(to)) < count:
                if not self._changed.wait(deadline - time.monotonic()):
                    return self._matching(to)
            return found

    def clear(self) -> None:
        """Delete every message, in the file too."""
        with self._changed:
            self._messages.clear()
            if self._path is not None:
                self._rewrite(self._path)

    def _matching(self, to: str | None) -> list[Message]:
        return [
            message
            for message in reversed(self._messages)
            if to is None or message.to.lower() == to.lower()
        ]

    def _rewrite(self, path: Path) -> None:
        # Writes a new file first, so that a crash does not lose the old one.
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.new")
        with fresh.open("w", encoding="utf-8") as file:
            file.writelines(_line(message) for message in self._messages)
        fresh.replace(path)


def _line(message: Message) -> str:
    contents = [base64.b64encode(a.content).decode() for a in message.attachments]
    return json.dumps(message.to_json() | {"contents": contents}) + "\n"


def _read(path: Path) -> Iterator[Message]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            # If the mailbox was killed while writing, the last line is incomplete.
            if line.endswith("\n"):
                yield _message(line)


def _message(line: str) -> Message:
    saved = json.loads(line)
    contents = saved.pop("contents")
    return Message(
        sender=saved.pop("from"),
        sender_name=saved.pop("from_name"),
        attachments=tuple(
            Attachment(summary["filename"], summary["type"], base64.b64decode(content))
            for summary, content in zip(saved.pop("attachments"), contents, strict=True)
        ),
        **saved,
    )
