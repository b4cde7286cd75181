"""Normalizes and checks typed text: e-mails, language tags, time zones, lines of text.

These are pure functions; backend.core.validation builds the types of fields from them.
"""

import re
import unicodedata
from functools import cache
from zoneinfo import available_timezones

from email_validator import EmailNotValidError, validate_email

# RFC 5321, section 4.5.3.1.1.
_MAX_LOCAL_PART = 64
# Files of the time zone database that are not places.
_NO_PLACES = {"Factory", "localtime", "posixrules"}
# Letters and symbols that look blank: the Hangul fillers, the empty Braille pattern and
# the null notehead.
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800\U0001d159")
# Characters for private use, and the planes of emoji and of scripts that Python does not
# know yet; in a class of a regular expression.
UNKNOWN = "\ue000-\uf8ff\U00010000-\U0003fffd\U000f0000-\U0010fffd"
_UNKNOWN = re.compile(f"[{UNKNOWN}]")
# The characters that `is_visible` looks for, as a regular expression.
# Published, so without characters beyond U+FFFF: many tools read those as two.
VISIBLE = r"[\p{L}\p{N}\p{P}\p{S}\p{Cn}\p{Co}]"


def canonical_email(value: str) -> str:
    """Return the form in which an e-mail address is stored and compared.

    It is in lower case, with the domain in ASCII (IDNA 2008). The part before the @
    must be ASCII, because SendGrid delivers to no other. Characters that Unicode maps
    to ASCII are refused, so that two people's addresses never become the same.

    Raises:
        ValueError: the text is not a valid e-mail address.
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
    if address is None or address.index("@") > _MAX_LOCAL_PART:
        raise ValueError(problem)
    return address.lower()


@cache
def timezones() -> set[str]:
    """Return the IANA names of all time zones of places."""
    return available_timezones() - _NO_PLACES  # reads hundreds of files


def canonical_case(tag: str) -> str:
    """Return a language tag in its conventional case (RFC 5646, section 2.1.1)."""
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
    """Return whether a text has a visible letter, digit, punctuation mark or symbol.

    Blanks, combining marks and zero-width characters alone are not visible. Characters
    for private use are, and those that Python does not know yet: they are mostly emoji.
    """
    return any(
        (unicodedata.category(character)[0] in "LNPS" or _is_unknown(character))
        and character not in _FILLERS
        for character in text
    )


def _is_unknown(character: str) -> bool:
    is_one = unicodedata.category(character) in ("Cn", "Co")
    return is_one and _UNKNOWN.match(character) is not None


def no_controls(value: str) -> str:
    """Return the text, or raise ValueError if it has control characters."""
    if any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in value):
        raise ValueError("must not contain control characters")
    return value


def clean_text(value: str) -> str:
    """Return a text with LF line ends; raise ValueError for control characters."""
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    no_controls(text.replace("\n", " ").replace("\t", " "))
    return text
