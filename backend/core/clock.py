"""The clock of the service. Tests replace `_read` and nothing else."""

from collections.abc import Callable
from datetime import UTC, datetime


def _system_time() -> datetime:
    return datetime.now(UTC)


_read: Callable[[], datetime] = _system_time


def now() -> datetime:
    """Return the current time as an aware datetime in UTC, independent of TZ."""
    return _read()
