"""Whatever run of characters a person copies out of a document finds the document.

The normal run tries a few hundred runs; `pytest -m nightly` tries 20,000.
"""

import random
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from backend.core import token
from backend.core.words import folded, split
from backend.models import Document, DocumentText, DocumentVersion, User
from backend.modules.document.indexing.indexing import describe, index_service
from backend.modules.document.lib import Filters
from backend.modules.document.search.db import search_db
from backend.modules.document.search.lexemes import text_lexemes
from backend.modules.document.search.query import parts_of, query_of
from tests.document.scripts import SCRIPTS, is_whole, texts

_FILE: dict[str, Any] = {
    "name": "n.txt",
    "media_type": "text/plain",
    "size": 1,
    "sha256": b"hash",
}
_RUNS = 6  # of each text


def stored(
    db: Session, title: str, text: str, owner_id: UUID | None = None
) -> Document:
    """Store a document with this title and text, as the upload and the job do."""
    if owner_id is None:
        owner = User(email=f"{token.new_id()}@example.com", password_hash="x")
        db.add(owner)
        db.flush()
        owner_id = owner.id
    document = Document(owner_id=owner_id, title=title, title_key="", tags=[], **_FILE)
    describe(document)
    db.add(document)
    db.flush()
    index_service.add(db, document)
    version = DocumentVersion(
        document_id=document.id, storage_name=str(token.new_id()), **_FILE
    )
    db.add(version)
    db.flush()
    db.add(DocumentText(version_id=version.id, status="done", text=text))
    db.flush()
    index_service.keep_text(db, version.id, text_lexemes(text))
    index_service.use_current_text(db, document)
    return document


def found(db: Session, owner_id: UUID, search: str) -> Sequence[UUID]:
    """Return the ids of the documents that a search finds without similar titles."""
    parts = parts_of(search)
    query = query_of(search, parts)
    return [match.id for match in search_db.matches(db, owner_id, query, Filters())]


def says_enough(run: str) -> bool:
    """Return whether a run has more than one letter from the inside of a word.

    One letter alone only finds words that begin with it.
    """
    words = list(split(folded(run)))
    return len(words) > 1 or any(len(w.text) > 1 or w.kind != "word" for w in words)


def check(db: Session, script: str, text: str, seed: int) -> None:
    """Store a text as title and as text, and look for random runs of both."""
    chance = random.Random(seed)  # noqa: S311 (the test can be repeated)
    title = text[:200]
    titled = stored(db, title, "other words")
    holding = stored(db, "Paper", text)
    for whole, document in ((title, titled), (text, holding)):
        for _ in range(_RUNS):
            start = chance.randrange(len(whole))
            end = min(len(whole), start + chance.randint(1, 40))
            run = whole[start:end]
            if is_whole(whole, start, end) and says_enough(run):
                assert found(db, document.owner_id, run) == [document.id], (script, run)
    db.rollback()


def _all_scripts() -> st.SearchStrategy[tuple[str, str]]:
    return st.one_of(*(st.tuples(st.just(script), texts(script)) for script in SCRIPTS))


_FEW = settings(
    max_examples=25,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@_FEW
@given(_all_scripts(), st.integers(0, 2**32))
def test_a_run_of_characters_finds_its_document(
    db: Session, sample: tuple[str, str], seed: int
) -> None:
    check(db, *sample, seed)


@pytest.mark.nightly
@settings(_FEW, max_examples=1_700, phases=list(Phase))
@given(_all_scripts(), st.integers(0, 2**32))
def test_any_run_of_characters_finds_its_document(
    db: Session, sample: tuple[str, str], seed: int
) -> None:
    check(db, *sample, seed)
