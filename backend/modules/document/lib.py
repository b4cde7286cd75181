"""Rules and values about documents that need no database: names, tags, digests."""

import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePosixPath
from typing import Any, Literal

from sqlalchemy import Row

from backend.core.config import settings
from backend.core.spelling import is_visible

# A document's columns, for lists: read like a document, and half as costly.
DocumentRow = Row[Any]
Sort = Literal["newest", "oldest", "updated", "title"]
MAX_TITLE = 200

# An upload that takes longer is given up, and its file is deleted.
UPLOAD_TIME = timedelta(hours=1)
UPLOAD_SILENCE = timedelta(seconds=30)
# How many uploads of one user a process receives at once, and how long others wait.
UPLOADS_AT_ONCE = 4
UPLOAD_TURN_TIME = timedelta(seconds=30)
LINK_TIME = timedelta(minutes=5)
TRASH_TIME = timedelta(days=settings.DOCUMENT_TRASH_DAYS)
ZIP_MAX_DOCUMENTS = 100

# They turn the reading direction, so that "exe.pdf" can be made to look like "fdp.exe".
_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Filters:
    """Which documents are wanted; None is no wish."""

    tags: tuple[str, ...] = ()
    media_type: str | None = None


def clean_name(name: str) -> str:
    """Return what is kept of a file's name: the last part of its path, in NFC.

    Raises:
        ValueError: it is empty, too long, or holds what no name should.
    """
    name = unicodedata.normalize("NFC", name.replace("\\", "/")).rpartition("/")[2]
    name = name.strip().rstrip(". ")
    if not is_visible(PurePosixPath(name).stem.strip(".")):
        raise ValueError("must have a name")
    if len(name) > settings.DOCUMENT_NAME_MAX_CHARACTERS or len(name.encode()) > 1000:
        most = settings.DOCUMENT_NAME_MAX_CHARACTERS
        raise ValueError(f"must have a name of at most {most} characters")
    for character in name:
        unseen = unicodedata.category(character) in ("Cc", "Cs", "Cn", "Co", "Zl", "Zp")
        if unseen or character in _BIDI_CONTROLS:
            raise ValueError("must have a name without control characters")
    return name


def extension(name: str) -> str:
    """Return a name's extension without the dot, in lower case."""
    return PurePosixPath(name).suffix[1:].lower()


def title_of(name: str) -> str:
    """Return the title of a document that was given none."""
    return PurePosixPath(name).stem[:MAX_TITLE].strip() or name[:MAX_TITLE]


def clean_tag(tag: str) -> str:
    """Return the one spelling of a tag, so that "Tax " and "tax" are one."""
    return " ".join(unicodedata.normalize("NFC", tag).lower().split())


def etag_of(revision: int) -> str:
    """Return the entity tag of a document's fields."""
    return f'"{revision}"'
