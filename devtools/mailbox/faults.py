"""The faults that a test can make the mailbox have."""

import threading
from dataclasses import dataclass, replace
from typing import Literal

from devtools.mailbox.message import Json

Mode = Literal["status", "hang", "drop"]


class FaultError(ValueError):
    """The description of a fault is invalid; the message says why."""


@dataclass(frozen=True)
class Fault:
    """How the next requests to mail/send fail, before any other check.

    - ``status``: answer with this status and, if set, ``Retry-After``.
    - ``hang``: send nothing for ``seconds``, then close the connection.
    - ``drop``: close the connection at once, without a reply.

    ``times`` is the number of requests that still fail; None means until the fault is
    removed. The e-mail of a failed request is not stored.
    """

    mode: Mode
    times: int | None = None
    status: int = 500
    retry_after: int | None = None
    seconds: float = 0

    def __post_init__(self) -> None:
        if self.times is not None and self.times < 1:
            raise FaultError("times must be at least 1, or null")
        if not 400 <= self.status <= 599:
            raise FaultError("status must be between 400 and 599")
        if self.retry_after is not None and self.retry_after < 0:
            raise FaultError("retry_after must not be negative")
        if not 0 <= self.seconds < threading.TIMEOUT_MAX:
            raise FaultError("seconds must be a number and not negative")

    def to_json(self) -> Json:
        """Return the fields of its mode, as PUT /faults accepts them."""
        details: dict[Mode, Json] = {
            "status": {"status": self.status, "retry_after": self.retry_after},
            "hang": {"seconds": self.seconds},
            "drop": {},
        }
        return {"mode": self.mode, "times": self.times, **details[self.mode]}


def read_fault(body: object) -> Fault:
    """Return the fault that the body of PUT /faults describes, or raise FaultError."""
    if not isinstance(body, dict):
        raise FaultError("a fault must be a JSON object")
    times = _integer(body, "times")
    match body.get("mode"):
        case "status":
            status = _integer(body, "status")
            if status is None:
                raise FaultError("status must be between 400 and 599")
            retry_after = _integer(body, "retry_after")
            return Fault("status", times, status=status, retry_after=retry_after)
        case "hang":
            seconds = body.get("seconds")
            if isinstance(seconds, bool) or not isinstance(seconds, int | float):
                raise FaultError("seconds must be a number and not negative")
            return Fault("hang", times, seconds=seconds)
        case "drop":
            return Fault("drop", times)
    raise FaultError('mode must be "status", "hang" or "drop"')


def _integer(body: Json, name: str) -> int | None:
    value = body.get(name)
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise FaultError(f"{name} must be a whole number or null")


class Faults:
    """The current fault and the number of requests to mail/send; thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._fault: Fault | None = None
        self._requests = 0

    @property
    def requests(self) -> int:
        """The number of requests to mail/send since the start."""
        with self._lock:
            return self._requests

    def set(self, fault: Fault | None) -> None:
        """Replace the current fault; None removes it."""
        with self._lock:
            self._fault = fault

    def count_request(self) -> Fault | None:
        """Count one request to mail/send and return the fault that applies to it."""
        with self._lock:
            self._requests += 1
            fault = self._fault
            if fault is not None and fault.times is not None:
                left = fault.times - 1
                self._fault = replace(fault, times=left) if left else None
            return fault

    def to_json(self) -> Json:
        """Return the reply of GET /faults."""
        with self._lock:
            fault = self._fault.to_json() if self._fault else None
            return {"faults": fault, "requests": self._requests}
