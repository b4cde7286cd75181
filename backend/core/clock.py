"""The one clock. Tests replace `_read` and nothing else."""

from collections.abc import Callable
from datetime import UTC, datetime


def _system_time() -> datetime:
    return datetime.now(UTC)


_read: Callable[[], datetime] = _system_time


def now() -> datetime:
    """Return the present as an aware UTC time, whatever TZ says."""
    return _read()
