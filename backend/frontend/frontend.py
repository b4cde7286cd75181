"""The middleware that answers for the web app before the routes of the API are tried.

Most requests for the web app need no more than a look-up in memory. They use neither the
database nor Redis. The API keeps all of its paths.
"""

from dataclasses import dataclass
from functools import partial
from typing import BinaryIO
from urllib.parse import quote

from anyio import CapacityLimiter, to_thread
from fastapi import FastAPI
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.core import codings, metrics
from backend.core.config import settings
from backend.core.preconditions import Conditions
from backend.frontend.export import Content, Export, Headers, UnusableExport
from backend.frontend.source import Source, is_reserved

_API = f"{settings.API_PREFIX}/"
# One for all paths, so that the metrics have no series for each path of a client.
_LABEL = "web app"
_PIECE_BYTES = 256 * 1024
# The characters of a query that need no encoding, and the sign of those that have one.
_QUERY = "!$&'()*+,/:;=?@%"

# Apart from other work that waits for a disk.
_threads = CapacityLimiter(8)


@dataclass(frozen=True, slots=True)
class _Reply:
    """A reply; `content` is its body, and None if it has none."""

    status: int
    headers: Headers
    content: Content | None = None


def add_to(app: FastAPI) -> None:
    """Let the app serve FRONTEND_DIR, if it is set.

    Call this before the middleware of all requests is added, which is then around it. A
    folder that is no static export ends the process with one sentence.
    """
    if settings.FRONTEND_DIR is None:
        return
    try:
        source = Source(settings.FRONTEND_DIR)
    except UnusableExport as error:
        raise SystemExit(f"Cannot start: FRONTEND_DIR: {error}.") from None
    app.add_middleware(Frontend, source=source)


class Frontend:
    """Serves the files of a source for GET and HEAD; passes on all other requests."""

    def __init__(self, app: ASGIApp, source: Source) -> None:
        self.app = app
        self._source = source
        self._rebuilds = settings.ENVIRONMENT == "development"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if (
            scope["type"] != "http"
            or scope["method"] not in ("GET", "HEAD")
            or scope["path"].startswith(_API)
        ):
            await self.app(scope, receive, send)
            return
        if self._rebuilds:
            await self._source.look()
        reply = _reply(self._source.export, scope)
        if reply is None or not await _sent(reply, scope, send):
            await self.app(scope, receive, send)


def _reply(export: Export, scope: Scope) -> _Reply | None:
    """Return the reply to a request, or None if the API must answer."""
    path: str = scope["path"]
    asked = dict(scope["headers"])
    accepted = asked.get(b"accept-encoding")
    file = export.find(path)
    if file:
        content = file[codings.chosen(accepted, file)]
        return _found(content, asked.get(b"if-none-match"))
    if path.endswith("/") and export.find(path[:-1]):
        return _redirect(path[:-1], scope["query_string"])
    if b"text/html" in asked.get(b"accept", b"") and not is_reserved(path):
        page = export.not_found
        content = page[codings.chosen(accepted, page)]
        return _Reply(404, [*content.headers, (b"vary", b"Accept")], content)
    return None


def _found(content: Content, known: bytes | None) -> _Reply:
    if known is not None:
        conditions = Conditions(if_none_match=known.decode("latin-1"))
        if conditions.evaluate(etag=content.etag) == "not modified":
            return _Reply(304, content.validators)
    return _Reply(200, content.headers, content)


def _redirect(path: str, query: bytes) -> _Reply:
    """Return the redirect to a page or a file that exists."""
    location = quote(path) + (f"?{quote(query, safe=_QUERY)}" if query else "")
    headers = [
        (b"location", location.encode()),
        (b"cache-control", b"no-cache"),
        (b"content-length", b"0"),
    ]
    return _Reply(308, headers)


async def _sent(reply: _Reply, scope: Scope, send: Send) -> bool:
    """Send a reply; return False if its file is gone, and nothing was sent."""
    content = reply.content if scope["method"] == "GET" else None
    file = None
    if content and content.body is None:
        file = await to_thread.run_sync(_opened, content, limiter=_threads)
        if file is None:
            return False
    scope["state"][metrics.LABEL] = _LABEL
    start: Message = {"type": "http.response.start", "status": reply.status}
    start["headers"] = reply.headers
    if file is None:
        await send(start)
        body = content.body if content else b""
        await send({"type": "http.response.body", "body": body})
        return True
    with file:
        await send(start)
        read = partial(file.read, _PIECE_BYTES)
        while piece := await to_thread.run_sync(read, limiter=_threads):
            body_part = {"body": piece, "more_body": True}
            await send({"type": "http.response.body", **body_part})
        await send({"type": "http.response.body", "body": b""})
    return True


def _opened(content: Content) -> BinaryIO | None:
    """Open a file, or return None if it is not the one that was read at the start."""
    try:
        file = content.path.open("rb")
    except OSError:
        return None
    if file.seek(0, 2) != content.size:
        file.close()
        return None
    file.seek(0)
    return file
