"""Signed tokens of download links, valid for LINK_TIME."""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from uuid import UUID

from backend.core import clock, token
from backend.modules.document.exceptions import LinkNotFound, NotViewable
from backend.modules.document.lib import LINK_TIME

Kind = Literal["document", "share", "document-view", "share-view"]
# What a browser may show inside this origin: no type that can contain scripts. Of PDFs,
# browsers run scripts only in their viewer, which has no origin.
VIEWABLE = {
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "application/pdf",
    "text/plain",
}


@dataclass(frozen=True, slots=True)
class Link:
    """A signed token for the download of one file, and when it expires."""

    token: str
    expires_at: datetime


def check_viewable(media_type: str) -> None:
    """Raise NotViewable unless browsers may show files of this type."""
    if media_type not in VIEWABLE:
        raise NotViewable


def sign(kind: Kind, first: UUID, second: UUID, number: int) -> Link:
    """Return a signed token with these values, valid for LINK_TIME.

    `kind` says what the ids are: a login session and a document ("document"), or a
    share and a document ("share"), and whether the file is shown instead of saved.
    `number` is the version.
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


def is_view(link: str) -> bool:
    """Return whether a token claims that its file is shown instead of saved."""
    return kind_of(link).endswith("-view")


def read(link: str, *kinds: Kind) -> tuple[UUID, UUID, int]:
    """Return the ids and the number in a token of these kinds, or raise LinkNotFound."""
    payload, _, signature = link.rpartition(".")
    parts = payload.split(".")
    own = [_encoded(digest) for digest in token.keyed_digests(*_signed(payload))]
    genuine = token.is_one_of(signature.encode(), own)
    if not genuine or len(parts) != 5 or parts[0] not in kinds:
        raise LinkNotFound
    if int(parts[4]) <= clock.now().timestamp():
        raise LinkNotFound
    return UUID(parts[1]), UUID(parts[2]), int(parts[3])


def _signed(payload: str) -> tuple[str, str]:
    return "document-link", payload


def _encoded(digest: bytes) -> bytes:
    return base64.urlsafe_b64encode(digest).rstrip(b"=")
