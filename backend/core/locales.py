"""Languages of e-mails, and dates, times and durations as their readers write them.

Languages are named by tags (RFC 5646), such as "de-AT"; the formats are CLDR's, through
Babel. English is the base: a reader of any other language than LANGUAGES gets English.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Self
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.core import parse_locale
from babel.dates import (
    format_date,
    format_interval,
    format_time,
    format_timedelta,
    get_timezone_gmt,
    get_timezone_name,
)
from pydantic import TypeAdapter, ValidationError

from backend.core.validation import Locale as LanguageTag

BASE = "en"
# Each language, and the territory of a reader whose tag names none. For English it is
# not the United States, where alone 14:30 is unusual.
LANGUAGES = {BASE: "GB", "de": "DE"}
_MAX_CHOICES = 20
_TAG = TypeAdapter[str](LanguageTag)


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a text is for: the tag of the language, and the IANA name of the zone."""

    locale: str
    timezone: str = "UTC"

    @property
    def language(self) -> str:
        """The one of LANGUAGES that the reader understands, or else the base."""
        return _supported(self.locale) or BASE

    def in_base(self) -> Self:
        """Return this reader for a text that exists only in the base language."""
        return type(self)(BASE, self.timezone)

    def day(self, at: datetime) -> str:
        """Return a day, such as "Thursday, 26 November 2026"."""
        return format_date(self._here(at), "full", locale=self._formats)

    def time(self, at: datetime) -> str:
        """Return a time of day with its zone, such as "14:30 CET"."""
        zone = ZoneInfo(self.timezone)
        clock = format_time(at, "short", tzinfo=zone, locale=self._formats)
        return f"{clock} {self._zone(at)}"

    def until(self, start: datetime, end: datetime) -> str:
        """Return a span of a day with its zone, such as "14:30–15:00 CET"."""
        short = self._formats.time_formats["short"].pattern
        span = format_interval(
            start,
            end,
            "hm" if "a" in short else "Hm",
            tzinfo=ZoneInfo(self.timezone),
            locale=self._formats,
        )
        return f"{span} {self._zone(start)}"

    def duration(self, length: timedelta) -> str:
        """Return a duration in its largest unit, rounded, such as "10 minutes"."""
        return format_timedelta(length, threshold=1, locale=self._formats)

    @property
    def _formats(self) -> Locale:
        return _formats_of(self.locale)

    def _here(self, at: datetime) -> datetime:
        return at.astimezone(ZoneInfo(self.timezone))

    def _zone(self, at: datetime) -> str:
        here = self._here(at)
        name = get_timezone_name(here, "short", locale=self._formats)
        # CLDR has an abbreviation only where it is usual; a bare "+0900" is not clear.
        if name[0] in "+-":
            return get_timezone_gmt(here, "long", locale=self._formats)
        return name


def preferred(accept_language: str | None) -> str:
    """Return the language tag that a visitor prefers, or the base language.

    It is the tag with the highest weight among those whose language is in LANGUAGES
    (RFC 9110, section 12.5.4). What cannot be read is ignored.
    """
    choices: list[tuple[float, str]] = []
    for part in (accept_language or "").split(",")[:_MAX_CHOICES]:
        tag, _, parameter = part.partition(";")
        try:
            known = _TAG.validate_python(tag.strip())
            weight = float(parameter.strip().removeprefix("q=") or 1)
        except (ValidationError, ValueError):
            continue
        if weight > 0 and _supported(known):
            choices.append((weight, known))
    return max(choices, key=lambda choice: choice[0], default=(0, BASE))[1]


def _supported(tag: str) -> str | None:
    language = tag.partition("-")[0].lower()
    return language if language in LANGUAGES else None


@lru_cache(maxsize=256)
def _formats_of(tag: str) -> Locale:
    language = _supported(tag)
    if language is None:
        return Locale(BASE, LANGUAGES[BASE])
    try:
        territory = parse_locale(tag, sep="-")[1] or LANGUAGES[language]
        return Locale(language, territory)
    except (ValueError, UnknownLocaleError):
        return Locale(language, LANGUAGES[language])
