"""Limits how slowly the body of a request may arrive.

The rule is that of Apache's RequestReadTimeout: a body has 30 seconds, and each
kilobyte that arrives adds one. Only the time spent waiting for the client counts.
"""

import asyncio

from starlette.exceptions import HTTPException
from starlette.types import Message, Receive

from backend.core.exceptions import RequestTooSlow

SILENCE_SECONDS = 30.0
BYTES_PER_SECOND = 1000


class BodyTooSlow(HTTPException):
    """The body arrived too slowly. FastAPI would turn an AppException into a 400."""

    def __init__(self) -> None:
        super().__init__(RequestTooSlow.STATUS_CODE, RequestTooSlow.MESSAGE)


class Pace:
    """Receives a body, and fails if the client sends it too slowly."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._seconds_left = SILENCE_SECONDS
        self._ended = False

    async def receive(self) -> Message:
        """Return the next part of the body, or raise BodyTooSlow."""
        if self._ended:  # the next message is the client's disconnect
            return await self._receive()
        time = asyncio.get_running_loop().time
        started = time()
        try:
            async with asyncio.timeout(min(self._seconds_left, SILENCE_SECONDS)):
                message = await self._receive()
        except TimeoutError as error:
            raise BodyTooSlow from error
        earned = len(message.get("body", b"")) / BYTES_PER_SECOND
        self._seconds_left += earned - (time() - started)
        self._ended = not message.get("more_body", False)
        return message
