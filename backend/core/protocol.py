"""uvicorn's HTTP protocol, with limits on size and time.

uvicorn limits neither the size of request headers nor the time they take, and it reads
a body to its end even after the reply was sent. Start uvicorn with
`--http backend.core.protocol:BoundedProtocol`.
"""

from asyncio import TimerHandle, Transport
from functools import partial
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import (
    HttpToolsProtocol,
    RequestResponseCycle,
)

from backend.core.exceptions import (
    AppException,
    HeadersTooLarge,
    RequestTooSlow,
    TargetTooLong,
)

# RFC 9112, section 3, recommends to accept targets of 8000 bytes.
MAX_TARGET_BYTES = 8 * 1024
MAX_HEADERS_BYTES = 16 * 1024
# The key, in a request's state, of the error that refuses its head.
REFUSAL = "refusal"
_BODY_HEADERS = (b"content-length", b"transfer-encoding")


class BoundedProtocol(HttpToolsProtocol):
    """Refuses heads that are too large or too slow, and bodies after the reply.

    The application still receives a refused head, as far as it has arrived, so that it
    can answer with its own error body.
    """

    # The time for the request line and all headers.
    HEAD_SECONDS = 10.0
    # The time that a client gets to read a reply that was sent before the end of the
    # body. Closing at once would reset the connection and lose the reply.
    LINGER_SECONDS = 5.0
    LINGER_BYTES = 1024 * 1024
    # The time that a client gets to read about 50 KB of a reply. Both operating systems
    # buffer some megabytes, so a slow reader can look idle for minutes.
    UNREAD_SECONDS = 300.0

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._head_bytes = 0
        self._head_begun = False
        self._in_body = False
        self._closes_early = False
        self._discards = False
        self._discarded = 0
        self._deadline: TimerHandle | None = None
        self._unread: TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Start the keep-alive timer, which closes a connection that sends nothing."""
        super().connection_made(transport)
        self.timeout_keep_alive_task = self.loop.call_later(
            self.timeout_keep_alive, self.timeout_keep_alive_handler
        )

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop all timers."""
        super().connection_lost(exc)
        self._unset_keepalive_if_required()
        self._deadline = _stopped(self._deadline)
        self._unread = _stopped(self._unread)

    def data_received(self, data: bytes) -> None:
        """Parse the data, and refuse a head that is still incomplete and too large."""
        if self._discards:
            self._discarded += len(data)
            if self._discarded > self.LINGER_BYTES:
                self.flow.pause_reading()
            return
        if not self._in_body:
            self._head_bytes += len(data)
        super().data_received(data)
        if self.transport.is_closing():
            return
        if self._in_body or not (self._head_begun or self._head_bytes):
            self._deadline = _stopped(self._deadline)
        elif self._head_bytes > MAX_TARGET_BYTES + MAX_HEADERS_BYTES:
            too_long = len(self.url) > MAX_TARGET_BYTES
            self._refuse(TargetTooLong() if too_long else HeadersTooLarge())
        elif self._deadline is None:
            self._deadline = self.loop.call_later(self.HEAD_SECONDS, self._on_late_head)

    def on_message_begin(self) -> None:
        """Note that a request has begun."""
        super().on_message_begin()
        self._head_begun = True

    def on_headers_complete(self) -> None:
        """Start the application."""
        self._head_bytes = 0
        self._head_begun = False
        self._in_body = True
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Note that the body has ended."""
        super().on_message_complete()
        self._in_body = False

    def on_response_complete(self) -> None:
        """Close the connection if the reply was sent before the end of the body."""
        super().on_response_complete()
        if not self._closes_early or self.transport.is_closing():
            return
        self._discards = True
        self._unset_keepalive_if_required()
        _stopped(self._deadline)
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self._deadline = self.loop.call_later(self.LINGER_SECONDS, self.transport.abort)

    def pause_writing(self) -> None:
        """Start the timer for a client that does not read."""
        super().pause_writing()
        self._unread = self.loop.call_later(self.UNREAD_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """Stop that timer: the client reads again."""
        super().resume_writing()
        self._unread = _stopped(self._unread)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        # Only requests with a body are wrapped, because the wrapper takes time.
        if any(name in _BODY_HEADERS for name, _ in cycle.scope["headers"]) or (
            REFUSAL in cycle.scope["state"]
        ):
            app = partial(self._serve, app, cycle)
        super()._start_asgi_task(cycle, app)

    async def _serve(
        self,
        app: ASGIApp,
        cycle: RequestResponseCycle,
        scope: Scope,
        receive: Receive,
        send: Send,
    ) -> None:
        """Run the application; a reply during the body is the connection's last."""

        async def send_early(message: Message) -> None:
            if message["type"] != "http.response.start" or not cycle.more_body:
                await send(message)
                return
            close = (b"connection", b"close")
            await send({**message, "headers": [*message.get("headers", ()), close]})
            # Without this, uvicorn would close the connection at once.
            cycle.keep_alive = True
            self._closes_early = True

        await app(scope, receive, send_early)

    def _on_late_head(self) -> None:
        self._deadline = None
        self._refuse(RequestTooSlow())

    def _refuse(self, error: AppException) -> None:
        """Let the application refuse an incomplete head with this error."""
        if not self._head_begun:  # only blank lines have arrived
            self.transport.close()
            return
        if isinstance(error, TargetTooLong) or not self.headers:
            self.url = b"/"
        self.scope["state"][REFUSAL] = error
        self._discards = True
        self.on_headers_complete()


def _stopped(timer: TimerHandle | None) -> TimerHandle | None:
    if timer is not None:
        timer.cancel()
    return None
