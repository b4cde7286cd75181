"""Queries of the search: what is indexed, and what is found. Flushes, never commits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, literal_column, select, update
from sqlmodel import Session, col

from backend.models import Document, DocumentText, DocumentVersion
from backend.modules.document.search_lib import (
    words_of,
)

# Ranked are the newest this many that match: the cost of a search is bounded,
# whatever the word and however many documents hold it.
CANDIDATES = 1000
_SEARCHED_CHARACTERS = 600
_LIKENESS = 0.5


@dataclass(frozen=True, slots=True)
class Found:
    """A document, how well it fits, and its text around the first word found."""

    document: Document
    rank: float
    text: str | None


def vector(title: str, tags: Sequence[str], text: Any) -> Any:
    """Return the SQL of what is found: the title first, then tags, then the text.

    `text` is SQL too. No language is presumed; words are found by their beginning.
    """
    parts = ((words_of(title), "A"), (words_of(" ".join(tags)), "B"), (text, "D"))
    found, *more = (
        func.setweight(func.to_tsvector("simple", part), literal_column(f"'{weight}'"))
        for part, weight in parts
    )
    for part in more:
        found = found.op("||")(part)
    return found


class SearchDB:
    """What is searched."""

    def index(self, session: Session, document: Document) -> None:
        """Make a document found by its title, its tags and its present text."""
        text = (
            select(col(DocumentText.text))
            .join(DocumentVersion, col(DocumentVersion.id) == DocumentText.version_id)
            .where(
                col(DocumentVersion.document_id) == document.id,
                col(DocumentVersion.number) == document.version,
            )
            .scalar_subquery()
        )
        text = func.coalesce(text, "")
        session.execute(
            update(Document)
            .where(col(Document.id) == document.id)
            .values(search=vector(document.title, document.tags, text))
            .execution_options(synchronize_session=False)
        )


search_db = SearchDB()
