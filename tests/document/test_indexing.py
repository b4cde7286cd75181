"""Tests of the vectors: which rows are indexed again, what a change costs, and limits."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlmodel import Session

from backend.modules.document.background import index_documents, read_text
from backend.modules.document.indexing import indexing
from backend.modules.document.indexing.indexing import index_service
from backend.modules.document.search.lexemes import VERSION, text_lexemes
from tests.document.steps import DOCUMENTS, uploaded
from tests.document.test_search import search, titles
from tests.support.accounts import Account
from tests.support.each import each

# What release 1.0.0 stores: one vector of title, tags and text.
_AS_1_0_0 = """
    UPDATE documents SET title_sort = NULL, search_version = 0, search_revision = 0,
        search = to_tsvector('simple', title || ' found words of 2024-03-15')
"""


@pytest.fixture
def old(client: TestClient, db: Session, owner: Account) -> dict[str, Any]:
    """Upload a document, and store it as release 1.0.0 does."""
    document = uploaded(client, owner, b"found words of 2024-03-15", title="Report")
    read_text(db)
    db.execute(text(_AS_1_0_0))
    db.execute(text("UPDATE document_texts SET words = NULL, words_version = 0"))
    db.execute(text("DELETE FROM document_words"))
    db.commit()
    return document


def indexed(db: Session) -> None:
    """Run the job until there is nothing more to index."""
    while index_service.index_some(db):
        pass
    index_documents(db)


def test_old_rows_are_found_before_they_are_indexed_again_and_after(
    client: TestClient, db: Session, owner: Account, old: dict[str, Any]
) -> None:
    before = [titles(search(client, owner, words)) for words in ("rep", "found words")]
    unknown = search(client, owner, "ound words of 2024-03")

    indexed(db)

    assert before == [["Report"]] * 2
    assert unknown == []
    for words in ("rep", "found words", "eport", "ound words of 2024-03"):
        assert titles(search(client, owner, words)) == ["Report"]


def test_a_later_version_of_the_functions_indexes_every_row_again(
    client: TestClient, db: Session, owner: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploaded(client, owner, b"words", title="Report")
    read_text(db)
    assert not index_service.index_some(db)
    monkeypatch.setattr(f"{indexing.__name__}.VERSION", VERSION + 1)

    indexed(db)

    versions = db.execute(
        text("SELECT search_version, words_version FROM documents, document_texts")
    ).all()
    assert [tuple(row) for row in versions] == [(VERSION + 1,) * 2]


def test_a_change_by_release_1_0_0_is_indexed(
    client: TestClient, db: Session, owner: Account
) -> None:
    uploaded(client, owner, title="Report")
    db.execute(text("UPDATE documents SET title = 'Älter', revision = revision + 1"))
    db.commit()

    indexed(db)

    assert titles(search(client, owner, "lter")) == ["Älter"]
    key = db.execute(text("SELECT title_sort FROM documents")).scalar_one()
    assert key.startswith("alter")


def test_several_workers_index_different_rows(
    client: TestClient, db: Session, owner: Account, old: dict[str, Any]
) -> None:
    db.execute(text("SELECT * FROM document_texts FOR UPDATE"))
    db.execute(text("SELECT * FROM documents FOR UPDATE"))

    with Session(db.get_bind()) as other:
        assert not index_service.index_some(other)


def test_a_new_title_leaves_the_vector_of_the_text_alone(
    client: TestClient, db: Session, owner: Account
) -> None:
    document = uploaded(client, owner, b"heating", title="Letter")
    read_text(db)
    row = text("SELECT xmin::text, ctid::text FROM document_words WHERE is_text")
    before = db.execute(row).one()

    client.patch(
        f"{DOCUMENTS}/{document['id']}",
        json={"title": "Complaint"},
        headers=owner.headers,
    )

    db.rollback()
    assert db.execute(row).one() == before
    assert titles(search(client, owner, "complaint heating")) == ["Complaint"]


LONG = {
    "han": "".join(chr(0x4E00 + n * 7919 % 20_000) for n in range(87_000)),
    "operators": "'\\':* & | ! <-> " * 10_000 + "needle",
    "one letter": "a" * 262_144,
    "words": " ".join(f"{n:x}" for n in range(45_000)),
    "table": ",".join(f"{n * 7919:x}" for n in range(35_000)),
    "phrases": "\ufdfa" * 87_000,
    "marks": "e\u0301\u0323" * 50_000,
}
OF_EACH_RUN = ("han", "operators")


@pytest.mark.parametrize(
    "kind",
    [
        *OF_EACH_RUN,
        *(
            pytest.param(kind, marks=pytest.mark.nightly)
            for kind in LONG
            if kind not in OF_EACH_RUN
        ),
    ],
)
def test_any_text_fits_into_a_vector(
    client: TestClient, db: Session, owner: Account, kind: str
) -> None:
    data = LONG[kind].encode()[:262_144]
    beginning = data.decode(errors="ignore")[:30]

    lexemes = text_lexemes(data.decode(errors="ignore"))
    uploaded(client, owner, data, title="Paper")
    read_text(db)

    assert sum(len(lexeme.encode()) for lexeme in lexemes) < 1_000_000
    assert titles(search(client, owner, beginning)) == ["Paper"] * bool(
        beginning.strip("'\\:*&|!<-> ")
    )


@pytest.fixture
def contract(client: TestClient, owner: Account) -> None:
    """Upload a document."""
    uploaded(client, owner, title="Contract 2024-03-15")


@pytest.mark.usefixtures("contract")
@each(
    "words",
    [
        "\u0301" * 200,
        "a\u0301" * 100,
        "東" * 200,
        "".join(map(chr, range(0x4E00, 0x4E00 + 200))),
        "\ufdfa" * 200,
        "a " * 100,
        "a." * 100,
        "((((((((((a+)+)+)+)*)*" * 8,
        "'\\ & | ! ( ) <-> :* A",
        "\x00a\x00",
        "🎉" * 200,
        "-ntrac 2024.03",
    ],
)
def test_a_hostile_search_is_answered(
    client: TestClient, owner: Account, words: str
) -> None:
    found = search(client, owner, words)

    assert len(found) <= 1
