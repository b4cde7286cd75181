"""The types of fields, tested with generated and odd inputs."""

from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from backend.core.password import prepared_password
from backend.core.spelling import canonical_email
from backend.core.validation import (
    Code,
    Day,
    Email,
    Instant,
    Line,
    Locale,
    NewPassword,
    OptionalText,
    Password,
    Text,
    Timezone,
)
from backend.modules.document.lib import clean_name
from backend.modules.document.schemas import Tag
from tests.support.each import each

INVISIBLE = [
    *("\u200b", "\u200d\u200d", "\u2060", "\ufeff", "\u00ad", "\u034f", "\u0301\u0301"),
    *("\u3164", "\u115f\u1160", "\uffa0", "\u2800", "\ufe0f", "\U000e0041", "\u180e"),
    *("\u00a0\u200b", "\u200b \u200b", "\u17b4", "\u061c"),
]
ADDRESSES = st.one_of(st.emails(), st.text(), st.text().map("a{}@example.com".format))


@given(ADDRESSES)
def test_the_normal_form_of_an_address_is_stable(text: str) -> None:
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
def test_a_new_password_is_accepted_unchanged_or_refused(text: str) -> None:
    try:
        password = TypeAdapter(NewPassword).validate_python(text)
    except ValidationError:
        return

    assert password.get_secret_value() == text
    assert 8 <= len(prepared_password(text).encode()) <= 72
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
    """Check that the published pattern agrees with the type's validation."""
    adapter = TypeAdapter(text_type)
    published = {"type": "string", "pattern": adapter.json_schema()["pattern"]}

    try:
        adapter.validate_python(text)
        taken = True
    except ValidationError:
        taken = False

    assert jsonschema_rs.is_valid(published, text) is taken


@pytest.mark.parametrize("text_type", [Line, Text, OptionalText, Password])
@given(text=st.text(st.sampled_from("a \t\n\r\0\x7f\x9f\u2028é😀\u200b\u0301\u2060")))
def test_the_published_pattern_matches_the_accepted_texts(
    text_type: Any, text: str
) -> None:
    assert_published(text_type, text)


@pytest.mark.parametrize(
    ("tag", "stored"),
    [
        ("en", "en"),
        ("es-419", "es-419"),
        ("en-001", "en-001"),
        ("EN-gb", "en-GB"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("ca-es-Valencia", "ca-ES-valencia"),
        ("sl-rozaj-biske-1994", "sl-rozaj-biske-1994"),
        ("zh-cmn-Hans-CN", "zh-cmn-Hans-CN"),
        ("DE-de-U-CO-PHONEBK", "de-DE-u-co-phonebk"),
        ("en-ca-X-CA", "en-CA-x-ca"),
        ("AZ-latn-x-LATN", "az-Latn-x-latn"),
        ("X-Whatever", "x-whatever"),
    ],
)
def test_a_well_formed_language_tag_is_stored_in_its_canonical_case(
    tag: str, stored: str
) -> None:
    assert TypeAdapter(Locale).validate_python(tag) == stored
    assert TypeAdapter(Locale).validate_python(stored) == stored


@pytest.mark.parametrize(
    "tag",
    [
        *("", "e", "en_GB", "en-", "-en", "en--GB", "en-u", "en-x", "en-abcdefghi"),
        *("en-GB\n", " en", "12", "englishes", "a-DE", "en-GB-US", "en" + "-u-aa" * 20),
    ],
)
def test_a_malformed_language_tag_is_refused(tag: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Locale).validate_python(tag)


@given(st.from_regex(TypeAdapter(Locale).json_schema()["pattern"], fullmatch=True))
def test_the_normal_form_of_a_language_tag_is_stable(tag: str) -> None:
    try:
        stored = TypeAdapter(Locale).validate_python(tag)
    except ValidationError:
        assert len(tag) > 64 or tag.endswith("\n")
        return

    assert stored.lower() == tag.lower()
    assert TypeAdapter(Locale).validate_python(stored) == stored


@pytest.mark.parametrize("name", ["localtime", "Factory", "posixrules", "Mars/Base"])
def test_a_zone_that_names_no_place_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Timezone).validate_python(name)


def test_a_local_part_has_64_characters_at_most() -> None:
    longest = f"{'a' * 64}@example.com"

    assert TypeAdapter(Email).validate_python(longest) == longest
    with pytest.raises(ValidationError):
        TypeAdapter(Email).validate_python(f"a{longest}")


@pytest.mark.parametrize("text_type", [Line, Text, Tag])
@each("text", INVISIBLE)
def test_an_invisible_text_is_empty(text_type: Any, text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(text_type).validate_python(text)


@each("text", INVISIBLE)
def test_a_file_name_that_is_invisible_before_its_extension_is_refused(
    text: str,
) -> None:
    with pytest.raises(ValueError, match="must have a name"):
        clean_name(f"{text}.txt")


@pytest.mark.parametrize("text", ["क\u094dष", "👩\u200d💻", "נ\u200cב", "1", "!", "★"])
def test_a_visible_text_is_kept(text: str) -> None:
    assert TypeAdapter(Line).validate_python(text) == text


@pytest.mark.parametrize(
    "value", [0, 1.5, True, "0", "1795458792", " -1 ", "1_000", "1e3", ".5", ""]
)
@pytest.mark.parametrize("kind", [Day, Instant])
def test_a_number_is_not_a_date_or_a_time(kind: Any, value: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(value)


def test_dates_and_times_are_read_in_iso_8601() -> None:
    day = TypeAdapter(Day).validate_python("2026-12-01")
    instant = TypeAdapter(Instant).validate_python("2026-12-01T10:00:00+01:00")

    assert day.isoformat() == "2026-12-01"
    assert instant.isoformat() == "2026-12-01T09:00:00+00:00"
