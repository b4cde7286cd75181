"""Asks other servers for JSON, within limits of time and size.

The client never follows a redirect, so a server cannot send it to another one. The
library is imported at the first request, because most processes send none.
"""

import asyncio
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx2

MAX_BYTES = 256 * 1024
SECONDS = 5.0
_AT_ONCE = 64
# An encoded reply could be thousands of times larger than what was received.
_HEADERS = {
    "Accept": "application/json",
    "Accept-Encoding": "identity",
    "User-Agent": "sample",
}


class NoAnswer(Exception):
    """The server did not answer in time, or not with a JSON object. Says why."""


@dataclass(frozen=True, slots=True)
class JsonReply:
    """The status and the JSON object of a reply."""

    status: int
    body: dict[str, Any]


class JsonClient:
    """An HTTP client for one event loop, which keeps connections open."""

    def __init__(self) -> None:
        self._client: httpx2.AsyncClient | None = None
        self._opening = asyncio.Lock()

    async def get(self, url: str, *, bearer: str | None = None) -> JsonReply:
        """Return the reply to a GET, or raise NoAnswer."""
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        return await self._send("GET", url, headers, None)

    async def post(
        self, url: str, form: Mapping[str, str], headers: Mapping[str, str]
    ) -> JsonReply:
        """Return the reply to a POST of a form, or raise NoAnswer."""
        return await self._send("POST", url, headers, form)

    async def aclose(self) -> None:
        """Close all connections."""
        if self._client is not None:
            await self._client.aclose()

    async def _send(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        form: Mapping[str, str] | None,
    ) -> JsonReply:
        client = await self._opened()
        import httpx2

        try:
            async with (
                asyncio.timeout(SECONDS),
                client.stream(method, url, headers=headers, data=form) as reply,
            ):
                return JsonReply(reply.status_code, _object(await _body(reply)))
        # InvalidURL is no HTTPError; ssl and the operating system raise OSError.
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
            raise NoAnswer(type(error).__name__) from error

    async def _opened(self) -> "httpx2.AsyncClient":
        async with self._opening:
            if self._client is None:
                # The import and the certificates take a tenth of a second.
                self._client = await asyncio.to_thread(_new_client)
        return self._client


def _new_client() -> "httpx2.AsyncClient":
    import httpx2

    # What a server sets for one person must not be sent for the next.
    no_cookies = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
    return httpx2.AsyncClient(
        cookies=no_cookies,
        # As for e-mail: SSL_CERT_FILE can name a private authority.
        verify=ssl.create_default_context(),
        headers=_HEADERS,
        follow_redirects=False,
        timeout=SECONDS,
        limits=httpx2.Limits(max_connections=_AT_ONCE, max_keepalive_connections=8),
    )


async def _body(reply: "httpx2.Response") -> bytes:
    kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json" and not kind.endswith("+json"):
        raise NoAnswer(f"status {reply.status_code} without JSON")
    if reply.headers.get("content-encoding", "identity") != "identity":
        raise NoAnswer("encoded reply")
    body = b""
    async for piece in reply.aiter_raw():
        body += piece
        if len(body) > MAX_BYTES:
            raise NoAnswer("reply too long")
    return body


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NoAnswer("no JSON") from error
    if not isinstance(found, dict):
        raise NoAnswer("no JSON object")
    return found
