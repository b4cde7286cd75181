"""Queries that find rows to index and store their vectors. Flushes, never commits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, func, literal, select, update
from sqlalchemy.dialects.postgresql import ARRAY, TEXT, insert
from sqlalchemy.orm import defer
from sqlmodel import Session, col

from backend.models import Document, DocumentText, DocumentVersion, DocumentWords
from backend.modules.document.db import DOCUMENTS

_KEY = ["document_id", "is_text"]
_COLUMNS = [*_KEY, "owner_id", "created_at", "words"]


@dataclass(frozen=True, slots=True)
class Unindexed:
    """A text without a vector of this version, and the document that shows it now."""

    version_id: UUID
    text: str
    current_of: Document | None


class IndexDB:
    """Queries that store vectors, and find rows whose vectors are old."""

    def put_head(
        self, session: Session, document: Document, lexemes: list[str]
    ) -> None:
        """Store the lexemes of a document's title, tags and file name."""
        rows = insert(DocumentWords).values(
            document_id=document.id,
            is_text=False,
            owner_id=document.owner_id,
            created_at=document.created_at,
            words=_vector(lexemes),
        )
        _store(session, rows)

    def put_text(self, session: Session, document: Document) -> None:
        """Store the lexemes of a document's current version, or that it has none."""
        session.execute(
            delete(DocumentWords)
            .where(
                col(DocumentWords.document_id) == document.id,
                col(DocumentWords.is_text),
            )
            .execution_options(synchronize_session=False)
        )
        current = (
            select(
                literal(document.id),
                literal(True),
                literal(document.owner_id),
                literal(document.created_at),
                col(DocumentText.words),
            )
            .join(DocumentVersion, col(DocumentVersion.id) == DocumentText.version_id)
            .where(
                col(DocumentVersion.document_id) == document.id,
                col(DocumentVersion.number) == document.version,
                col(DocumentText.words).is_not(None),
            )
        )
        _store(session, insert(DocumentWords).from_select(_COLUMNS, current))

    def set_words(
        self, session: Session, version_id: UUID, lexemes: list[str], *, version: int
    ) -> None:
        """Store the lexemes of a version's text."""
        session.execute(
            update(DocumentText)
            .where(col(DocumentText.version_id) == version_id)
            .values(words=_vector(lexemes), words_version=version)
            .execution_options(synchronize_session=False)
        )

    def lock_texts(
        self, session: Session, *, below: int, limit: int, characters: int
    ) -> Sequence[Unindexed]:
        """Lock and return texts with vectors of a version below `below`.

        All but the first together have at most this many characters. Texts whose
        document another transaction locked are skipped.
        """
        is_current = col(Document.version) == DocumentVersion.number
        old = (
            select(
                col(DocumentText.version_id),
                func.length(col(DocumentText.text)),
                is_current,
                Document,
            )
            .options(defer(Document.search))
            .join(DocumentVersion, col(DocumentVersion.id) == DocumentText.version_id)
            .join(Document, col(Document.id) == DocumentVersion.document_id)
            .where(
                col(DocumentText.words_version) < below,
                col(DocumentText.text).is_not(None),
            )
            .order_by(col(DocumentText.words_version))
            .limit(limit)
            .with_for_update(skip_locked=True, of=[Document, DocumentText])
        )
        some: dict[UUID, Document | None] = {}
        for version_id, length, current, document in session.execute(old):
            characters -= length
            if some and characters < 0:
                break
            some[version_id] = document if current else None
        texts = select(col(DocumentText.version_id), col(DocumentText.text)).where(
            col(DocumentText.version_id).in_(some)
        )
        return [
            Unindexed(version_id, text, some[version_id])
            for version_id, text in session.execute(texts)
        ]

    def lock_documents(
        self, session: Session, *, below: int, limit: int
    ) -> Sequence[Document]:
        """Lock and return documents whose vector is old or misses a change."""
        old = DOCUMENTS.where(col(Document.search_version) < below).order_by(
            col(Document.search_version)
        )
        found = _locked(session, old, limit)
        if found:
            return found
        changed = col(Document.search_revision) != col(Document.revision)
        # In the order of the index: Postgres expects that most rows have changed.
        other = DOCUMENTS.where(changed).order_by(col(Document.id))
        return _locked(session, other, limit)


def _vector(lexemes: list[str]) -> Any:
    """Return the SQL of a tsvector that only has lexemes, without positions."""
    return func.array_to_tsvector(literal(lexemes, ARRAY(TEXT)))


def _store(session: Session, rows: Any) -> None:
    """Insert rows, or replace the lexemes of rows that exist."""
    session.execute(
        rows.on_conflict_do_update(
            index_elements=_KEY, set_={"words": rows.excluded.words}
        ).execution_options(synchronize_session=False)
    )


def _locked(
    session: Session, statement: Select[Document], limit: int
) -> Sequence[Document]:
    locked = statement.limit(limit).with_for_update(skip_locked=True)
    return session.execute(locked).scalars().all()


index_db = IndexDB()
