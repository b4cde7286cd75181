"""Queries on documents. Flushes, never commits."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, bindparam, func, select, update
from sqlalchemy.orm import defer
from sqlmodel import Session, col

from backend.core.compiled import Compiled
from backend.core.pagination import Position, in_order
from backend.models import Document, DocumentVersion, User, UserSession
from backend.modules.document.lib import DocumentRow, Filters, Sort
from backend.modules.document.uploads.content import MEDIA_TYPES

DOCUMENTS = select(Document).options(defer(Document.search))
# For lists: rows with the columns of a document cost half as much as ORM objects.
_UNREAD = {"search", "search_version", "search_revision"}
_ROWS = select(*(c for c in Document.__table__.c if c.name not in _UNREAD))  # type: ignore[attr-defined]
_OF_OWNER = DOCUMENTS.where(
    col(Document.id) == bindparam("document_id"),
    col(Document.owner_id) == bindparam("owner_id"),
)
_LIVE = _OF_OWNER.where(col(Document.deleted_at).is_(None))
_FIND_LIVE = Compiled(_LIVE, unread=_UNREAD)
_TITLE = Compiled(_LIVE.with_only_columns(col(Document.title)))
_DELETED = _OF_OWNER.where(col(Document.deleted_at).is_not(None))
KEYS: dict[Sort, Any] = {
    "newest": col(Document.created_at),
    "oldest": col(Document.created_at),
    "updated": col(Document.updated_at),
    "title": func.coalesce(
        col(Document.title_sort), col(Document.title_key).collate("C")
    ),
    "name": func.lower(col(Document.name).collate("C")),
    "size": col(Document.size),
}
_DOWN: set[Sort] = {"newest", "updated", "size"}
_NO_FILTERS = Filters()


class DocumentDB:
    """Queries on documents, by owner."""

    def get(
        self, session: Session, document_id: UUID, *, owner_id: UUID, lock: bool = False
    ) -> Document | None:
        """Return a document of the owner that is not in the trash."""
        if lock:
            return _first(session, _LIVE.with_for_update(), document_id, owner_id)
        values = {"document_id": document_id, "owner_id": owner_id}
        row = _FIND_LIVE.first(session, values)
        return row[0] if row else None

    def title(
        self, session: Session, document_id: UUID, *, owner_id: UUID
    ) -> str | None:
        """Return the title of a document of the owner that is not in the trash."""
        values = {"document_id": document_id, "owner_id": owner_id}
        row = _TITLE.first(session, values)
        return row.title if row else None

    def lock_deleted(
        self, session: Session, document_id: UUID, *, owner_id: UUID
    ) -> Document | None:
        """Lock and return a document in the owner's trash."""
        return _first(session, _DELETED.with_for_update(), document_id, owner_id)

    def page(
        self,
        session: Session,
        owner_id: UUID,
        filters: Filters,
        *,
        sort: Sort,
        reverse: bool,
        after: Position | None,
        limit: int,
    ) -> Sequence[DocumentRow]:
        """Return documents outside the trash, in this order, after a position."""
        if filters == _NO_FILTERS and after is None:
            values = {"owner_id": owner_id, "limit": limit}
            return _first_page(sort, reverse).all(session, values)
        statement = _listed(owner_id, filters, sort, reverse, after)
        return session.execute(statement.limit(limit)).all()

    def count(self, session: Session, owner_id: UUID, filters: Filters) -> int:
        """Return how many documents match and are not in the trash."""
        statement = matching(select(func.count(col(Document.id))), owner_id, filters)
        return int(session.execute(statement).scalar_one())

    def with_file(
        self, session: Session, owner_id: UUID, sha256: bytes
    ) -> Document | None:
        """Return a document with this hash, preferably one that is not in the trash."""
        statement = (
            DOCUMENTS.where(
                col(Document.owner_id) == owner_id, col(Document.sha256) == sha256
            )
            .order_by(col(Document.deleted_at).desc())  # nulls (not in the trash) first
            .limit(1)
        )
        return session.execute(statement).scalars().first()

    def version_of_session(
        self,
        session: Session,
        session_id: UUID,
        document_id: UUID,
        number: int,
        *,
        now: datetime,
    ) -> DocumentVersion | None:
        """Return a version if its owner is active and has this live login session."""
        statement = (
            select(DocumentVersion)
            .join(Document, col(Document.id) == DocumentVersion.document_id)
            .join(User, col(User.id) == Document.owner_id)
            .join(UserSession, col(UserSession.user_id) == User.id)
            .where(
                col(DocumentVersion.document_id) == document_id,
                col(DocumentVersion.number) == number,
                col(Document.deleted_at).is_(None),
                col(User.is_active),
                col(User.delete_at).is_(None),
                col(UserSession.id) == session_id,
                col(UserSession.ended_at).is_(None),
                col(UserSession.expires_at) > now,
            )
        )
        return session.execute(statement).scalars().first()

    def trash(
        self, session: Session, owner_id: UUID, *, after: Position | None, limit: int
    ) -> Sequence[Document]:
        """Return documents in the trash, last deleted first."""
        statement = DOCUMENTS.where(
            col(Document.owner_id) == owner_id, col(Document.deleted_at).is_not(None)
        )
        key = col(Document.deleted_at)
        statement = in_order(
            statement, key, col(Document.id), after=after, down=True
        ).limit(limit)
        return session.execute(statement).scalars().all()

    def owner_of_old_trash(
        self, session: Session, *, before: datetime, besides: Sequence[UUID]
    ) -> UUID | None:
        """Return the id of an owner with a document deleted before this time."""
        statement = select(col(Document.owner_id)).where(
            col(Document.deleted_at) < before,
            col(Document.owner_id).not_in(besides),
        )
        return session.execute(statement.limit(1)).scalars().first()

    def lock_old_trash(
        self, session: Session, owner_id: UUID, *, before: datetime, limit: int
    ) -> Sequence[UUID]:
        """Lock documents that the owner deleted before this time; return their ids."""
        statement = (
            select(col(Document.id))
            .where(
                col(Document.owner_id) == owner_id, col(Document.deleted_at) < before
            )
            .limit(limit)
            .with_for_update()
        )
        return session.execute(statement).scalars().all()

    def add(self, session: Session, document: Document) -> None:
        """Insert a document."""
        session.add(document)
        session.flush()

    def set_deleted(
        self,
        session: Session,
        document_id: UUID,
        *,
        owner_id: UUID,
        at: datetime,
    ) -> bool:
        """Move a document to the trash; return False if it is not found."""
        statement = (
            update(Document)
            .where(
                col(Document.id) == document_id,
                col(Document.owner_id) == owner_id,
                col(Document.deleted_at).is_(None),
            )
            .values(deleted_at=at)
            .returning(col(Document.id))
            .execution_options(synchronize_session=False)
        )
        return session.execute(statement).first() is not None


