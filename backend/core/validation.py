"""The base classes of requests and replies, and the types of their fields."""

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any, get_args

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetPydanticSchema,
    SecretStr,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import core_schema

from backend.core.password import MAX_BYTES, MIN_BYTES, has_right_length
from backend.core.spelling import (
    VISIBLE,
    canonical_case,
    canonical_email,
    clean_text,
    is_visible,
    no_controls,
    timezones,
)
from backend.core.typed_codes import BETWEEN, DIGITS, LETTERS, bare

JsonSchema = dict[str, Any]
_MAX_FIELDS = 100
# Each part can match in one way only: with two adjacent runs of digits, a long number
# would take quadratic time.
_NUMBER = re.compile(r"\s*[+-]?[\d_]*(\.[\d_]*)?([eE][+-]?\d+)?\s*")


class RequestModel(BaseModel):
    """The base class of request bodies: an unknown field is an error."""

    model_config = ConfigDict(
        extra="forbid", str_strip_whitespace=True, hide_input_in_errors=True
    )

    @model_validator(mode="before")
    @classmethod
    def _few_fields(cls, data: Any) -> Any:
        # Without this, each unknown field would add an error to the reply.
        if isinstance(data, dict) and len(data) > _MAX_FIELDS:
            raise ValueError(f"must have at most {_MAX_FIELDS} fields")
        return data


class ReplyModel(BaseModel):
    """The base class of replies: fields with a default are always present, too."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_serialization_defaults_required=True,
        hide_input_in_errors=True,
    )


def omissible(**options: Any) -> Any:
    """Return the field of a PATCH body that keeps its value if it is omitted.

    Its default is never used, so the schema names none. Read `model_fields_set`.
    """
    return Field(default=None, json_schema_extra=_without_default, **options)


def one_of(literal: Any) -> WithJsonSchema:
    """Return the schema of a reply's text that is one of the values of a Literal.

    The text itself is not checked: a later release that runs beside this one may have
    stored a value that this one does not know.
    """
    return WithJsonSchema({"type": "string", "enum": list(get_args(literal))})


def _without_default(schema: JsonSchema) -> None:
    del schema["default"]


def _is_timezone(value: str) -> str:
    if value not in timezones():
        raise ValueError("must be an IANA time zone, like Europe/London")
    return value


def _visible(value: str) -> str:
    if not is_visible(value):
        raise ValueError("must not be empty")
    return value


# The characters that `no_controls` refuses, as a class for patterns of JSON Schema.
_CONTROLS = r"\u0000-\u001f\u007f-\u009f\u2028\u2029"
_CONTROLS_BUT_BREAKS = (
    r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029"
)


def _text_schema(longest: int, *, without: str, optional: bool = False) -> JsonSchema:
    """Return the schema of a text without some characters; blanks may surround it."""
    if optional:
        text = rf"[^\s{without}]([^{without}]*[^\s{without}])?"
        pattern = rf"^\s*({text})?\s*$"
        return {"type": "string", "maxLength": longest, "pattern": pattern}
    pattern = rf"^\s*[^{without}]*{VISIBLE}[^{without}]*\s*$"
    return {"type": "string", "minLength": 1, "maxLength": longest, "pattern": pattern}


def _not_a_number(value: Any) -> Any:
    # Pydantic would guess that a number is seconds or milliseconds since 1970.
    if isinstance(value, int | float) or _NUMBER.fullmatch(str(value)):
        raise ValueError("must be in ISO 8601 format")
    return value


def _as_utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("must be between the years 1 and 9999") from error


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
        raise ValueError("must be a code from your app or a recovery code")
    return code


def _password_length(value: SecretStr) -> SecretStr:
    if not has_right_length(value.get_secret_value()):
        raise ValueError(f"must be {MIN_BYTES} to {MAX_BYTES} bytes of UTF-8")
    return value


def _no_nul(value: SecretStr) -> SecretStr:
    if "\0" in value.get_secret_value():
        raise ValueError("must not contain NUL")
    return value


# Keeps blanks at the ends, which RequestModel strips even from a SecretStr.
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
    AfterValidator(no_controls),
    AfterValidator(_visible),
    WithJsonSchema(_text_schema(200, without=_CONTROLS)),
]
Text = Annotated[
    str,
    StringConstraints(min_length=1, max_length=2000, strip_whitespace=True),
    AfterValidator(clean_text),
    AfterValidator(_visible),
    WithJsonSchema(_text_schema(2000, without=_CONTROLS_BUT_BREAKS)),
]
# A Text that may be empty.
OptionalText = Annotated[
    str,
    StringConstraints(max_length=2000, strip_whitespace=True),
    AfterValidator(clean_text),
    WithJsonSchema(_text_schema(2000, without=_CONTROLS_BUT_BREAKS, optional=True)),
]
# A time with an offset, converted to UTC.
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
# A language tag, such as "en", "es-419", "zh-Hant-TW" or "ca-ES-valencia". The grammar
# is that of RFC 5646, section 2.1, without its 17 irregular tags from before 2006.
_PRIVATE_USE = r"[xX](-[A-Za-z0-9]{1,8})+"
_LANGUAGE_TAG = (
    r"^(([A-Za-z]{2,3}(-[A-Za-z]{3}){0,3}|[A-Za-z]{4,8})"  # language
    r"(-[A-Za-z]{4})?"  # script
    r"(-([A-Za-z]{2}|[0-9]{3}))?"  # region
    r"(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*"  # variants
    r"(-[0-9A-WY-Za-wy-z](-[A-Za-z0-9]{2,8})+)*"  # extensions
    rf"(-{_PRIVATE_USE})?|{_PRIVATE_USE})$"
)
Locale = Annotated[
    str,
    StringConstraints(max_length=64, pattern=_LANGUAGE_TAG),
    AfterValidator(canonical_case),
]
# An e-mailed code; separators between its digits are removed.
Code = Annotated[
    str,
    StringConstraints(max_length=100, strip_whitespace=False),
    AfterValidator(_six_digits),
    WithJsonSchema(_code_schema(DIGITS, "{6}")),
]
# A code from an authenticator app, or a recovery code; separators are removed.
FactorCode = Annotated[
    str,
    StringConstraints(max_length=100, strip_whitespace=False),
    AfterValidator(_digits_and_letters),
    WithJsonSchema(_code_schema(DIGITS + LETTERS, "{6,40}")),
]
# The password of an existing account. It has no rules for length: they would only
# reveal which passwords cannot be right.
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
            # The rule is 8 to 72 bytes in NFC. One character becomes up to twelve bytes
            # (U+1D160), and four characters become as few as three (U+1F82 in NFD).
            "minLength": 1,
            "maxLength": 96,
            "description": "8 to 72 bytes of UTF-8, counted in NFC.",
        }
    ),
]
