"""Tests of the search: which documents it finds, their order, and the marked words."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session

from backend.modules.document.background import read_text
from backend.modules.document.search import candidates
from backend.modules.document.search import db as search_db
from tests.document.steps import DOCUMENTS, uploaded
from tests.support.accounts import Account
from tests.support.each import each
from tests.support.paging import all_pages


def search(
    client: TestClient, account: Account, words: str, **more: Any
) -> list[dict[str, Any]]:
    """Return the documents that a search finds, best match first."""
    reply = client.get(
        DOCUMENTS, params={"search": words, **more}, headers=account.headers
    )
    assert reply.status_code == 200, reply.text
    items: list[dict[str, Any]] = reply.json()["items"]
    return items


def titles(found: list[dict[str, Any]]) -> list[str]:
    """Return the titles of found documents."""
    return [item["title"] for item in found]


@pytest.fixture
def library(client: TestClient, db: Session, owner: Account) -> None:
    """Upload four documents, and read their texts."""
    texts = {
        "Invoice-2026.07": b"Rent for July.",
        "Contract": b"The invoice comes monthly. " * 3,
        "Holiday": b"Mountains and lakes.",
        "Letter": b"Dear landlord, the heating is broken.",
    }
    for title, text in texts.items():
        tags = ["invoice"] if title == "Holiday" else []
        uploaded(client, owner, text, title=title, tags=tags)
    while read_text(db):
        pass


@pytest.mark.usefixtures("library")
class TestFinding:
    """Tests of which documents are found by which words."""

    def test_a_title_ranks_above_a_tag_and_a_tag_above_the_text(
        self, client: TestClient, owner: Account
    ) -> None:
        found = search(client, owner, "invoice")

        assert titles(found) == ["Invoice-2026.07", "Holiday", "Contract"]

    @each(
        "case",
        [
            ("inv", ["Invoice-2026.07", "Holiday", "Contract"]),
            ("2026", ["Invoice-2026.07"]),
            ("INVOICE rent", ["Invoice-2026.07"]),
            ("heating land", ["Letter"]),
            ("invoice heating", []),
            ("nothing", []),
            ("!!! ' & | :* \\ <->", []),
            ("'); DROP TABLE documents; --", []),
        ],
    )
    def test_each_search_word_must_be_the_beginning_of_a_word(
        self, client: TestClient, owner: Account, case: tuple[str, list[str]]
    ) -> None:
        words, expected = case

        assert titles(search(client, owner, words)) == expected

    @each(
        "case",
        [
            ("contrcat", "Contract"),
            ("holliday", "Holiday"),
            ("invioce", "Invoice-2026.07"),
        ],
    )
    def test_a_search_with_a_typo_finds_similar_titles(
        self, client: TestClient, owner: Account, case: tuple[str, str]
    ) -> None:
        typo, expected = case

        assert titles(search(client, owner, typo))[:1] == [expected]

    def test_filters_also_apply_to_a_search(
        self, client: TestClient, owner: Account
    ) -> None:
        assert titles(search(client, owner, "invoice", tag="invoice")) == ["Holiday"]
        assert search(client, owner, "invoice", type="application/pdf") == []
        assert search(client, owner, "invioce", type="application/pdf") == []

    @each("words", ["invoice", "nvoic", "l", "holliday"])
    def test_pages_of_a_search_have_every_document_once_and_in_order(
        self, client: TestClient, owner: Account, words: str
    ) -> None:
        whole = [item["id"] for item in search(client, owner, words)]

        pages = all_pages(client, DOCUMENTS, owner.headers, search=words, limit=1)

        assert [item["id"] for item in pages] == whole
        assert whole

    def test_only_the_newest_matches_are_ranked(
        self, client: TestClient, owner: Account, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for module in (search_db, candidates):
            monkeypatch.setattr(module, "CANDIDATES", 2)

        assert titles(search(client, owner, "invoice")) == ["Holiday", "Contract"]

    def test_a_changed_title_is_found_by_its_new_words_and_still_by_its_text(
        self, client: TestClient, owner: Account
    ) -> None:
        [letter] = search(client, owner, "letter")
        client.patch(
            f"{DOCUMENTS}/{letter['id']}",
            json={"title": "Complaint"},
            headers=owner.headers,
        )

        assert titles(search(client, owner, "complaint")) == ["Complaint"]
        assert titles(search(client, owner, "heating")) == ["Complaint"]
        assert search(client, owner, "letter") == []

    @each(
        "case",
        [
            ("ovembe", []),
            ("oliday", ["Holiday"]),
            ("andlord, the heating is bro", ["Letter"]),
            ("July letter", []),
            ("2026.07", ["Invoice-2026.07"]),
            ("026.0", ["Invoice-2026.07"]),
            ("note.txt mountains", ["Holiday"]),
            ("letter dear broken note", ["Letter"]),
        ],
    )
    def test_a_search_may_begin_inside_a_word(
        self, client: TestClient, owner: Account, case: tuple[str, list[str]]
    ) -> None:
        words, expected = case

        assert titles(search(client, owner, words)) == expected


SHOWN = (
    "ada@example.org, RE-2024-0815, 2024-03-15: 99.95\u2014dash •bullet dots… “contract” "
    "https://example.net/a no-break\u00a0space hy\u00adphen ﬁnal Straße Σίσυφος \uff26\uff55\uff4c\uff4c "
    "東京都庁 สวัสดีกรุงเทพ हिन्दी🎉"
)
RUNS = (
    *("ada@example.org", "RE-2024-0815", "2024-03-15", "99.95", "contract", "dash"),
    *("https://example.net/a", "bullet", "dots", "no-break space", "break", "hyphen"),
    *(
        "final",
        "STRASSE",
        "ΣΊΣΥΦΟΣ",
        "full",
        "東京都",
        "京都庁",
        "กรุงเทพ",
        "हिन्दी",
        "🎉",
    ),
)


@pytest.mark.parametrize("place", ["text", "title"])
def test_what_a_document_shows_finds_it(
    client: TestClient, db: Session, owner: Account, place: str
) -> None:
    text, title = (SHOWN, "Paper") if place == "text" else ("other", SHOWN)
    uploaded(client, owner, text.encode(), title=title)
    uploaded(client, owner, b"2024 99 03 15 95 example org net", title="Other")
    while read_text(db):
        pass

    best = {run: search(client, owner, run)[:1] for run in RUNS}

    assert {run for run in RUNS if titles(best[run]) != [title]} == set()
    for found in best.values():
        assert "<mark>" in found[0]["title_html"] + (found[0]["text_html"] or "")


@pytest.mark.usefixtures("library")
def test_found_words_are_marked(client: TestClient, owner: Account) -> None:
    [letter] = search(client, owner, "heat")
    [invoice] = search(client, owner, "2026")

    assert letter["text_html"] == ("Dear landlord, the <mark>heating</mark> is broken.")
    assert letter["title_html"] == "Letter"
    assert invoice["title_html"] == "Invoice-<mark>2026</mark>.07"
    assert invoice["text_html"] is None


def test_an_excerpt_is_cut_around_the_found_word(
    client: TestClient, db: Session, owner: Account
) -> None:
    uploaded(client, owner, b"word " * 2000 + b"needle" + b" word" * 2000)
    read_text(db)

    [found] = search(client, owner, "needle")

    assert "<mark>needle</mark>" in found["text_html"]
    assert found["text_html"].startswith("… ")
    assert found["text_html"].endswith(" …")
    assert len(found["text_html"]) < 300


def test_markup_in_a_document_is_escaped_in_excerpts(
    client: TestClient, db: Session, owner: Account
) -> None:
    uploaded(
        client,
        owner,
        b'find <img src=x onerror="alert(1)"> & <mark>me</mark>',
        title="find <script>alert(1)</script>",
    )
    read_text(db)

    for words in ("find", "script", "mark", "lt", "amp"):
        for found in search(client, owner, words):
            shown = found["title_html"] + (found["text_html"] or "")
            rest = shown.replace("<mark>", "").replace("</mark>", "")
            assert "<" not in rest
            assert '"' not in rest


def test_a_blank_search_lists_all_documents(client: TestClient, owner: Account) -> None:
    uploaded(client, owner)

    assert len(search(client, owner, "  ")) == 1
