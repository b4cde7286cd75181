"""Signed tokens of links to one file and to a ZIP, valid for minutes."""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from backend.core import links
from backend.core.exceptions import LinkNotFound
from backend.core.links import Link
from backend.modules.document.exceptions import NotViewable
from backend.modules.document.lib import ZIP_MAX_DOCUMENTS

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
ZIP = "zip-link"
_FILE = "document-link"
_ID_BYTES = 16
# Each id takes 22 characters, so that the longest link has 2.4 KB: no common proxy or
# browser refuses it, and no row must be stored and deleted for it.
LONGEST_ZIP = 200 + 22 * ZIP_MAX_DOCUMENTS


def check_viewable(media_type: str) -> None:
    """Raise NotViewable unless browsers may show files of this type."""
    if media_type not in VIEWABLE:
        raise NotViewable


def sign(kind: Kind, first: UUID, second: UUID, number: int) -> Link:
    """Return a signed token with these values.

    `kind` says what the ids are: a login session and a document ("document"), or a
    share and a document ("share"), and whether the file is shown instead of saved.
    `number` is the version.
    """
    return links.sign(_FILE, kind, first.hex, second.hex, str(number))


def kind_of(link: str) -> str:
    """Return the kind that a token claims to have; its signature is not checked."""
    return link.partition(".")[0]


def is_view(link: str) -> bool:
    """Return whether a token claims that its file is shown instead of saved."""
    return kind_of(link).endswith("-view")


def read(link: str, *kinds: Kind) -> tuple[UUID, UUID, int]:
    """Return the ids and the number in a token of these kinds, or raise LinkNotFound."""
    parts = links.read(_FILE, link)
    if parts is None or parts[0] not in kinds:
        raise LinkNotFound
    _, first, second, number = parts
    return UUID(first), UUID(second), int(number)


def sign_zip(session_id: UUID, ids: Sequence[UUID]) -> Link:
    """Return a signed token for a ZIP of these documents, made by a login session."""
    packed = b"".join(each.bytes for each in ids)
    return links.sign(ZIP, session_id.hex, links.encoded(packed))


def read_zip(link: str) -> tuple[UUID, list[UUID]]:
    """Return the login session and the documents of a token, or raise LinkNotFound."""
    parts = links.read(ZIP, link)
    if parts is None:
        raise LinkNotFound
    session_id, packed = parts[0], links.decoded(parts[1])
    starts = range(0, len(packed), _ID_BYTES)
    ids = [UUID(bytes=packed[start : start + _ID_BYTES]) for start in starts]
    return UUID(session_id), ids
