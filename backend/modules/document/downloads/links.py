"""Signed tokens that stand for a file for some minutes."""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from backend.core import clock, token
from backend.modules.document.exceptions import (
    LinkNotFound,
)
from backend.modules.document.lib import LINK_TIME


@dataclass(frozen=True, slots=True)
class Link:
    """A signed token that stands for one file until it expires."""

    token: str
    expires_at: datetime


def sign(kind: str, first: UUID, second: UUID, number: int) -> Link:
    """Return a token that says these things for LINK_TIME, and nobody else can make."""
    expires_at = clock.now() + LINK_TIME
    said = f"{kind}.{first.hex}.{second.hex}.{number}.{int(expires_at.timestamp())}"
    signature = _encoded(token.keyed_digest(*_signed(said))).decode()
    return Link(
        f"{said}.{signature}",
        datetime.fromtimestamp(int(expires_at.timestamp()), UTC),
    )


def kind_of(link: str) -> str:
    """Return what kind of link this claims to be."""
    return link.partition(".")[0]


def read(link: str, kind: str) -> tuple[UUID, UUID, int]:
    """Return what a token of `sign` says, or raise LinkNotFound."""
    said, _, signature = link.rpartition(".")
    parts = said.split(".")
    own = [_encoded(digest) for digest in token.keyed_digests(*_signed(said))]
    genuine = token.is_one_of(signature.encode(), own)
    if not genuine or len(parts) != 5 or parts[0] != kind:
        raise LinkNotFound
    if int(parts[4]) <= clock.now().timestamp():
        raise LinkNotFound
    return UUID(parts[1]), UUID(parts[2]), int(parts[3])


def _signed(said: str) -> tuple[str, str]:
    return "document-link", said


def _encoded(digest: bytes) -> bytes:
    return base64.urlsafe_b64encode(digest).rstrip(b"=")
