"""The middleware around every request.

From the outside in: CORS, the client's address behind trusted proxies, RequestContext,
JsonCompression, BodyLimit, the web app (backend.frontend). They are plain ASGI:
BaseHTTPMiddleware would take most of the throughput.
"""

import re
import time
from typing import Any
from uuid import uuid4

import structlog
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from backend.core import hashing_queue, limit_headers, metrics
from backend.core.compression import JsonCompression
from backend.core.config import settings
from backend.core.config.addresses import wildcard_pattern
from backend.core.errors import internal_error, reply_to
from backend.core.exceptions import (
    AppException,
    BodyTooLarge,
    HeadersTooLarge,
    TargetTooLong,
)
from backend.core.pace import BodyTooSlow, Pace
from backend.core.protocol import MAX_HEADERS_BYTES, MAX_TARGET_BYTES, REFUSAL
from backend.core.start import run_lifespan

# A long segment may be a token from a truncated link: mask it.
_LONG_SEGMENT = re.compile(r"[^/]{20,}")
_LONGEST_LOGGED_PATH = 500
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_SECURITY_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"cross-origin"),
]
if settings.ENVIRONMENT == "production":
    _SECURITY_HEADERS.append((b"strict-transport-security", b"max-age=31536000"))
_DATA_POLICY = b"default-src 'none'; frame-ancestors 'none'"
# The only pages are the API documentation, which has inline scripts.
_PAGE_POLICY = (
    b"default-src 'self'; script-src 'self' 'unsafe-inline'; worker-src blob:; "
    b"style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"
)
_EXPOSED = [
    "Retry-After",
    "Content-Disposition",
    "ETag",
    "X-Request-ID",
    "Idempotency-Replayed",
    "Location",
    "Accept-Ranges",
    "Content-Range",
    "Repr-Digest",
    *limit_headers.NAMES,
    # Resumable uploads (tus 1.0).
    *("Tus-Resumable", "Tus-Version", "Tus-Extension", "Tus-Max-Size"),
    *("Tus-Checksum-Algorithm", "Upload-Offset", "Upload-Length", "Upload-Expires"),
    *("Upload-Metadata", "X-Document-Id"),
]
_QUIET = f"{settings.API_PREFIX}/health/"

log = structlog.get_logger()


class Cors(CORSMiddleware):
    """CORS for the requests with an Origin; RequestContext adds Vary to all others."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and _has_origin(scope):
            await super().__call__(scope, receive, send)
        else:
            await self.app(scope, receive, send)


class RequestContext:
    """Sets a request's id and reply headers, measures and logs it, and answers 500."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; an unhandled exception becomes a 500."""
        if scope["type"] != "http":
            await run_lifespan(self.app, scope, receive, send)
            return
        started = time.perf_counter()
        request_id = _request_id(scope)
        scope.setdefault("state", {})["request_id"] = request_id
        structlog.contextvars.bind_contextvars(request_id=request_id)
        # A dependency replaces the address by the user if the token is valid.
        hashing_queue.caller.set((scope["client"] or ("unknown", 0))[0])
        status = 0

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = scope["state"]["status"] = message["status"]
                seconds = time.perf_counter() - started
                _add_headers(message, request_id, _milliseconds(seconds))
                if not _has_origin(scope):
                    _add_vary(message)
                message["headers"] += limit_headers.headers(scope)
                # A route sets them in `request.state` to have them on errors too.
                message["headers"] += scope["state"].get("reply_headers", ())
            await send(message)

        refusal = _refusal(scope)
        app = self.app if refusal is None else reply_to(Request(scope), refusal)
        try:
            await app(scope, receive, send_with_headers)
        except Exception:
            log.exception("unhandled error")
            if status:  # the reply has begun: only breaking the connection is left
                raise
            reply = internal_error(Request(scope))
            await reply(scope, receive, send_with_headers)
        finally:
            seconds = time.perf_counter() - started
            route = _route(scope)
            metrics.count_request(scope, route, status, seconds)
            _log_request(scope, route, status, seconds)
            # The dependency that reads the token binds user_id.
            structlog.contextvars.unbind_contextvars("request_id", "user_id")


