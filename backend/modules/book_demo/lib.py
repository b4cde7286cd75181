"""Pure functions that turn opening hours in a time zone into slots in UTC."""

import hashlib
import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from backend.models import DemoAvailability, DemoBooking

Status = Literal["confirmed", "declined", "cancelled", "completed", "no_show"]
WEEKDAYS = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
CALLED_OFF = ("cancelled", "declined")
_DAY = timedelta(days=1)
_TICK = datetime.resolution
MIDNIGHT = time()
# Columns of a booking that follow from others, or that nobody sees.
_UNSEEN = {"blocked", "manage_digest"}


def etag_of(row: DemoAvailability | DemoBooking) -> str:
    """Return the ETag of the availability or of a booking; equal states have equal tags."""
    values = row.model_dump(exclude=_UNSEEN)
    state = json.dumps(values, sort_keys=True, default=str)
    return f'"{hashlib.sha256(state.encode()).hexdigest()[:32]}"'


@dataclass(frozen=True, slots=True)
class Slot:
    """A time (UTC) at which a demo can be held; `free` is the end of its buffer."""

    start: datetime
    end: datetime
    free: datetime


@dataclass(frozen=True, slots=True)
class BookingFilters:
    """The filters of bookings. None means: do not filter."""

    status: Status | None = None
    starts_from: datetime | None = None
    starts_before: datetime | None = None
    search: str | None = None


def is_open(booking: DemoBooking, now: datetime) -> bool:
    """Return whether the demo is confirmed and has not begun."""
    return booking.status == "confirmed" and now < booking.starts_at


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the instant, in UTC, of a local time in the zone.

    A local time that occurs twice means its first occurrence. A local time that is
    skipped is read with the offset before the gap (RFC 5545, section 3.3.5).
    """
    return datetime.combine(day, at, zone).astimezone(UTC)


def offered(
    rules: DemoAvailability, *, begin: datetime, end: datetime, now: datetime
) -> list[Slot]:
    """Return the slots with `begin` <= start < `end`, taken or not."""
    begin = max(begin, now + timedelta(minutes=rules.notice_minutes))
    end = min(end, now + timedelta(days=rules.horizon_days))
    if begin >= end:
        return []
    zone = ZoneInfo(rules.timezone)
    duration = timedelta(minutes=rules.duration_minutes)
    buffer = timedelta(minutes=rules.buffer_minutes)
    # A set: a skipped local time may be the same instant as a later local time.
    starts: set[datetime] = set()
    # Start a day early, in case the clock skips midnight.
    day = begin.astimezone(zone).date() - _DAY
    while day <= end.astimezone(zone).date():
        for opens, closes in _hours(rules, day, zone):
            start = opens
            while start + duration <= closes:
                starts.add(start)
                start += duration + buffer
        day += _DAY
    return [
        Slot(start, start + duration, start + duration + buffer)
        for start in sorted(starts)
        if begin <= start < end
    ]


def find(rules: DemoAvailability, start: datetime, now: datetime) -> Slot | None:
    """Return the slot that begins exactly at `start`, taken or not, or None."""
    horizon = now + timedelta(days=rules.horizon_days)
    if not now <= start < horizon:
        return None
    return next(iter(offered(rules, begin=start, end=start + _TICK, now=now)), None)


def slot_at(rules: DemoAvailability, start: datetime) -> Slot:
    """Return the slot that would begin at `start`, offered or not."""
    end = start + timedelta(minutes=rules.duration_minutes)
    return Slot(start, end, end + timedelta(minutes=rules.buffer_minutes))


def move(booking: DemoBooking, slot: Slot) -> None:
    """Give a booking the time of a slot."""
    booking.starts_at = slot.start
    booking.ends_at = slot.end
    booking.free_at = slot.free


def without_taken(
    slots: Sequence[Slot], taken: Sequence[tuple[datetime, datetime]]
) -> list[Slot]:
    """Return the slots that overlap no taken time (start, free); both are ascending."""
    ends = [free for _, free in taken]

    def is_free(slot: Slot) -> bool:
        # The first taken time that ends after the slot begins. No earlier one overlaps.
        index = bisect_right(ends, slot.start)
        return index == len(taken) or slot.free <= taken[index][0]

    return [slot for slot in slots if is_free(slot)]


def _hours(
    rules: DemoAvailability, day: date, zone: ZoneInfo
) -> Iterator[tuple[datetime, datetime]]:
    if day in rules.blackout_days:
        return
    for hours in rules.weekly_hours:
        if hours["weekday"] == WEEKDAYS[day.weekday()]:
            opens = time.fromisoformat(hours["start"])
            closes = time.fromisoformat(hours["end"])
            last = day if closes != MIDNIGHT else day + _DAY
            yield instant(day, opens, zone), instant(last, closes, zone)
