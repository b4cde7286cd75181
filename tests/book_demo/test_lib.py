"""Local hours are converted to instants, across changes of daylight saving time."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.models import DemoAvailability
from backend.modules.book_demo.lib import (
    WEEKDAYS,
    Slot,
    find,
    instant,
    offered,
    without_taken,
)

QUARTER = timedelta(minutes=15)
# Zones with DST of 30 minutes, 2 hours, none, at midnight, negative, and odd offsets.
TRICKY = (
    "America/New_York",
    "Europe/London",
    "Europe/Dublin",
    "Australia/Lord_Howe",
    "Antarctica/Troll",
    "Africa/Casablanca",
    "Asia/Beirut",
    "America/Santiago",
    "America/Havana",
    "Pacific/Chatham",
    "Asia/Kathmandu",
    "UTC",
)
zones = st.sampled_from(TRICKY) | st.sampled_from(sorted(available_timezones()))
days = st.dates(date(2026, 1, 1), date(2029, 12, 31))
clocks = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
texts = clocks.map(lambda at: f"{at:%H:%M}")


@pytest.fixture(autouse=True)
def _empty() -> None:
    """Replace the fixture that empties the tables: no test here writes."""


@st.composite
def hours(draw: st.DrawFn) -> dict[str, str]:
    start, end = sorted(draw(st.lists(texts, min_size=2, max_size=2, unique=True)))
    weekday = draw(st.sampled_from(WEEKDAYS))
    late = draw(st.booleans())
    return {"weekday": weekday, "start": start, "end": "00:00" if late else end}


rules = st.builds(
    DemoAvailability,
    timezone=zones,
    weekly_hours=st.lists(hours(), max_size=14, unique_by=lambda h: h["weekday"]),
    duration_minutes=st.integers(5, 240),
    buffer_minutes=st.integers(0, 60),
    notice_minutes=st.integers(0, 3000),
    horizon_days=st.integers(1, 20),
    blackout_days=st.lists(days, max_size=3),
)
moments = st.datetimes(
    datetime(2026, 1, 1),  # noqa: DTZ001
    datetime(2029, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)


def shown(at: datetime, zone: ZoneInfo) -> datetime:
    """Return the local time in a zone."""
    return at.astimezone(zone).replace(tzinfo=None, fold=0)


def first_time_shown(wall: datetime, zone: ZoneInfo) -> datetime | None:
    """Try quarter-hours until a local clock shows this time; return the first."""
    start = wall.replace(tzinfo=UTC) - timedelta(hours=16)
    tried = (start + n * QUARTER for n in range(32 * 4))
    return next((at for at in tried if shown(at, zone) == wall), None)


@pytest.mark.parametrize(
    ("zone", "wall", "expected"),
    [
        ("America/New_York", "2027-01-04 09:00", "2027-01-04 14:00"),
        ("America/New_York", "2027-07-05 09:00", "2027-07-05 13:00"),
        # The clock skips this time: use the offset from before the change.
        ("America/New_York", "2027-03-14 02:30", "2027-03-14 07:30"),
        ("Europe/London", "2027-03-28 01:30", "2027-03-28 01:30"),
        # The clock shows this time twice: use the first.
        ("America/New_York", "2027-11-07 01:30", "2027-11-07 05:30"),
        ("Europe/London", "2027-10-31 01:30", "2027-10-31 00:30"),
        ("Australia/Lord_Howe", "2027-04-04 01:45", "2027-04-03 14:45"),
        ("Pacific/Kiritimati", "2027-01-04 09:00", "2027-01-03 19:00"),
    ],
)
def test_a_local_time_is_converted_to_the_right_instant(
    zone: str, wall: str, expected: str
) -> None:
    at = datetime.fromisoformat(wall)

    found = instant(at.date(), at.time(), ZoneInfo(zone))

    assert found == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@given(zones, days, clocks)
def test_the_instant_is_the_first_at_which_a_clock_shows_the_time(
    name: str, day: date, at: time
) -> None:
    zone, wall = ZoneInfo(name), datetime.combine(day, at)

    found = instant(day, at, zone)

    first = first_time_shown(wall, zone)
    if first is not None:
        assert found == first
    else:
        assert timedelta(0) < shown(found, zone) - wall <= timedelta(hours=24)


@given(rules, moments, st.integers(-3, 20), st.integers(0, 20))
def test_slots_follow_the_rules_and_can_be_found_again(
    rules: DemoAvailability, now: datetime, ahead: int, length: int
) -> None:
    begin = now + timedelta(days=ahead)
    end = begin + timedelta(days=length)

    found = offered(rules, begin=begin, end=end, now=now)

    zone = ZoneInfo(rules.timezone)
    by_day = {h["weekday"]: (h["start"], h["end"]) for h in rules.weekly_hours}
    assert found == sorted(set(found), key=lambda slot: slot.start)
    for slot in found:
        assert begin <= slot.start < end
        assert now + timedelta(minutes=rules.notice_minutes) <= slot.start
        assert slot.start < now + timedelta(days=rules.horizon_days)
        assert slot.end - slot.start == timedelta(minutes=rules.duration_minutes)
        assert slot.free - slot.end == timedelta(minutes=rules.buffer_minutes)
        assert find(rules, slot.start, now) == slot
        assert find(rules, slot.start + timedelta(seconds=1), now) is None
        wall = slot.start.astimezone(zone)
        assert wall.date() not in rules.blackout_days
        opens, closes = by_day[WEEKDAYS[wall.weekday()]]
        if zone.utcoffset(wall) == (wall - timedelta(days=1)).utcoffset():
            assert opens <= f"{wall:%H:%M}" < (closes if closes > "00:00" else "24")


@given(rules, moments)
def test_an_ordinary_day_is_filled_from_start_to_end(
    rules: DemoAvailability, now: datetime
) -> None:
    rules.timezone, rules.blackout_days = "UTC", []
    rules.notice_minutes, rules.horizon_days = 0, 20
    step = timedelta(minutes=rules.duration_minutes + rules.buffer_minutes)

    begin = datetime.combine(now.date() + timedelta(days=1), time(), UTC)
    found = offered(rules, begin=begin, end=begin + timedelta(days=1), now=now)

    expected: list[datetime] = []
    for each in rules.weekly_hours:
        if each["weekday"] == WEEKDAYS[begin.weekday()]:
            hour, minute = map(int, each["start"].split(":"))
            at = begin + timedelta(hours=hour, minutes=minute)
            hour, minute = map(int, each["end"].split(":"))
            last = begin + timedelta(hours=hour or 24 * (minute == 0), minutes=minute)
            while at + timedelta(minutes=rules.duration_minutes) <= last:
                expected.append(at)
                at += step
    assert [slot.start for slot in found] == expected


spans = st.tuples(st.integers(0, 200), st.integers(1, 20))


@given(st.lists(spans, max_size=15), st.lists(spans, max_size=15))
def test_slots_that_overlap_a_booking_are_left_out(
    wanted: list[tuple[int, int]], busy: list[tuple[int, int]]
) -> None:
    start = datetime(2027, 3, 1, tzinfo=UTC)

    def at(minute: int) -> datetime:
        return start + timedelta(minutes=minute)

    slots = [Slot(at(s), at(s + 1), at(s + length)) for s, length in wanted]
    taken: list[tuple[datetime, datetime]] = []
    for s, length in sorted(busy):
        if not taken or taken[-1][1] <= at(s):
            taken.append((at(s), at(s + length)))

    free = without_taken(slots, taken)

    assert free == [
        slot
        for slot in slots
        if all(slot.free <= begin or end <= slot.start for begin, end in taken)
    ]
