"""Runs a program on a file in a child process, with limits on time, memory and output."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import Timer

import structlog

from backend.modules.document.sandbox.confine import is_complete
from backend.modules.document.sandbox.lib import SECONDS

log = structlog.get_logger()

_ROOT = Path(__file__).parents[4]
# With -I, Python looks for modules only in its own folders. The program needs this one.
_START = (
    "import runpy, sys; sys.path.append(sys.argv.pop(1)); del sys.argv[0]; "
    "runpy.run_path(sys.argv[0], run_name='__main__')"
)


class Unreadable(Exception):
    """The program cannot read this file; another attempt would fail too."""


class TooSlow(Exception):
    """Storage and machine were too slow to read the file in time."""


class Interrupted(Exception):
    """The process stops, so it ended the reading of a file."""


class Sandbox:
    """Runs a program on files, one after the other; another thread can interrupt it.

    The program gets the media type as its argument and the file on stdin. It must call
    `confine` before it reads the file, and read all before it prints anything.
    """

    def __init__(self, program: Path, *, most_bytes: int) -> None:
        self.program = program
        self._most_bytes = most_bytes
        self._child: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._interrupted = False

    def run(self, media_type: str, chunks: Iterator[bytes]) -> bytes:
        """Return what the program prints about a file, up to the limit.

        Raises:
            Unreadable: the program failed.
            TooSlow: it took longer than SECONDS.
            Interrupted: `interrupt` was called meanwhile.
        """
        _warn_once()
        too_late = threading.Event()
        with self._started(media_type) as child:

            def end() -> None:
                # Set first: the child may end before this thread does.
                too_late.set()
                child.kill()

            timer = Timer(SECONDS, end)
            timer.start()
            try:
                found = _exchange(child, chunks, self._most_bytes)
            finally:
                timer.cancel()
                child.kill()  # does nothing if it has ended
                self._child = None
        if self._interrupted:
            self._interrupted = False
            raise Interrupted
        if child.returncode == 0:
            return found
        if too_late.is_set():
            raise TooSlow(f"no result after {SECONDS} s")
        raise Unreadable(f"exit code {child.returncode}")

    def interrupt(self) -> None:
        """End the run of the program; if it does not run, do nothing."""
        with self._lock:
            if self._child is not None:
                self._interrupted = True
                self._child.kill()

    def command(self, media_type: str) -> list[str]:
        """Return the command line of the child process."""
        program = str(self.program)
        return [sys.executable, "-I", "-c", _START, str(_ROOT), program, media_type]

    def _started(self, media_type: str) -> subprocess.Popen[bytes]:
        with self._lock:
            self._child = subprocess.Popen(  # noqa: S603 (no part comes from a user)
                self.command(media_type),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={},
            )
            return self._child


@cache
def _warn_once() -> None:
    if not is_complete():
        log.warning(
            "programs that read files are confined by limits only: this kernel has no "
            "Landlock of version 6 (Linux 6.12)"
        )


def _exchange(
    child: subprocess.Popen[bytes], chunks: Iterator[bytes], most_bytes: int
) -> bytes:
    """Write the file to the child's stdin, and return what it prints.

    Writing all before reading cannot deadlock: the child reads all before it prints.
    """
    if child.stdin is None or child.stdout is None:
        raise Unreadable("no pipes")
    # The child may end early; its exit code then shows the failure.
    with suppress(BrokenPipeError):
        for chunk in chunks:
            child.stdin.write(chunk)
        child.stdin.close()
    found = child.stdout.read(most_bytes)
    child.wait()
    return found
