"""Tests of misspelt searches: which words they may mean, and which titles they find."""

from functools import partialmethod

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from backend.modules.document.search import candidates
from backend.modules.document.search.candidates import Candidates
from backend.modules.document.search.typos import corrected, neighbours_of
from tests.document.steps import uploaded
from tests.document.test_search import search, titles
from tests.support.accounts import Account

TITLES = (
    "Müller contract 2026",
    "Договор аренды",
    "Invoice",
    "Invoices of the year",
)


@given(st.text(st.sampled_from("abcdefz"), min_size=2, max_size=8), st.data())
def test_a_word_with_one_typo_has_the_right_word_as_a_neighbour(
    word: str, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(word) - 1))
    other = data.draw(st.sampled_from("abcxyz"))
    before, letter, after = word[:place], word[place], word[place + 1 :]
    typos = (
        before + after,
        before + other + after,
        before + letter + other + after,
        before + after[:1] + letter + after[1:],
    )

    assert all(word in neighbours_of(typo) for typo in typos if typo)


@pytest.mark.parametrize(
    ("typo", "word"), [("muller", "müller"), ("даговор", "договор"), ("λογοσ", "λόγοσ")]
)
def test_forgotten_accents_and_other_scripts_are_typos(typo: str, word: str) -> None:
    assert word in neighbours_of(typo)


def test_a_number_has_no_neighbours() -> None:
    assert list(neighbours_of("2026")) == []


def test_a_long_search_looks_for_a_bounded_number_of_words() -> None:
    words = [f"{letter * 19}" for letter in "abcdefghijkl"] + ["x" * 60]

    assert "".join(corrected(words)).count("|") < 3000


# A misspelt search; the titles one typo away from it, and then those like it.
SEARCHES = (
    ("müler", TITLES[:1], TITLES[:1]),
    ("muller contrcat", TITLES[:1], TITLES[:1]),
    ("contrct 2026", TITLES[:1], TITLES[:1]),
    ("contrct 2027", (), TITLES[:1]),
    ("contrct zzzz", (), ()),
    ("даговор", TITLES[1:2], TITLES[1:2]),
    ("ivoice", TITLES[2:3], TITLES[2:]),
    ("invioces of yera", TITLES[3:], TITLES[3:]),
)


def test_a_misspelt_search_finds_like_titles_and_of_a_large_owner_those_one_typo_away(
    client: TestClient, owner: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    for title in TITLES:
        uploaded(client, owner, title.encode(), title=title)

    alike = [titles(search(client, owner, typo)) for typo, _, _ in SEARCHES]
    monkeypatch.setattr(candidates, "FEW", 0)
    monkeypatch.setattr(Candidates, "alike", lambda *_: [])
    near = [titles(search(client, owner, typo)) for typo, _, _ in SEARCHES]

    assert [tuple(found) for found in near] == [titles for _, titles, _ in SEARCHES]
    assert [tuple(found) for found in alike] == [titles for _, _, titles in SEARCHES]


def test_without_a_title_one_typo_away_those_of_the_newest_documents_are_compared(
    client: TestClient, owner: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    for title in ("Contracts", "Contractual"):
        uploaded(client, owner, title.encode(), title=title)
    monkeypatch.setattr(candidates, "FEW", 1)
    newest = partialmethod(Candidates.alike, among=1)
    monkeypatch.setattr(Candidates, "alike", newest)

    found = search(client, owner, "cntrac")

    assert titles(found) == ["Contractual"]
