"""The one spelling of what people type: addresses, languages, time zones, lines of text.

Pure functions; backend.core.validation makes the types of fields from them.
"""

import unicodedata
from functools import cache
from zoneinfo import available_timezones

from email_validator import EmailNotValidError, validate_email

# RFC 5321, section 4.5.3.1.1.
_LONGEST_LOCAL_PART = 64
# Files of the time zone database that are no places.
_NO_PLACES = {"Factory", "localtime", "posixrules"}
# Letters and a symbol that are drawn as nothing: the fillers of Hangul, the empty Braille
# pattern, and the null notehead.
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800\U0001d159")
# What `is_visible` looks for, as a regular expression.
VISIBLE = r"[\p{L}\p{N}\p{P}\p{S}]"


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


def canonical_case(tag: str) -> str:
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


def no_controls(value: str) -> str:
    """Return the text, or raise ValueError if it has control characters."""
    if any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in value):
        raise ValueError("must hold no control characters")
    return value


def clean_text(value: str) -> str:
    """Return a text of several lines with LF at their ends, or raise ValueError."""
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    no_controls(text.replace("\n", " ").replace("\t", " "))
    return text
