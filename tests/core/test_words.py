"""Tests of folding and splitting texts, and of the order of titles."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.collation import sort_key
from backend.core.words import folded, pattern_of, split


@given(st.text())
def test_folding_a_folded_text_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("RE-2024-0815", ["re", "2024", "0815"]),
        ("“contract”\u00a0— new…", ["contract", "new"]),
        ("Straße ﬁnal \uff26\uff55\uff4c\uff4c İ", ["strasse", "final", "full", "i"]),
        ("हिन्दी ไทย", ["हिन्दी", "ไทย"]),
        ("2024年3月", ["2024", "年", "3", "月"]),
        ("👍🏽🇩🇪", ["👍", "🇩", "🇪"]),
        ("so\u00adft\u200d", ["soft"]),
        ("\u0301\x00\ud800 .", []),
    ],
)
def test_a_text_is_split_into_words(text: str, words: list[str]) -> None:
    assert [word.text for word in split(folded(text))] == words


@pytest.mark.parametrize(
    ("search", "text"),
    [
        ("ünal", "ÜNAL"),
        ("ÜNAL a", "u\u0308nal  \u00a0a"),
        ("a.b+c@d", "a.b+c@d"),
        ("\uff21\uff22", "ab"),
    ],
)
def test_the_pattern_of_a_text_finds_its_other_spellings(
    search: str, text: str
) -> None:
    assert re.search(pattern_of(search), text)


def test_the_pattern_of_blanks_is_empty() -> None:
    assert pattern_of(" \x00\u00a0") == ""


def test_texts_are_ordered_as_people_order_them() -> None:
    ordered = [
        "_old", "(draft)", "007", "9 lives", "10 lives", "Aal", "Arger", "Ärger",
        "Argument", "file 2", "file 10", "Lodz", "Łódź", "Lodzer", "Œuvre", "of", "Øre",
        "Zebra", "Ἀθήνα", "Βήτα", "Ёлка", "Елка 2", "Ель", "Игра", "Йод", "あい", "アウ",
        "東京",
    ]  # fmt: skip

    # Postgres compares the bytes of the keys.
    keys = [sort_key(title).encode() for title in ordered]
    assert keys == sorted(keys)


@given(st.text(max_size=200))
def test_a_sort_key_is_short_and_can_be_stored(text: str) -> None:
    key = sort_key(text)

    assert len(key) <= 301
    assert "\x00" not in key or "\x00" in text
