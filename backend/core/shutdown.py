"""Handles SIGTERM: readiness fails at once, and the server stops a little later.

A load balancer goes on sending requests until its next check of readiness.
"""

import asyncio
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from backend.core.config import settings

_begun = threading.Event()


def has_begun() -> bool:
    """Return whether this process has received SIGTERM."""
    return _begun.is_set()


@contextmanager
def announced() -> Iterator[None]:
    """Delay the server's handler of SIGTERM by SHUTDOWN_DELAY_SECONDS.

    Call this in the event loop. A second SIGTERM is not delayed. If the server handles
    no signals, as in tests, this does nothing.
    """
    stop = signal.getsignal(signal.SIGTERM)
    if not callable(stop) or threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()

    def announce(number: int, frame: FrameType | None) -> None:
        delay = 0 if has_begun() else settings.SHUTDOWN_DELAY_SECONDS
        _begun.set()
        loop.call_soon_threadsafe(loop.call_later, delay, stop, number, frame)

    signal.signal(signal.SIGTERM, announce)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, stop)