@cache
def _first_page(sort: Sort, reverse: bool) -> Compiled:
    statement = _listed(bindparam("owner_id"), _NO_FILTERS, sort, reverse, None)
    return Compiled(statement.limit(bindparam("limit", type_=Integer)))


def _listed(
    owner_id: Any, filters: Filters, sort: Sort, reverse: bool, after: Position | None
) -> Select[Any]:
    return in_order(
        matching(_ROWS, owner_id, filters),
        KEYS[sort],
        col(Document.id),
        after=after,
        down=(sort in _DOWN) is not reverse,
    )


def matching(statement: Any, owner_id: Any, filters: Filters) -> Any:
    """Restrict a statement to the owner's documents that match."""
    return filtered(statement.where(col(Document.owner_id) == owner_id), filters)


def filtered(statement: Any, filters: Filters) -> Any:
    """Restrict a statement to documents that match, of any owner.

    They are outside the trash, or in it if the filters say so.
    """
    deleted_at = col(Document.deleted_at)
    place = deleted_at.is_not(None) if filters.in_trash else deleted_at.is_(None)
    statement = statement.where(place)
    if filters.tags:
        statement = statement.where(col(Document.tags).contains(list(filters.tags)))
    if filters.media_type:
        kind, _, rest = filters.media_type.partition("/")
        if rest == "*":
            # A list, because the order of a range depends on the server's locale.
            known = [name for name in MEDIA_TYPES if name.startswith(f"{kind}/")]
            statement = statement.where(col(Document.media_type).in_(known))
        else:
            statement = statement.where(col(Document.media_type) == filters.media_type)
    return statement.where(*_in_period(filters))


def _in_period(filters: Filters) -> Iterator[ColumnElement[bool]]:
    if filters.created_from:
        yield col(Document.created_at) >= filters.created_from
    if filters.created_to:
        yield col(Document.created_at) < filters.created_to
    if filters.updated_from:
        yield col(Document.updated_at) >= filters.updated_from
    if filters.updated_to:
        yield col(Document.updated_at) < filters.updated_to
    if filters.deleted_from:
        yield col(Document.deleted_at) >= filters.deleted_from
    if filters.deleted_to:
        yield col(Document.deleted_at) < filters.deleted_to


def _first(
    session: Session, statement: Select[Any], document_id: UUID, owner_id: UUID
) -> Document | None:
    parameters = {"document_id": document_id, "owner_id": owner_id}
    found: Document | None = session.execute(statement, parameters).scalars().first()
    return found


document_db = DocumentDB()
