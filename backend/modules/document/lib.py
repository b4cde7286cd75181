"""Limits, names, tags and ETags of documents; nothing here needs the database."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import Any, Literal

from sqlalchemy import Row

from backend.core import preconditions
from backend.core.config import settings
from backend.core.spelling import is_visible

# The columns of a document without the ORM object: half the cost, for lists.
DocumentRow = Row[Any]
Sort = Literal["newest", "oldest", "updated", "title", "name", "size"]
MAX_TITLE = 200
MAX_TAGS = 20

# An upload that takes longer, or sends nothing for UPLOAD_SILENCE, is aborted.
UPLOAD_TIME = timedelta(hours=1)
UPLOAD_SILENCE = timedelta(seconds=30)
# Uploads of one user that a process receives at once, and how long more of them wait.
UPLOADS_AT_ONCE = 4
UPLOAD_TURN_TIME = timedelta(seconds=30)
TRASH_TIME = timedelta(days=settings.DOCUMENT_TRASH_DAYS)
ZIP_MAX_DOCUMENTS = 100

# They reverse the reading direction: a name ending in "fdp.exe" looks like "exe.pdf".
_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

# What `state_etag` adds to an `etag`.
_STATE = re.compile(r"""(?<=[0-9])\.[a-z_.0-9]+(?=")""")


@dataclass(frozen=True, slots=True)
class Filters:
    """Filters of a list of documents. None and () mean: do not filter.

    A period begins at `…_from` and ends before `…_to`.
    """

    tags: tuple[str, ...] = ()
    media_type: str | None = None
    created_from: datetime | None = None
    created_to: datetime | None = None
    updated_from: datetime | None = None
    updated_to: datetime | None = None
    deleted_from: datetime | None = None
    deleted_to: datetime | None = None
    in_trash: bool = False


def clean_name(name: str) -> str:
    """Return the name to store for a file: the last part of its path, in NFC.

    Raises:
        ValueError: the name is empty, too long, or has control characters.
    """
    name = unicodedata.normalize("NFC", name.replace("\\", "/")).rpartition("/")[2]
    name = name.strip().rstrip(". ")
    if not is_visible(PurePosixPath(name).stem.strip(".")):
        raise ValueError("must have a name")
    if len(name) > settings.DOCUMENT_NAME_MAX_CHARACTERS or len(name.encode()) > 1000:
        most = settings.DOCUMENT_NAME_MAX_CHARACTERS
        raise ValueError(f"must have a name of at most {most} characters")
    for character in name:
        hidden = unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")
        if hidden or character in _BIDI_CONTROLS:
            raise ValueError("must have a name without control characters")
    return name


def sort_name(name: str) -> str:
    """Return the key for sorting by file name, which is `lower(name COLLATE "C")`.

    It folds ASCII letters only, so that it does not depend on the server's locale.
    """
    return name.encode().lower().decode()


def extension(name: str) -> str:
    """Return the extension of a file name, without the dot, in lower case."""
    return PurePosixPath(name).suffix[1:].lower()


def title_of(name: str) -> str:
    """Return the title for a document uploaded without one: its file name's stem."""
    return PurePosixPath(name).stem[:MAX_TITLE].strip() or name[:MAX_TITLE]


def clean_tag(tag: str) -> str:
    """Return the normalized spelling of a tag, so that "Tax " and "tax" are equal."""
    return " ".join(unicodedata.normalize("NFC", tag).lower().split())


def etag_of(revision: int) -> str:
    """Return the `etag` of a document; it changes with each revision of its fields."""
    return f'"{revision}"'


def state_etag(revision: int, text_status: str, has_thumbnail: bool) -> str:
    """Return the ETag header of a document.

    It also changes when a job has read the text or drawn the thumbnail. That is no new
    revision, because a user may be changing the title meanwhile.
    """
    return f'"{revision}.{text_status}.{has_thumbnail:d}"'


def is_at(revision: int, if_match: str | None) -> bool:
    """Return whether the If-Match header, an `etag` or ETag, permits a change."""
    etags = if_match and _STATE.sub("", if_match)
    return preconditions.allows(etags, etag_of(revision))
