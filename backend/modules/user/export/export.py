"""All that is stored about a user as one ZIP, made while it is read.

Each page of rows has a session of its own and each file is read in pieces: memory stays
flat, and who reads slowly holds no connection.
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
from backend.core.database import RequestSession
from backend.core.threads import with_slot
from backend.models import User
from backend.modules import registry
from backend.modules.book_demo.book_demo import book_demo_service
from backend.modules.document.files.files import OwnedFile, file_service
from backend.modules.user.export.db import export_db

T = TypeVar("T")
Row = Mapping[str, Any]
# From where on it is wanted; what is there, and from where on to go on, None at the end.
Page = Callable[[Session, Any], tuple[Sequence[T], Any]]

_ROWS = 500
_README = """\
What is stored about you, as JSON, and your documents with all their versions.

Your password, codes, tokens and keys are not in here: they would let others in, and
are stored as hashes or encrypted.
"""


def as_zip(user: User) -> Iterator[bytes]:
    """Return the bytes of the ZIP of a verified user."""
    stream = ZipStream()
    stream.add(_README, "README.txt")
    for name, exported in registry.exported().items():
        rows = _all(partial(_rows, exported, user.id))
        stream.add(_json(rows), f"{name}.json")
    bookings = _all(partial(_bookings, user))
    stream.add(_json(bookings), "demo_bookings.json")
    documents = partial(_documents, user)
    stream.add(_json(map(_described, _all(documents))), "documents.json")
    yield from stream.all_files()
    for file in _all(documents):
        stream.add(file_service.read(file), _place(file))
        yield from stream.all_files()
    yield from stream.finalize()


def _all(page: Page[T]) -> Iterator[T]:
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


def _described(file: OwnedFile) -> Row:
    described = asdict(file) | {"sha256": file.sha256.hex(), "path": _place(file)}
    del described["storage_name"]
    return described


def _place(file: OwnedFile) -> str:
    return f"documents/{file.document_id}/{file.number}/{file.name}"


def _json(rows: Iterable[Row]) -> Iterator[bytes]:
    """Give a JSON array row by row."""
    before = b"[\n"
    for row in rows:
        yield before + json.dumps(row, default=_value, ensure_ascii=False).encode()
        before = b",\n"
    yield b"[]\n" if before == b"[\n" else b"\n]\n"


def _value(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
