"""SIGTERM: readiness says no first; the server stops taking requests a little later.

A load balancer goes on sending requests until it has asked for readiness again.
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
    """Tell whether this process was asked to stop."""
    return _begun.is_set()


@contextmanager
def announced() -> Iterator[None]:
    """Put SHUTDOWN_DELAY_SECONDS between SIGTERM and what the server does about it.

    Call it in the event loop. A second SIGTERM is not delayed. Where the server handles
    no signals, as in tests, nothing is changed.
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
