"""What came of a try that is paid for whatever came of it."""

from typing import Generic, TypeVar

from backend.core.exceptions import AppException

Value = TypeVar("Value")


class Outcome(Generic[Value]):
    """A value, or the error that there is instead.

    An exception rolls back; the try that was spent and the entry in the security log
    must not go with it. So a service returns this, the endpoint commits, and only then
    asks for the value.
    """

    def __init__(self, result: Value | AppException) -> None:
        self._result = result

    @property
    def error(self) -> AppException | None:
        """The error that there is instead of a value."""
        return self._result if isinstance(self._result, AppException) else None

    @property
    def value(self) -> Value:
        """The value of a try that went well; another raises its error."""
        if isinstance(self._result, AppException):
            raise self._result
        return self._result
