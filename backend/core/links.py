"""Signed links that need no access token, for a plain `<a href>`, and work for minutes.

The token of a link says what it is for and which login session made it. Nothing is
stored: the link ends with its time or with that session, and its signature binds all of
it. One purpose's link is never accepted for another.
"""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from pydantic import Field
from starlette.requests import Request

from backend.core import clock, token
from backend.core.callers import PER, Identifier, by_address
from backend.core.config import settings
from backend.core.validation import ReplyModel

LIFETIME = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Link:
    """A signed token for a download, and when it expires."""

    token: str
    expires_at: datetime


class DownloadLink(ReplyModel):
    """A path on this API's origin, for a plain `<a href>`. It works for minutes."""

    url: str = Field(examples=["/api/v1/documents/linked?token=…"])
    expires_at: datetime

    @classmethod
    def of(cls, link: Link, path: str = "documents/linked") -> Self:
        """Return the reply to a link. Its token is in the query, which no log holds."""
        url = f"{settings.API_PREFIX}/{path}?token={link.token}"
        return cls(url=url, expires_at=link.expires_at)


def sign(purpose: str, *parts: str, lifetime: timedelta = LIFETIME) -> Link:
    """Return a link with these parts, which contain no dots."""
    expires_at = int((clock.now() + lifetime).timestamp())
    payload = ".".join((*parts, str(expires_at)))
    signature = encoded(token.keyed_digest(purpose, payload))
    return Link(f"{payload}.{signature}", ending(expires_at))


def ending(expires_at: int) -> datetime:
    """Return the time that the last part before the signature stands for."""
    return datetime.fromtimestamp(expires_at, UTC)


def read(purpose: str, link: str) -> list[str] | None:
    """Return the parts of a link of this purpose; None if it is wrong or expired."""
    payload, _, signature = link.rpartition(".")
    own = [encoded(digest) for digest in token.keyed_digests(purpose, payload)]
    if not token.is_one_of(signature.encode(), [each.encode() for each in own]):
        return None
    *parts, expires_at = payload.split(".")
    return parts if clock.now().timestamp() < int(expires_at) else None


def by_link(purpose: str) -> Identifier:
    """Return an identifier of limits: the login session that made the link.

    It is the first part of a link of this purpose. Others count for their address.
    """

    async def by_session_of_link(request: Request) -> str:
        parts = read(purpose, request.query_params.get("token", ""))
        return f"session:{parts[0]}" if parts else await by_address(request)

    PER[by_session_of_link] = "login session that made the link"
    return by_session_of_link


def encoded(value: bytes) -> str:
    """Return bytes as text for a link, without dots."""
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """Return the bytes of a text that `encoded` returned."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