class BodyLimit:
    """Refuses a body that is larger than MAX_BODY_BYTES or arrives too slowly.

    A Content-Length above the limit is refused at once, other bodies when they pass it.
    A route with a higher limit sets `request.state.max_body_bytes` before it reads.
    FastAPI's own max_body_size would answer in plain text, not with our error body.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; reading more of its body than the limit raises a 413."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        length = Headers(scope=scope).get("content-length", "")
        declared = int(length) if length.isdecimal() else 0
        received = 0
        pace = Pace(receive)

        async def receive_within_limit() -> Message:
            nonlocal received
            limit = scope["state"].get("max_body_bytes", settings.MAX_BODY_BYTES)
            try:
                message = await pace.receive() if declared <= limit else {}
            except BodyTooSlow:
                if "status" in scope["state"]:  # the reply was sent without the body
                    return {"type": "http.disconnect"}
                raise
            received += len(message.get("body", b""))
            if max(declared, received) > limit:
                # FastAPI would turn an AppException into a 400 here.
                raise HTTPException(BodyTooLarge.STATUS_CODE, BodyTooLarge.MESSAGE)
            return message

        await self.app(scope, receive_within_limit, send)


def _request_id(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id" and _REQUEST_ID.fullmatch(value.decode("latin-1")):
            return str(value.decode("latin-1"))
    return uuid4().hex


def _refusal(scope: Scope) -> AppException | None:
    """Return the error of a request whose head is refused, else None."""
    refused: AppException | None = scope["state"].get(REFUSAL)
    if refused is not None:
        return refused
    target = len(scope.get("raw_path") or b"") + len(scope["query_string"])
    if target > MAX_TARGET_BYTES:
        return TargetTooLong()
    if sum(len(name) + len(value) for name, value in scope["headers"]) > (
        MAX_HEADERS_BYTES
    ):
        return HeadersTooLarge()
    return None


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.2f}ms"


def _add_headers(message: Message, request_id: str, elapsed: str) -> None:
    # Bytes are faster than MutableHeaders, and this runs for every reply.
    given = dict(message["headers"])
    headers = [*message["headers"], *_SECURITY_HEADERS]
    # A policy that names its frame-ancestors replaces this header, which has no list.
    if b"frame-ancestors" not in given.get(b"content-security-policy", b""):
        headers.append((b"x-frame-options", b"DENY"))
    if b"cache-control" not in given:
        headers.append((b"cache-control", b"no-store"))
    if b"content-security-policy" not in given:
        is_page = given.get(b"content-type", b"").startswith(b"text/html")
        policy = _PAGE_POLICY if is_page else _DATA_POLICY
        headers.append((b"content-security-policy", policy))
    headers.append((b"x-request-id", request_id.encode()))
    headers.append((b"x-process-time", elapsed.encode()))
    message["headers"] = headers


def _has_origin(scope: Scope) -> bool:
    return any(name == b"origin" for name, _ in scope["headers"])


def _add_vary(message: Message) -> None:
    """Say that the reply would have other headers if the request had an Origin."""
    known = [value for name, value in message["headers"] if name == b"vary"]
    if known:
        message["headers"] = [h for h in message["headers"] if h[0] != b"vary"]
    message["headers"].append((b"vary", b", ".join([*known, b"Origin"])))


def _log_request(scope: Scope, route: str | None, status: int, seconds: float) -> None:
    # Probes come every second: log them only if they fail.
    write = log.debug if status < 400 and scope["path"].startswith(_QUIET) else log.info
    fields: dict[str, Any] = {"method": scope["method"], "status": status}
    path = route or _loggable_path(scope)
    write("request", path=path, duration=_milliseconds(seconds), **fields)


def _route(scope: Scope) -> str | None:
    """Return the path template, as the values in the path may be secrets."""
    route = scope.get("route")
    return None if route is None else str(route.path_format)


def _loggable_path(scope: Scope) -> str:
    # The raw path is percent-encoded, so it has no line breaks.
    path = scope.get("raw_path", b"").decode("latin-1").partition("?")[0]
    return _LONG_SEGMENT.sub("*", path[:_LONGEST_LOGGED_PATH])


def add_middleware(app: FastAPI) -> None:
    """Add all middleware; the last one added is the outermost."""
    app.add_middleware(BodyLimit)
    app.add_middleware(JsonCompression)
    app.add_middleware(RequestContext)
    if settings.TRUSTED_PROXIES:
        app.add_middleware(
            ProxyHeadersMiddleware,
            trusted_hosts=list(map(str, settings.TRUSTED_PROXIES)),
        )
    app.add_middleware(
        Cors,
        allow_origins=settings.CORS_ORIGINS,
        allow_origin_regex=wildcard_pattern(settings.CORS_ORIGINS),
        allow_methods=["*"],
        allow_headers=settings.CORS_ALLOW_HEADERS,
        allow_credentials=settings.CORS_ALLOW_CREDENTIALS,
        expose_headers=_EXPOSED,
    )
