"""Codes are accepted in the forms in which people type and paste them."""

import unicodedata
from typing import Any

import jsonschema_rs
import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from backend.core.validation import Code, FactorCode
from tests.fixtures import Time
from tests.forgot_password.steps import ask, verify
from tests.support.accounts import assert_error, begin, code_for, confirm, verified
from tests.two_fa.steps import guarded, pending
from tests.two_fa.steps import verify as give
from tests.user.steps import call

FULL_WIDTH = str.maketrans(
    {chr(code): chr(code + 0xFEE0) for code in range(ord("!"), ord("~") + 1)}
)
# Forms of a six-digit code: blanks, dashes, marks, digits of other scripts.
PASTES = {
    "as mailed": "{}{}{}{}{}{}",
    "with blanks around it": "\r\n\t {}{}{}{}{}{}\u00a0\u3000\n",
    "in groups": "{}{}{} {}{}{}",
    "with narrow blanks": "{}{}{}\u202f{}{}{}",
    "with a hyphen": "{}{}{}-{}{}{}",
    "with an en dash": "{}{}{}\u2013{}{}{}",
    "with a hyphen that does not break": "{}{}{}\u2011{}{}{}",
    "with a minus sign": "{}{}{}\u2212{}{}{}",
    "with the dash of a Japanese keyboard": "{}{}{}\u30fc{}{}{}",
    "with zero-width spaces": "\u200b{}\u200b{}\u200b{}\u200b{}\u200b{}\u200b{}\ufeff",
    "with marks of direction": "\u200e\u2066{}{}{}{}{}{}\u2069\u202c",
    "with soft hyphens": "{}{}{}\u00ad{}{}{}",
}


def paste(form: str, code: str) -> str:
    """Return a code in this form."""
    return PASTES[form].format(*code)


def in_script(code: str, zero: str) -> str:
    """Return a code in the digits of the script that has this zero."""
    return "".join(chr(ord(zero) + int(digit)) for digit in code)


@pytest.mark.parametrize("form", PASTES)
def test_an_emailed_code_is_accepted_in_every_pasted_form(
    client: TestClient, form: str
) -> None:
    signup = begin(client)
    code = paste(form, code_for(signup.email))

    reply = confirm(client, signup, code)

    assert reply.status_code == 200, reply.text


@pytest.mark.parametrize("zero", "\uff10\u0660\u06f0\u0966\u0e50\U0001d7ce")
def test_digits_of_all_scripts_are_digits(client: TestClient, zero: str) -> None:
    account = verified(client)
    ask(client, account.email)
    code = in_script(code_for(account.email, number=2), zero)

    reply = verify(client, account.email, code)

    assert reply.status_code == 200, reply.text


@pytest.mark.parametrize("form", PASTES)
def test_an_app_code_is_accepted_in_every_pasted_form(
    client: TestClient, time: Time, form: str
) -> None:
    on = guarded(client, time)

    reply = give(client, pending(client, on), paste(form, on.code(time)))

    assert reply.status_code == 200, reply.text


def test_app_codes_in_other_scripts_are_accepted(
    client: TestClient, time: Time
) -> None:
    on = guarded(client, time)
    code = on.code(time).translate(FULL_WIDTH)

    assert give(client, pending(client, on), code).status_code == 200


@pytest.mark.parametrize(
    "dash", "-\u2010\u2011\u2013\u2014\u2212\uff0d\u30fc \u00a0\u200b"
)
def test_a_recovery_code_is_accepted_in_every_pasted_form(
    client: TestClient, time: Time, dash: str
) -> None:
    on = guarded(client, time)
    plain = on.recovery_codes[0].replace("-", dash)
    wide = f"\u200f{on.recovery_codes[1].lower().translate(FULL_WIDTH)}\u200f"

    for code in (plain, wide):
        reply = give(client, pending(client, on), code)
        assert reply.status_code == 200, reply.text


@pytest.mark.parametrize(
    "code",
    [
        *("12345", "1234567", "12a456", "", " ", "-" * 6, "12.456", "123/456"),
        *("\u2460" * 6, "\u00b2" * 6, "\u4e00" * 6, "1" * 6 + " " * 95),
    ],
)
def test_a_code_that_is_not_six_digits_is_refused(
    client: TestClient, code: str
) -> None:
    account = verified(client)

    reply = call(client, account, "/users/verify-email", code=code)

    assert_error(reply, 422, "invalid_input")


@pytest.mark.parametrize("code", ["12345", "-" * 6, "12.456", "\u00e9" * 8, "A" * 41])
def test_a_malformed_second_factor_code_is_refused(
    client: TestClient, code: str
) -> None:
    account = verified(client)

    reply = call(client, account, "/two-fa/enable", code=code)

    assert_error(reply, 422, "invalid_input")


ODD = "019aZ\uff11\uff21\u0661\U0001d7ce-\u2013\u2212\u30fc \t\n\u00a0\u200b\u200e\ufeff_.\u00b2\u2460\u00e9"


@pytest.mark.parametrize("kind", [Code, FactorCode])
@given(
    text=st.one_of(
        st.text(st.sampled_from(ODD), max_size=12),
        st.text(st.sampled_from("0\u0661 -\u200b"), min_size=6, max_size=12),
        st.text(max_size=8),
    )
)
def test_the_published_pattern_matches_the_accepted_codes(kind: Any, text: str) -> None:
    adapter = TypeAdapter[str](kind)
    published = jsonschema_rs.validator_for(adapter.json_schema())

    try:
        code = adapter.validate_python(text)
    except ValidationError:
        assert not published.is_valid(text)
        return

    assert published.is_valid(text)
    assert code.isascii()
    assert code.isalnum()


def test_every_unicode_blank_dash_and_mark_is_removed() -> None:
    published = jsonschema_rs.validator_for(TypeAdapter(Code).json_schema())
    # Only the first plane: the few characters beyond it never occur around a code.
    first_plane = list(map(chr, range(0x10000)))
    kinds = ("Zs", "Zl", "Zp", "Pd")
    between = [c for c in first_plane if unicodedata.category(c) in kinds]
    between += [
        c for c in first_plane[0x200B:0x2065] if unicodedata.category(c) == "Cf"
    ]

    for character in between:
        pasted = f"123{character}456"
        assert TypeAdapter(Code).validate_python(pasted) == "123456"
        assert published.is_valid(pasted), hex(ord(character))
    assert len(between) > 50
