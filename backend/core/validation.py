"""The bases of requests and replies, and the types of their fields."""

import re
import unicodedata
from datetime import UTC, date, datetime
from functools import cache
from typing import Annotated, Any
from zoneinfo import available_timezones

from email_validator import EmailNotValidError, validate_email
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetPydanticSchema,
    SecretStr,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import core_schema

from backend.core.password import MAX_BYTES, MIN_BYTES, has_right_length
from backend.core.typed_codes import BETWEEN, DIGITS, LETTERS, bare

JsonSchema = dict[str, Any]
_NUMBER = re.compile(r"\s*[+-]?[\d_]*\.?[\d_]*([eE][+-]?\d+)?\s*")


class RequestModel(BaseModel):
    """The base of request bodies: an unknown field is an error."""

    model_config = ConfigDict(
        extra="forbid", str_strip_whitespace=True, hide_input_in_errors=True
    )


class ReplyModel(BaseModel):
    """The base of replies: a field with a default is still always there."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_serialization_defaults_required=True,
        hide_input_in_errors=True,
    )


def canonical_email(value: str) -> str:
    """Return the one spelling under which an address is stored and compared.

    Lower case, the domain in ASCII (IDNA 2008). The part before the @ must be ASCII,
    as SendGrid delivers to no other; letters that merely look alike or fold into
    ASCII are refused, so that two people's addresses never meet.

    Raises:
        ValueError: it is not an address that mail can be sent to.
    """
    problem = "must be a valid e-mail address"
    if unicodedata.normalize("NFKC", value) != value:
        raise ValueError(problem)
    try:
        address = validate_email(
            value, allow_smtputf8=False, check_deliverability=False
        ).ascii_email
    except EmailNotValidError as error:
        raise ValueError(problem) from error
    if address is None:
        raise ValueError(problem)
    return address.lower()


@cache
def _timezones() -> set[str]:
    return available_timezones()  # reads hundreds of files


def _is_timezone(value: str) -> str:
    if value not in _timezones():
        raise ValueError("must be an IANA time zone, like Europe/London")
    return value


def _no_controls(value: str) -> str:
    if any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in value):
        raise ValueError("must hold no control characters")
    return value


def _clean_text(value: str) -> str:
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    _no_controls(text.replace("\n", " ").replace("\t", " "))
    return text


# What `_no_controls` refuses, for the class of a pattern that every language reads.
_CONTROLS = r"\u0000-\u001f\u007f-\u009f\u2028\u2029"
_CONTROLS_BUT_BREAKS = (
    r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029"
)


def _text_schema(longest: int, *, without: str, optional: bool = False) -> JsonSchema:
    """Return the schema of a text that holds none of these, with blanks around it."""
    text = rf"[^\s{without}]([^{without}]*[^\s{without}])?"
    pattern = rf"^\s*({text})?\s*$" if optional else rf"^\s*{text}\s*$"
    shortest = {} if optional else {"minLength": 1}
    return {"type": "string", **shortest, "maxLength": longest, "pattern": pattern}


def _not_a_number(value: Any) -> Any:
    # A number would be taken for seconds or milliseconds since 1970, as it happens.
    if isinstance(value, int | float) or _NUMBER.fullmatch(str(value)):
        raise ValueError("must be written as in ISO 8601")
    return value


def _as_utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("must lie between the years 1 and 9999") from error


def _code_schema(characters: str, number: str) -> JsonSchema:
    one = f"[{characters}][{BETWEEN}]*"
    pattern = f"^[{BETWEEN}]*({one}){number}$"
    return {"type": "string", "maxLength": 100, "pattern": pattern}


def _six_digits(value: str) -> str:
    code = bare(value)
    if not re.fullmatch("[0-9]{6}", code):
        raise ValueError("must be six digits")
    return code


def _digits_and_letters(value: str) -> str:
    code = bare(value)
    if not re.fullmatch("[0-9A-Za-z]{6,40}", code):
        raise ValueError("must be a code of your app or a recovery code")
    return code


def _password_length(value: SecretStr) -> SecretStr:
    if not has_right_length(value.get_secret_value()):
        raise ValueError(f"must be {MIN_BYTES} to {MAX_BYTES} bytes of UTF-8")
    return value


def _no_nul(value: SecretStr) -> SecretStr:
    if "\0" in value.get_secret_value():
        raise ValueError("must hold no NUL")
    return value


# As received: RequestModel cuts blanks at the ends of texts, also of a SecretStr.
_AS_TYPED = GetPydanticSchema(
    lambda _, __: core_schema.no_info_after_validator_function(
        SecretStr, core_schema.str_schema(strip_whitespace=False, max_length=1024)
    )
)


Email = Annotated[
    str,
    StringConstraints(max_length=254, strip_whitespace=True),
    AfterValidator(canonical_email),
    WithJsonSchema({"type": "string", "format": "email", "maxLength": 254}),
]
Line = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200, strip_whitespace=True),
    AfterValidator(_no_controls),
    WithJsonSchema(_text_schema(200, without=_CONTROLS)),
]
Text = Annotated[
    str,
    StringConstraints(min_length=1, max_length=2000, strip_whitespace=True),
    AfterValidator(_clean_text),
    WithJsonSchema(_text_schema(2000, without=_CONTROLS_BUT_BREAKS)),
]
# As Text, but it may also be empty.
OptionalText = Annotated[
    str,
    StringConstraints(max_length=2000, strip_whitespace=True),
    AfterValidator(_clean_text),
    WithJsonSchema(_text_schema(2000, without=_CONTROLS_BUT_BREAKS, optional=True)),
]
# A time with an offset, turned into UTC.
Instant = Annotated[
    AwareDatetime, BeforeValidator(_not_a_number), AfterValidator(_as_utc)
]
Day = Annotated[date, BeforeValidator(_not_a_number)]
Timezone = Annotated[
    str,
    StringConstraints(max_length=64),
    AfterValidator(_is_timezone),
    WithJsonSchema(
        {
            "type": "string",
            "format": "iana-time-zone",
            "maxLength": 64,
            "examples": ["Europe/London"],
        }
    ),
]
# A language and perhaps a region, as in BCP 47: "en", "pt-BR", "zh-Hant-TW".
Locale = Annotated[
    str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$")
]
# An e-mailed code, without what people type or paste between its digits.
Code = Annotated[
    str,
    StringConstraints(max_length=100, strip_whitespace=False),
    AfterValidator(_six_digits),
    WithJsonSchema(_code_schema(DIGITS, "{6}")),
]
# The same of an authenticator app, or a recovery code.
FactorCode = Annotated[
    str,
    StringConstraints(max_length=100, strip_whitespace=False),
    AfterValidator(_digits_and_letters),
    WithJsonSchema(_code_schema(DIGITS + LETTERS, "{6,40}")),
]
# A password someone types to prove who they are: any rule here would only tell
# which passwords cannot be right.
Password = Annotated[
    SecretStr,
    _AS_TYPED,
    AfterValidator(_no_nul),
    WithJsonSchema(
        {
            "type": "string",
            "format": "password",
            "maxLength": 1024,
            "pattern": r"^[^\u0000]*$",
        }
    ),
]
NewPassword = Annotated[
    SecretStr,
    _AS_TYPED,
    AfterValidator(_no_nul),
    AfterValidator(_password_length),
    WithJsonSchema(
        {
            "type": "string",
            "format": "password",
            # The rule is 8 to 72 bytes in NFC: one character becomes up to twelve of
            # them (U+1D160), and four become as few as three (U+1F82 in NFD).
            "minLength": 1,
            "maxLength": 96,
            "description": "8 to 72 bytes of UTF-8, counted in NFC.",
        }
    ),
]
