"""The result of an attempt that must be recorded even if it failed."""

from typing import Generic, TypeVar

from backend.core.exceptions import AppException

Value = TypeVar("Value")


class Outcome(Generic[Value]):
    """The value of an attempt that succeeded, or the error of one that failed.

    An exception rolls back, but a failed attempt must still be counted and logged. So
    the service returns an Outcome instead of raising. The endpoint commits and then
    reads `value`, which raises the error.
    """

    def __init__(self, result: Value | AppException) -> None:
        self._result = result

    @property
    def error(self) -> AppException | None:
        """The error of a failed attempt, else None."""
        return self._result if isinstance(self._result, AppException) else None

    @property
    def value(self) -> Value:
        """The value of a successful attempt; raises the error of a failed one."""
        if isinstance(self._result, AppException):
            raise self._result
        return self._result
