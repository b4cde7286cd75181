"""The languages of readers, and dates and times as they write them."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.core.locales import Reader, preferred

AT = datetime(2026, 11, 26, 13, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("de", "de"),
        ("de-AT", "de"),
        ("DE-at", "de"),
        ("de-Latn-DE-1996", "de"),
        ("de-u-co-phonebk", "de"),
        ("en-US", "en"),
        ("fr-FR", "en"),
        ("deu", "en"),
        ("x-private", "en"),
    ],
)
def test_a_reader_gets_the_nearest_language(tag: str, language: str) -> None:
    assert Reader(tag).language == language


@pytest.mark.parametrize(
    ("tag", "day", "span"),
    [
        ("de", "Donnerstag, 26. November 2026", "14:30–15:00 Uhr MEZ"),
        ("de-AT", "Donnerstag, 26. November 2026", "14:30–15:00 Uhr MEZ"),
        ("en", "Thursday, 26 November 2026", "14:30–15:00 CET"),
        ("en-XX", "Thursday, 26 November 2026", "14:30–15:00 CET"),
        ("fr-FR", "Thursday, 26 November 2026", "14:30–15:00 CET"),
    ],
)
def test_days_and_spans_are_written_as_the_reader_does(
    tag: str, day: str, span: str
) -> None:
    reader = Reader(tag, "Europe/Berlin")

    assert reader.day(AT) == day
    assert reader.until(AT, AT + timedelta(minutes=30)) == span


def test_american_readers_get_american_dates() -> None:
    reader = Reader("en-US", "America/New_York")

    assert reader.day(AT) == "Thursday, November 26, 2026"
    assert reader.time(AT) == "8:30\u202fAM EST"
    assert reader.until(AT, AT + timedelta(minutes=30)) == (
        "8:30\u2009–\u20099:00\u202fAM EST"
    )


@pytest.mark.parametrize(
    ("zone", "time"),
    [
        ("UTC", "13:30 UTC"),
        ("Europe/Berlin", "14:30 MEZ"),
        ("Asia/Tokyo", "22:30 GMT+09:00"),
        ("Asia/Kolkata", "19:00 GMT+05:30"),
    ],
)
def test_a_time_names_its_zone(zone: str, time: str) -> None:
    assert Reader("de", zone).time(AT) == time


def test_summer_time_has_its_own_name() -> None:
    july = datetime(2026, 7, 1, 12, tzinfo=UTC)

    assert Reader("de", "Europe/Berlin").time(july) == "14:00 MESZ"


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (timedelta(minutes=10), "10 Minuten"),
        (timedelta(hours=1), "1 Stunde"),
        (timedelta(hours=16), "16 Stunden"),
        (timedelta(days=1), "1 Tag"),
        (timedelta(days=7), "1 Woche"),
    ],
)
def test_durations_are_in_words(length: timedelta, text: str) -> None:
    assert Reader("de").duration(length) == text


@pytest.mark.parametrize(
    ("header", "tag"),
    [
        (None, "en"),
        ("", "en"),
        ("*", "en"),
        ("fr-FR, fr;q=0.9", "en"),
        ("de-at,de;q=0.9,en;q=0.8", "de-AT"),
        ("fr-FR, de;q=0.8, en;q=0.7", "de"),
        ("en;q=0.5, de;q=0.9", "de"),
        ("de ; q=0.4 , en-us;q=0.5", "en-US"),
        ("de;q=0", "en"),
        ("de;q=nan, en-GB;q=0.1", "en-GB"),
        ("de;q=much, de_DE, en-AU", "en-AU"),
        ("d" * 10_000, "en"),
        ("\u017f,\x00,de-" + "x" * 70, "en"),
        ("fr," * 10_000 + "de", "en"),
    ],
)
def test_a_visitors_language_is_the_best_one_that_emails_have(
    header: str | None, tag: str
) -> None:
    assert preferred(header) == tag
