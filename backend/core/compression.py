"""Compresses large JSON replies with gzip, for clients that accept it.

Files of users are never compressed: their length, ranges, ETag and digest describe the
stored bytes. A JSON reply with an ETag stays as it is too, because a compressed reply
would need another ETag (RFC 9110, section 8.8.3). Secrets are safe from the BREACH
attack, because browsers never send a bearer token by themselves.
"""

import gzip

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.core import codings

_TYPES = (b"application/json", b"application/problem+json")
_MIN_BYTES = 1024
# Smaller bodies take less than a millisecond, so they are compressed on the event loop.
_THREAD_BYTES = 64 * 1024
_LEVEL = 4  # level 9 takes four times as long for 5% less


def accepts_gzip(scope: Scope) -> bool:
    """Return whether the Accept-Encoding header of a request allows gzip."""
    for name, value in scope["headers"]:
        if name == b"accept-encoding":
            return codings.chosen(value, (b"gzip",)) == b"gzip"
    return False


class JsonCompression:
    """Compresses JSON replies for clients that accept gzip."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; other clients cost no more than reading a header."""
        if scope["type"] != "http" or not accepts_gzip(scope):
            await self.app(scope, receive, send)
            return
        start: Message | None = None  # held back until the length of the body is known

        async def send_compressed(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start" and _may_shrink(message):
                start = message
                return
            if start is not None:
                held, start = start, None
                message = await _compressed(held, message)
                await send(held)
            await send(message)

        await self.app(scope, receive, send_compressed)


def _may_shrink(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    kind = headers.get("content-type", "").encode()
    return (
        kind.startswith(_TYPES)
        and "content-encoding" not in headers
        and "etag" not in headers
    )


async def _compressed(start: Message, message: Message) -> Message:
    """Return the whole body, compressed if it is large; correct the headers."""
    body = message.get("body", b"")
    if message.get("more_body") or len(body) < _MIN_BYTES:
        return message
    if len(body) < _THREAD_BYTES:
        body = gzip.compress(body, _LEVEL)
    else:
        body = await run_in_threadpool(gzip.compress, body, _LEVEL)
    start["headers"] = list(start["headers"])  # the endpoint may use its list again
    headers = MutableHeaders(raw=start["headers"])
    headers["Content-Encoding"] = "gzip"
    headers["Content-Length"] = str(len(body))
    headers.add_vary_header("Accept-Encoding")
    return {**message, "body": body}
