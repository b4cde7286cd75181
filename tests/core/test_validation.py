"""The types of fields, over inputs that nobody thought of."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from backend.core.validation import (
    Code,
    Email,
    Line,
    NewPassword,
    OptionalText,
    Password,
    Text,
    canonical_email,
)

ADDRESSES = st.one_of(st.emails(), st.text(), st.text().map("a{}@example.com".format))


@given(ADDRESSES)
def test_an_address_has_one_spelling_and_keeps_it(text: str) -> None:
    try:
        spelling = canonical_email(text)
    except ValueError:
        return

    assert canonical_email(spelling) == spelling
    assert spelling.isascii()
    assert spelling == spelling.lower()
    assert "\n" not in spelling
    assert "\r" not in spelling


@given(st.text())
def test_only_ascii_addresses_fold_into_ascii_names(name: str) -> None:
    try:
        spelling = canonical_email(f"{name}@example.com")
    except ValueError:
        return

    assert name.isascii()
    assert spelling == f"{name.lower()}@example.com"


@given(st.text())
def test_a_line_is_one_line_without_controls(text: str) -> None:
    try:
        line = TypeAdapter(Line).validate_python(text)
    except ValidationError:
        return

    assert line == line.strip()
    assert len(line.splitlines()) == 1
    assert 1 <= len(line) <= 200


@given(st.text())
def test_a_new_password_is_kept_as_it_is_or_refused(text: str) -> None:
    try:
        password = TypeAdapter(NewPassword).validate_python(text)
    except ValidationError:
        return

    assert password.get_secret_value() == text
    assert 8 <= len(text.encode()) <= 72
    assert repr(password) == "SecretStr('**********')"


@pytest.mark.parametrize("code", ["12345", "1234567", "12a456", "\u0661" * 6, "-12345"])
def test_a_code_is_six_ascii_digits(code: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Code).validate_python(code)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Ada@Example.COM", "ada@example.com"),
        ("ada+tag@example.com", "ada+tag@example.com"),
        ("ada@b\u00fccher.example", "ada@xn--bcher-kva.example"),
    ],
)
def test_addresses_are_stored_in_lower_case_ascii(typed: str, stored: str) -> None:
    assert TypeAdapter(Email).validate_python(typed) == stored


@pytest.mark.parametrize("text_type", [Line, Text, OptionalText, Password])
@given(text=st.text(st.sampled_from("a \t\n\r\0\x7f\x9f\u2028é😀")))
def test_the_published_pattern_allows_what_the_service_takes(
    text_type: Any, text: str
) -> None:
    adapter = TypeAdapter(text_type)
    pattern = adapter.json_schema()["pattern"].removesuffix("$") + r"\Z"

    try:
        adapter.validate_python(text)
        taken = True
    except ValidationError:
        taken = False

    assert bool(re.match(pattern, text)) is taken
