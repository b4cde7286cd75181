"""Runs text/extract.py in a child process, with limits on time, memory and output."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Timer

from backend.modules.document.text.extract import CPU_SECONDS, TEXT_BYTES

# For the storage to send the file, and for a machine whose cores are busy.
SECONDS = CPU_SECONDS + 20
_READER = Path(__file__).with_name("extract.py")


class Unreadable(Exception):
    """The text of this file cannot be extracted; another attempt would fail too."""


class TooSlow(Exception):
    """Storage and machine were too slow to read the file in time."""


class Interrupted(Exception):
    """The process stops, so it ended the reading of a file."""


class Reader:
    """Reads files one after the other; another thread can interrupt it."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._interrupted = False

    def read(self, media_type: str, chunks: Iterator[bytes]) -> bytes:
        """Return the text of a file as UTF-8, at most TEXT_BYTES.

        Raises:
            Unreadable: the child process failed.
            TooSlow: it took longer than SECONDS.
            Interrupted: `interrupt` was called meanwhile.
        """
        with self._started(media_type) as child:
            timer = Timer(SECONDS, child.kill)
            timer.start()
            try:
                found = _exchange(child, chunks)
            finally:
                in_time = timer.is_alive()
                timer.cancel()
                child.kill()  # does nothing if it has ended
                self._child = None
        if self._interrupted:
            self._interrupted = False
            raise Interrupted
        if child.returncode == 0:
            return found
        if not in_time:
            raise TooSlow(f"no text after {SECONDS} s")
        raise Unreadable(f"exit code {child.returncode}")

    def interrupt(self) -> None:
        """End the reading that is running; without one, do nothing."""
        with self._lock:
            if self._child is not None:
                self._interrupted = True
                self._child.kill()

    def _started(self, media_type: str) -> subprocess.Popen[bytes]:
        with self._lock:
            self._child = subprocess.Popen(  # noqa: S603 (no part comes from a user)
                [sys.executable, "-I", str(_READER), media_type],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={},
            )
            return self._child


def _exchange(child: subprocess.Popen[bytes], chunks: Iterator[bytes]) -> bytes:
    """Write the file to the child's stdin, and return the text that it prints.

    Writing all before reading cannot deadlock: the child reads all before it prints.
    """
    if child.stdin is None or child.stdout is None:
        raise Unreadable("no pipes")
    # The child may end early; its exit code then shows the failure.
    with suppress(BrokenPipeError):
        for chunk in chunks:
            child.stdin.write(chunk)
        child.stdin.close()
    found = child.stdout.read(TEXT_BYTES)
    child.wait()
    return found


reader = Reader()
