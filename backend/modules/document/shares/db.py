"""Queries on shares. Flushes, never commits."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Uuid,
    any_,
    bindparam,
    case,
    func,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import defer
from sqlmodel import Session, col

from backend.core.compiled import Compiled, insert_row
from backend.core.pagination import Position, in_order
from backend.models import Document, DocumentShare, DocumentVersion, User
from backend.modules.document.shares.lib import ListedShare, ShareState

_HAS_DOWNLOADS_LEFT = or_(
    col(DocumentShare.max_downloads).is_(None),
    col(DocumentShare.downloads) < col(DocumentShare.max_downloads),
)
_CAN_BE_USED = (
    col(DocumentShare.revoked_at).is_(None),
    col(DocumentShare.expires_at) > bindparam("now"),
    _HAS_DOWNLOADS_LEFT,
)
# The ids are one array, because a parameter for each id costs more than the query. As a
# column of the list, Postgres would read the whole table for each document if most of its
# rows belong to a few documents, which one user could bring about.
_ACTIVE = Compiled(
    select(col(DocumentShare.document_id), func.count())
    .where(
        col(DocumentShare.document_id) == any_(bindparam("ids", type_=ARRAY(Uuid))),
        *_CAN_BE_USED,
    )
    .group_by(col(DocumentShare.document_id))
)


class ShareDB:
    """Queries on public links to documents."""

    def add(self, session: Session, share: DocumentShare) -> None:
        """Insert a share."""
        insert_row(session, share)

    def page(
        self,
        session: Session,
        owner_id: UUID,
        *,
        document_id: UUID | None = None,
        state: ShareState | None = None,
        now: datetime,
        after: Position | None,
        limit: int,
    ) -> Sequence[ListedShare]:
        """Return shares of a document, or of all documents of an owner, newest first."""
        state_now = _state(now)
        statement: Any = (
            select(DocumentShare, col(Document.title), state_now)
            .join(Document, col(Document.id) == DocumentShare.document_id)
            .where(col(Document.owner_id) == owner_id)
        )
        if document_id is not None:
            statement = statement.where(col(DocumentShare.document_id) == document_id)
        else:
            # An array, because for a join Postgres would read the shares of all owners.
            own = select(col(Document.id)).where(col(Document.owner_id) == owner_id)
            ids = func.array(own.scalar_subquery())
            statement = statement.where(col(DocumentShare.document_id) == any_(ids))
        if state is not None:
            statement = statement.where(state_now == state)
        key, share_id = col(DocumentShare.created_at), col(DocumentShare.id)
        statement = in_order(statement, key, share_id, after=after, down=True)
        rows = session.execute(statement.limit(limit)).all()
        return [ListedShare(share, title, current) for share, title, current in rows]

    def active(
        self, session: Session, ids: Sequence[UUID], *, now: datetime
    ) -> dict[UUID, int]:
        """Return how many shares of these documents can be used; without those of 0."""
        return dict(_ACTIVE.all(session, {"ids": ids, "now": now}))

    def revoke(
        self, session: Session, share_id: UUID, *, document_id: UUID, now: datetime
    ) -> bool:
        """Revoke a share of a document; return False if it is unknown or revoked."""
        statement = (
            update(DocumentShare)
            .where(
                col(DocumentShare.id) == share_id,
                col(DocumentShare.document_id) == document_id,
                col(DocumentShare.revoked_at).is_(None),
            )
            .values(revoked_at=now)
            .returning(col(DocumentShare.id))
            .execution_options(synchronize_session=False)
        )
        return session.execute(statement).first() is not None

    def by_digests(
        self, session: Session, digests: Sequence[bytes], *, now: datetime
    ) -> tuple[DocumentShare, Document, str | None] | None:
        """Return a usable share that has downloads left, its document and owner's name."""
        statement = (
            _live(select(DocumentShare, Document, col(User.full_name)), now)
            .options(defer(Document.search))
            .where(col(DocumentShare.token_digest).in_(digests), _HAS_DOWNLOADS_LEFT)
        )
        row = session.execute(statement).first()
        return (row[0], row[1], row[2]) if row else None

    def count_download(self, session: Session, share_id: UUID) -> bool:
        """Count one download; return False if none is left.

        The check and the change are one UPDATE, which locks the row: parallel downloads
        wait here and cannot exceed the limit.
        """
        statement = (
            update(DocumentShare)
            .where(
                col(DocumentShare.id) == share_id,
                col(DocumentShare.revoked_at).is_(None),
                _HAS_DOWNLOADS_LEFT,
            )
            .values(downloads=col(DocumentShare.downloads) + 1)
            .returning(col(DocumentShare.id))
            .execution_options(synchronize_session=False)
        )
        return session.execute(statement).first() is not None

    def version(
        self, session: Session, share_id: UUID, number: int, *, now: datetime
    ) -> DocumentVersion | None:
        """Return a version of the document of a usable share."""
        statement = _live(select(DocumentVersion).select_from(DocumentShare), now).join(
            DocumentVersion,
            col(DocumentVersion.document_id) == DocumentShare.document_id,
        )
        statement = statement.where(
            col(DocumentShare.id) == share_id, col(DocumentVersion.number) == number
        )
        return session.execute(statement).scalars().first()


def _state(now: datetime) -> ColumnElement[str]:
    return case(
        (col(DocumentShare.revoked_at).is_not(None), "revoked"),
        (col(DocumentShare.expires_at) <= now, "expired"),
        (not_(_HAS_DOWNLOADS_LEFT), "used_up"),
        (col(Document.deleted_at).is_not(None), "suspended"),
        else_="active",
    )


def _live(statement: Any, now: datetime) -> Any:
    """Restrict a statement to usable shares.

    These are not revoked or expired, the document is not in the trash, and its owner is
    active and not about to be deleted.
    """
    return (
        statement.join(Document, col(Document.id) == DocumentShare.document_id)
        .join(User, col(User.id) == Document.owner_id)
        .where(
            col(DocumentShare.revoked_at).is_(None),
            col(DocumentShare.expires_at) > now,
            col(Document.deleted_at).is_(None),
            col(User.is_active),
            col(User.delete_at).is_(None),
        )
    )


share_db = ShareDB()
