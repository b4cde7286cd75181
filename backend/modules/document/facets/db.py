"""Queries that count documents by type and by tag. They read only."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, literal, select, tuple_, union_all
from sqlmodel import Session, col

from backend.models import Document
from backend.modules.document.db import matching
from backend.modules.document.lib import Filters

# Only this many documents, the newest, are counted. This bounds the cost for an owner
# whose quota is larger than usual.
COUNTED = 20_000
TAGS = 20


class FacetDB:
    """Counts the documents of an owner."""

    def counts(
        self,
        session: Session,
        owner_id: UUID,
        filters: Filters,
        *,
        ids: Sequence[UUID] | None = None,
    ) -> tuple[dict[str, int], dict[str, int]]:
        """Return the number of matching documents by media type, and by tag.

        If `ids` is not None, only these documents are counted. Only the most frequent tags are returned, the most frequent first.
        """
        newest = _newest(owner_id, filters)
        if ids is not None:
            newest = newest.where(col(Document.id).in_(ids))
        some = newest.cte("some")
        types = select(
            literal("type").label("kind"), some.c.media_type, func.count()
        ).group_by(some.c.media_type)
        every = select(func.unnest(some.c.tags).label("tag")).subquery()
        tags = (
            select(literal("tag"), every.c.tag, func.count())
            .group_by(every.c.tag)
            .order_by(func.count().desc(), every.c.tag)
            .limit(TAGS)
        )
        found: dict[str, dict[str, int]] = {"type": {}, "tag": {}}
        for kind, value, count in session.execute(
            union_all(types, tags.subquery().select())
        ):
            found[kind][value] = count
        return found["type"], found["tag"]

    def tags(
        self,
        session: Session,
        owner_id: UUID,
        *,
        prefix: str,
        after: tuple[int, str] | None,
        limit: int,
    ) -> Sequence[tuple[str, int]]:
        """Return tags that begin like this, with the number of documents.

        The most frequent tags come first, and tags of one frequency by name.
        """
        some = _newest(owner_id, Filters()).subquery()
        every = select(func.unnest(some.c.tags).label("tag")).subquery()
        each: Any = (
            select(every.c.tag, func.count().label("documents"))
            .where(func.starts_with(every.c.tag, prefix))
            .group_by(every.c.tag)
            .subquery()
        )
        rarity = -each.c.documents
        statement = select(each.c.tag, each.c.documents).order_by(rarity, each.c.tag)
        if after is not None:
            documents, name = after
            there = tuple_(literal(-documents), literal(name))
            statement = statement.where(tuple_(rarity, each.c.tag) > there)
        found = session.execute(statement.limit(limit)).all()
        return [(name, documents) for name, documents in found]


def _newest(owner_id: UUID, filters: Filters) -> Any:
    """Return a query for the newest documents that match, COUNTED at most."""
    columns = select(col(Document.media_type), col(Document.tags))
    order = (col(Document.created_at).desc(), col(Document.id).desc())
    return matching(columns, owner_id, filters).order_by(*order).limit(COUNTED)


facet_db = FacetDB()
