"""The service that makes vectors and sort keys of documents.

Each row stores by which version of the functions its vector was made, and for which
revision. A job makes vectors again that an older version made, or that miss a change by
release 1.0.0. Until then, such rows are found by their old vectors.
"""

from uuid import UUID

from sqlmodel import Session

from backend.core.collation import sort_key
from backend.models import Document
from backend.modules.document.indexing.db import index_db
from backend.modules.document.search.lexemes import (
    VERSION,
    head_lexemes,
    head_vector,
    text_lexemes,
)

# One piece of work: about a third of a second.
_DOCUMENTS = 200
_TEXTS = 200
_TEXT_CHARACTERS = 300_000


def describe(document: Document) -> None:
    """Set the columns by which a document is sorted and ranked.

    When the title, the tags or the file name changed, call this, flush, and then call
    `index_service.add`.
    """
    document.title_key = document.title.casefold()
    document.title_sort = sort_key(document.title)
    document.search = head_vector(document.title, document.tags, document.name)
    document.search_version = VERSION
    document.search_revision = document.revision


class IndexService:
    """Indexes documents and texts, and indexes old rows again."""

    def add(self, session: Session, document: Document) -> None:
        """Index a document that was described and flushed, but not its text."""
        found = head_lexemes(document.title, document.tags, document.name)
        index_db.put_head(session, document, found)

    def use_current_text(self, session: Session, document: Document) -> None:
        """Index the text of the current version; call this when that changed."""
        index_db.put_text(session, document)

    def keep_text(self, session: Session, version_id: UUID, lexemes: list[str]) -> None:
        """Store the lexemes of a text, from `text_lexemes`."""
        index_db.set_words(session, version_id, lexemes, version=VERSION)

    def index_some(self, session: Session) -> bool:
        """Index some old texts or else documents; return whether there may be more.

        Texts come first: the old vector of a document contains its text, and the new
        one does not.
        """
        texts = index_db.lock_texts(
            session, below=VERSION, limit=_TEXTS, characters=_TEXT_CHARACTERS
        )
        for text in texts:
            self.keep_text(session, text.version_id, text_lexemes(text.text))
            if text.current_of is not None:
                self.use_current_text(session, text.current_of)
        if texts:
            return True
        documents = index_db.lock_documents(session, below=VERSION, limit=_DOCUMENTS)
        for document in documents:
            describe(document)
        session.flush()
        for document in documents:
            self.add(session, document)
            self.use_current_text(session, document)
        return len(documents) == _DOCUMENTS


index_service = IndexService()
