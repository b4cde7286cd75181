"""The types of settings that are words: names, lists, domains, file extensions."""

import re
from typing import Annotated

from email_validator import EmailNotValidError, validate_email
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StringConstraints,
)
from pydantic import validate_email as parse_email
from pydantic_core import PydanticCustomError

# Types of documents; backend.modules.document.uploads.content checks their content.
EXTENSIONS = frozenset(
    (
        *("txt", "md", "csv", "json", "pdf", "docx", "xlsx", "pptx", "odt", "ods"),
        *("odp", "png", "jpg", "jpeg", "gif", "webp", "tif", "tiff", "zip"),
        *("mp4", "mp3"),
    )
)
_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")  # RFC 9110, section 5.6.2
# Clients resolve the segments "." and ".." before they send a path.
_PREFIX = re.compile(r"(/(?!\.\.?(?:/|$))[A-Za-z0-9._~-]+)+")


def tidy(value: str) -> str:
    """Remove blanks and one pair of quotes, which `docker --env-file` does not."""
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1].strip()
    return value


def split(value: str) -> tuple[str, ...]:
    """Return the parts between commas, without blanks, quotes and empty parts."""
    return tuple(part for part in map(tidy, value.split(",")) if part)


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


def _is_name(value: str) -> str:
    # otpauth URIs separate the name from the address by a colon, and no application
    # can tell an escaped one from it.
    if ":" in value or not value.isprintable():
        raise ValueError("must be one line without a colon")
    return value


def _is_printable(value: str) -> str:
    if not value.isprintable():
        raise ValueError("must be one line")
    return value


def _as_prefix(value: str) -> str:
    value = value.rstrip("/")
    if not _PREFIX.fullmatch(value):
        raise ValueError("must be a path such as /api/v1")
    return value


def _as_extension(value: str) -> str:
    value = value.removeprefix("*").removeprefix(".").lower()
    if value not in EXTENSIONS:
        raise ValueError(f"must be some of {', '.join(sorted(EXTENSIONS))}")
    return value


def _as_domain(value: str) -> str:
    """Return a domain as `canonical_email` spells it: lower case, IDNA in ASCII."""
    domain = value.removeprefix("*").lstrip("@.")
    try:
        address = validate_email(f"a@{domain}", check_deliverability=False)
    except EmailNotValidError:
        raise ValueError("must be domains such as gmail.com") from None
    return str(address.ascii_domain).lower()


def _as_email(value: str) -> str:
    try:
        return parse_email(value)[1]
    except PydanticCustomError:
        raise ValueError("must be an e-mail address") from None


def _is_header(value: str) -> str:
    if not _TOKEN.fullmatch(value):
        raise ValueError("must be * or names of headers")
    return value


def _without_repeats(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


LowerCase = BeforeValidator(_lower)
UpperCase = BeforeValidator(_upper)
Split = BeforeValidator(split)
Distinct = AfterValidator(_without_repeats)

Name = Annotated[
    str, StringConstraints(min_length=1, max_length=50), AfterValidator(_is_name)
]
Version = Annotated[
    str, StringConstraints(min_length=1, max_length=100), AfterValidator(_is_printable)
]
Prefix = Annotated[str, AfterValidator(_as_prefix)]
Headers = Annotated[tuple[Annotated[str, AfterValidator(_is_header)], ...], Split]
Extensions = Annotated[
    tuple[Annotated[str, AfterValidator(_as_extension)], ...],
    Split,
    Field(min_length=1),
    Distinct,
]
Email = Annotated[str, AfterValidator(_as_email)]
Domains = Annotated[
    tuple[Annotated[str, AfterValidator(_as_domain)], ...], Split, Distinct
]
