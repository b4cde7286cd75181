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
    SecretStr,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)

from backend.core.password import MAX_BYTES, MIN_BYTES

JsonSchema = dict[str, Any]
# RFC 5321, section 4.5.3.1.1.
_LONGEST_LOCAL_PART = 64
# Files of the time zone database that are no places.
_NO_PLACES = {"Factory", "localtime", "posixrules"}
# Letters and a symbol that are drawn as nothing: the fillers of Hangul, the empty Braille
# pattern, and the null notehead.
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800\U0001d159")
# What `is_visible` looks for, as a regular expression.
VISIBLE = r"[\p{L}\p{N}\p{P}\p{S}]"
_MOST_FIELDS = 100
# Each part can match in one way only: two runs of digits that may touch would make a
# long number take the square of its length.
_NUMBER = re.compile(r"\s*[+-]?[\d_]*(\.[\d_]*)?([eE][+-]?\d+)?\s*")


class RequestModel(BaseModel):
    """The base of request bodies: an unknown field is an error."""

    model_config = ConfigDict(
        extra="forbid", str_strip_whitespace=True, hide_input_in_errors=True
    )

    @model_validator(mode="before")
    @classmethod
    def _few_fields(cls, data: Any) -> Any:
        # Each unknown field would become an error of its own in the reply.
        if isinstance(data, dict) and len(data) > _MOST_FIELDS:
            raise ValueError(f"must have at most {_MOST_FIELDS} fields")
        return data


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
    # email-validator does not check the length of the part before the @.
    if address is None or address.index("@") > _LONGEST_LOCAL_PART:
        raise ValueError(problem)
    return address.lower()


@cache
def timezones() -> set[str]:
    """Return the names of the time zones that a person can be in."""
    return available_timezones() - _NO_PLACES  # reads hundreds of files


def _is_timezone(value: str) -> str:
    if value not in timezones():
        raise ValueError("must be an IANA time zone, like Europe/London")
    return value


def _canonical_case(tag: str) -> str:
    """Return a language tag in the case of RFC 5646, section 2.1.1."""
    language, *subtags = tag.lower().split("-")
    parts = [language]
    for position, subtag in enumerate(subtags):
        if len(parts[-1]) == 1:  # extensions and private use stay in lower case
            return "-".join([*parts, *subtags[position:]])
        if len(subtag) == 2:
            subtag = subtag.upper()
        elif len(subtag) == 4 and subtag.isalpha():
            subtag = subtag.capitalize()
        parts.append(subtag)
    return "-".join(parts)


def is_visible(text: str) -> bool:
    """Return whether a text shows anything: a letter, digit, mark of punctuation, symbol.

    Blanks, combining marks and zero-width characters alone show nothing.
    """
    return any(
        unicodedata.category(character)[0] in "LNPS" and character not in _FILLERS
        for character in text
    )


def _visible(value: str) -> str:
    if not is_visible(value):
        raise ValueError("must not be empty")
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
    if optional:
        text = rf"[^\s{without}]([^{without}]*[^\s{without}])?"
        pattern = rf"^\s*({text})?\s*$"
        return {"type": "string", "maxLength": longest, "pattern": pattern}
    pattern = rf"^\s*[^{without}]*{VISIBLE}[^{without}]*\s*$"
    return {"type": "string", "minLength": 1, "maxLength": longest, "pattern": pattern}


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


def _password_length(value: SecretStr) -> SecretStr:
    size = len(value.get_secret_value().encode())
    if not MIN_BYTES <= size <= MAX_BYTES:
        raise ValueError(f"must be {MIN_BYTES} to {MAX_BYTES} bytes of UTF-8")
    return value


def _no_nul(value: SecretStr) -> SecretStr:
    text = value.get_secret_value()
    if "\0" in text or len(text) > 1024:
        raise ValueError("must hold no NUL and at most 1024 characters")
    return value


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
    AfterValidator(_visible),
    WithJsonSchema(_text_schema(200, without=_CONTROLS)),
]
Text = Annotated[
    str,
    StringConstraints(min_length=1, max_length=2000, strip_whitespace=True),
    AfterValidator(_clean_text),
    AfterValidator(_visible),
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
# A language tag: "en", "es-419", "zh-Hant-TW", "ca-ES-valencia". The grammar is that of
# RFC 5646, section 2.1, without the 17 irregular tags of before 2006.
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
    AfterValidator(_canonical_case),
]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$", strip_whitespace=True)]
# Of an authenticator app or a recovery code, with what people type in between.
FactorCode = Annotated[
    str,
    StringConstraints(
        min_length=6, max_length=40, pattern=r"^[0-9A-Za-z -]+$", strip_whitespace=True
    ),
    WithJsonSchema(
        {
            "type": "string",
            # Six to forty; blanks around them do not count.
            "pattern": r"^\s*[0-9A-Za-z-][0-9A-Za-z -]{4,38}[0-9A-Za-z-]\s*$",
        }
    ),
]
# A password someone types to prove who they are: any rule here would only tell
# which passwords cannot be right.
Password = Annotated[
    SecretStr,
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
    AfterValidator(_no_nul),
    AfterValidator(_password_length),
    WithJsonSchema(
        {
            "type": "string",
            "format": "password",
            # The rule is 8 to 72 bytes, and a character may take four.
            "minLength": 2,
            "maxLength": 72,
            "description": "8 to 72 bytes of UTF-8.",
        }
    ),
]
