"""Signed tokens of download links, valid for LINK_TIME."""

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
    """A signed token for the download of one file, and when it expires."""

    token: str
    expires_at: datetime


def sign(kind: str, first: UUID, second: UUID, number: int) -> Link:
    """Return a signed token with these values, valid for LINK_TIME.

    `kind` says what the ids are: a login session and a document ("document"), or a
    share and a document ("share"). `number` is the version.
    """
    expires_at = clock.now() + LINK_TIME
    payload = f"{kind}.{first.hex}.{second.hex}.{number}.{int(expires_at.timestamp())}"
    signature = _encoded(token.keyed_digest(*_signed(payload))).decode()
    return Link(
        f"{payload}.{signature}",
        datetime.fromtimestamp(int(expires_at.timestamp()), UTC),
    )


def kind_of(link: str) -> str:
    """Return the kind that a token claims to have; its signature is not checked."""
    return link.partition(".")[0]


def read(link: str, kind: str) -> tuple[UUID, UUID, int]:
    """Return the ids and the number in a token of this kind, or raise LinkNotFound."""
    payload, _, signature = link.rpartition(".")
    parts = payload.split(".")
    own = [_encoded(digest) for digest in token.keyed_digests(*_signed(payload))]
    genuine = token.is_one_of(signature.encode(), own)
    if not genuine or len(parts) != 5 or parts[0] != kind:
        raise LinkNotFound
    if int(parts[4]) <= clock.now().timestamp():
        raise LinkNotFound
    return UUID(parts[1]), UUID(parts[2]), int(parts[3])


def _signed(payload: str) -> tuple[str, str]:
    return "document-link", payload


def _encoded(digest: bytes) -> bytes:
    return base64.urlsafe_b64encode(digest).rstrip(b"=")
