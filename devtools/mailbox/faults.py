"""The faults that a test can make the mailbox have."""

import threading
from dataclasses import dataclass, replace
from typing import Literal, get_args

from devtools.mailbox.message import Json

Mode = Literal["status", "reply", "hang", "drop", "lose_reply"]
STEPS = ("EHLO", "AUTH", "MAIL", "RCPT", "DATA")
_HTTP = "mail/send"


class FaultError(ValueError):
    """The description of a fault is invalid; the message says why."""


@dataclass(frozen=True)
class Fault:
    """How the next attempts to send an e-mail fail, before any other check.

    - ``status``: answer mail/send with this status and, if set, ``Retry-After``.
    - ``reply``: answer this ``step`` of an SMTP conversation with this status.
    - ``hang``: send nothing for ``seconds``, then close the connection.
    - ``drop``: close the connection at once, without a reply.
    - ``lose_reply``: store the e-mail, then close the connection without a reply.

    In SMTP, the last three happen after the text of the e-mail (``DATA``). ``times`` is
    the number of attempts that still fail; None means until the fault is removed. Only
    ``lose_reply`` stores the e-mail of a failed attempt.
    """

    mode: Mode
    times: int | None = None
    status: int = 500
    retry_after: int | None = None
    seconds: float = 0
    step: str = "DATA"

    def __post_init__(self) -> None:
        if self.times is not None and self.times < 1:
            raise FaultError("times must be at least 1, or null")
        if not 400 <= self.status <= 599:
            raise FaultError("status must be between 400 and 599")
        if self.retry_after is not None and self.retry_after < 0:
            raise FaultError("retry_after must not be negative")
        if not 0 <= self.seconds < threading.TIMEOUT_MAX:
            raise FaultError("seconds must be a number and not negative")
        if self.step not in STEPS:
            raise FaultError(f"step must be one of {', '.join(STEPS)}")

    def happens_at(self, step: str) -> bool:
        """Return whether it happens at mail/send or at a step of SMTP."""
        if step == _HTTP:
            return self.mode != "reply"
        return self.mode != "status" and self.step == step

    def to_json(self) -> Json:
        """Return the fields of its mode, as PUT /faults accepts them."""
        details: dict[Mode, Json] = {
            "status": {"status": self.status, "retry_after": self.retry_after},
            "reply": {"status": self.status, "step": self.step},
            "hang": {"seconds": self.seconds},
            "drop": {},
            "lose_reply": {},
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
        case "reply":
            status, step = _integer(body, "status"), body.get("step")
            if status is None or not isinstance(step, str):
                raise FaultError("a reply needs a status and a step")
            return Fault("reply", times, status=status, step=step)
        case "hang":
            seconds = body.get("seconds")
            if isinstance(seconds, bool) or not isinstance(seconds, int | float):
                raise FaultError("seconds must be a number and not negative")
            return Fault("hang", times, seconds=seconds)
        case "drop" | "lose_reply" as mode:
            return Fault(mode, times)
    raise FaultError(f"mode must be one of {', '.join(get_args(Mode))}")


def _integer(body: Json, name: str) -> int | None:
    value = body.get(name)
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise FaultError(f"{name} must be a whole number or null")


class Faults:
    """The current fault and the number of attempts to send; thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._fault: Fault | None = None
        self._requests = 0

    @property
    def requests(self) -> int:
        """The number of requests to mail/send and SMTP connections since the start."""
        with self._lock:
            return self._requests

    def set(self, fault: Fault | None) -> None:
        """Replace the current fault; None removes it."""
        with self._lock:
            self._fault = fault

    def count_attempt(self) -> None:
        """Count one attempt to send an e-mail."""
        with self._lock:
            self._requests += 1

    def take(self, step: str = _HTTP) -> Fault | None:
        """Return the fault that happens at this step, and count one of its times."""
        with self._lock:
            fault = self._fault
            if fault is None or not fault.happens_at(step):
                return None
            if fault.times is not None:
                left = fault.times - 1
                self._fault = replace(fault, times=left) if left else None
            return fault

    def to_json(self) -> Json:
        """Return the reply of GET /faults."""
        with self._lock:
            fault = self._fault.to_json() if self._fault else None
            return {"faults": fault, "requests": self._requests}
