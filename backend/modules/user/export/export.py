"""Exports all data stored about a user as a ZIP, which is created while it is sent.

Each page of rows is read in its own database session, and each file in pieces. So
memory use is constant, and a slow client does not hold a database connection.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import Session
from zipstream import ZipStream

from backend.background.records import Exported
from backend.core import links
from backend.core.database import RequestSession
from backend.core.exceptions import LinkNotFound
from backend.core.links import Link
from backend.core.threads import with_slot
from backend.models import User
from backend.modules import registry
from backend.modules.book_demo.book_demo import book_demo_service
from backend.modules.document.files.files import OwnedFile, file_service
from backend.modules.user.export.db import export_db

T = TypeVar("T")
Row = Mapping[str, Any]
# Takes a start position; returns the items and the next position, or None at the end.
Page = Callable[[Session, Any], tuple[Sequence[T], Any]]

LINK = "export-link"
_ROWS = 500
_README = """\
This export contains all data stored about you, as JSON, and your documents with all
their versions.

It does not contain your password, codes, tokens or keys, because they give access to
your account. They are stored as hashes or encrypted.
"""


def link_of(session_id: UUID) -> Link:
    """Return a link to the export of the user whose login session this is."""
    return links.sign(LINK, session_id.hex)


def session_of(link: str) -> UUID:
    """Return the login session that made a link, or raise LinkNotFound."""
    parts = links.read(LINK, link)
    if parts is None:
        raise LinkNotFound
    return UUID(parts[0])


def as_zip(user: User) -> Iterator[bytes]:
    """Yield the bytes of the ZIP of a verified user."""
    stream = ZipStream()
    stream.add(_README, "README.txt")
    for name, exported in registry.exported().items():
        rows = _all_items(partial(_rows, exported, user.id))
        stream.add(_json(rows), f"{name}.json")
    bookings = _all_items(partial(_bookings, user))
    stream.add(_json(bookings), "demo_bookings.json")
    documents = partial(_documents, user)
    stream.add(_json(map(_description, _all_items(documents))), "documents.json")
    yield from stream.all_files()
    for file in _all_items(documents):
        stream.add(file_service.read(file), _path(file))
        yield from stream.all_files()
    yield from stream.finalize()


def _all_items(page: Page[T]) -> Iterator[T]:
    after = None
    while True:
        items, after = with_slot(partial(_in_session, page, after))
        yield from items
        if after is None:
            return


def _in_session(page: Page[T], after: Any) -> tuple[Sequence[T], Any]:
    with RequestSession() as session:
        return page(session, after)


def _rows(
    exported: Exported, owner: UUID, session: Session, after: Any
) -> tuple[Sequence[Row], Any]:
    found, last = export_db.page(session, exported, owner, after=after, limit=_ROWS)
    return [{name: row[name] for name in exported.columns} for row in found], last


def _bookings(user: User, session: Session, after: Any) -> tuple[Sequence[Row], Any]:
    found = book_demo_service.bookings_of(
        session, user.id, email=user.email, after=after, limit=_ROWS
    )
    rows = [row.model_dump(exclude={"manage_digest", "blocked"}) for row in found]
    return rows, found[-1].id if len(found) == _ROWS else None


def _documents(
    user: User, session: Session, after: Any
) -> tuple[Sequence[OwnedFile], Any]:
    return file_service.files_of(session, user.id, after=after)


def _description(file: OwnedFile) -> Row:
    description = asdict(file) | {"sha256": file.sha256.hex(), "path": _path(file)}
    del description["storage_name"]
    return description


def _path(file: OwnedFile) -> str:
    return f"documents/{file.document_id}/{file.number}/{file.portable_name}"


def _json(rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield a JSON array row by row."""
    prefix = b"[\n"
    for row in rows:
        yield prefix + json.dumps(row, default=_as_text, ensure_ascii=False).encode()
        prefix = b",\n"
    yield b"[]\n" if prefix == b"[\n" else b"\n]\n"


def _as_text(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
