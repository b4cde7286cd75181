"""The types of fields, over inputs that nobody thought of."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from backend.core.password import prepared
from backend.core.validation import (
    Code,
    Day,
    Email,
    Instant,
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
    assert 8 <= len(prepared(text).encode()) <= 72
    assert repr(password) == "SecretStr('**********')"


@pytest.mark.parametrize("code", ["12345", "1234567", "12a456", "\u2460" * 6, "-12345"])
def test_a_code_is_six_decimal_digits(code: str) -> None:
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


def assert_published(text_type: Any, text: str) -> None:
    """Hold the published pattern to what is really taken."""
    adapter = TypeAdapter(text_type)
    pattern = adapter.json_schema()["pattern"].removesuffix("$") + r"\Z"

    try:
        adapter.validate_python(text)
        taken = True
    except ValidationError:
        taken = False

    assert bool(re.match(pattern, text)) is taken


@pytest.mark.parametrize("text_type", [Line, Text, OptionalText, Password])
@given(text=st.text(st.sampled_from("a \t\n\r\0\x7f\x9f\u2028é😀")))
def test_the_published_pattern_allows_what_the_service_takes(
    text_type: Any, text: str
) -> None:
    assert_published(text_type, text)


@pytest.mark.parametrize(
    "value", [0, 1.5, True, "0", "1795458792", " -1 ", "1_000", "1e3", ".5", ""]
)
@pytest.mark.parametrize("kind", [Day, Instant])
def test_a_number_is_no_day_and_no_time(kind: Any, value: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(value)


def test_a_day_and_a_time_are_read_as_iso_8601_writes_them() -> None:
    day = TypeAdapter(Day).validate_python("2026-12-01")
    instant = TypeAdapter(Instant).validate_python("2026-12-01T10:00:00+01:00")

    assert day.isoformat() == "2026-12-01"
    assert instant.isoformat() == "2026-12-01T09:00:00+00:00"
