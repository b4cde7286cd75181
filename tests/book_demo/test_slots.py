"""Visitors list the free slots."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from backend.core import clock
from backend.models import DemoAvailability, DemoBooking
from backend.modules.book_demo.book_demo import Visitor, book_demo_service
from tests.book_demo.steps import (
    DEMO,
    NINE,
    TEN,
    TUESDAY,
    booked,
    every_day,
    manage,
    set_rules,
    slots,
)
from tests.book_demo.test_lib import TRICKY
from tests.fixtures import Time
from tests.support.accounts import assert_error
from tests.support.operations import new_caller
from tests.support.work import Work


def test_by_default_slots_are_on_weekdays_from_nine_to_five(
    client: TestClient,
) -> None:
    found = slots(client, TUESDAY, "2027-03-08")

    assert len(found) == 5 * 16
    assert found[0] == NINE
    assert {start[:10] for start in found} == {
        f"2027-03-{day:02}" for day in (2, 3, 4, 5, 8)
    }
    assert found[15] == f"{TUESDAY}T16:30:00Z"


def test_a_slot_says_when_it_ends(client: TestClient, db: Session) -> None:
    set_rules(db, duration_minutes=45, buffer_minutes=15)
    params = {"date_from": TUESDAY, "date_to": TUESDAY, "timezone": "UTC"}

    reply = client.get(DEMO + "/slots", params=params, headers=new_caller())

    assert reply.json()["items"][:2] == [
        {"start": NINE, "end": f"{TUESDAY}T09:45:00Z"},
        {"start": TEN, "end": f"{TUESDAY}T10:45:00Z"},
    ]


def test_slots_too_soon_or_too_far_ahead_are_left_out(
    client: TestClient, db: Session
) -> None:
    set_rules(db, notice_minutes=180, horizon_days=2)

    found = slots(client, "2027-02-20", "2027-04-10")

    # It is Monday, shortly after eight o'clock.
    assert found[0] == "2027-03-01T11:30:00Z"
    assert found[-1] == "2027-03-02T16:30:00Z"


def test_blackout_days_are_left_out(client: TestClient, db: Session) -> None:
    set_rules(db, blackout_days=[date(2027, 3, 2), date(2027, 3, 4)])

    found = slots(client, TUESDAY, "2027-03-05")

    assert {start[:10] for start in found} == {"2027-03-03", "2027-03-05"}


def test_a_booked_slot_is_left_out_until_it_is_cancelled(
    client: TestClient,
) -> None:
    before = slots(client, TUESDAY)
    booking = booked(client, NINE)
    meanwhile = slots(client, TUESDAY)

    manage(client, booking.token, "cancel")

    assert meanwhile == before[1:]
    assert slots(client, TUESDAY) == before


def test_the_buffer_of_a_booking_is_left_out(client: TestClient, db: Session) -> None:
    set_rules(db, buffer_minutes=30)
    booked(client, TEN)
    set_rules(db, buffer_minutes=0)

    found = slots(client, TUESDAY)

    assert found[:3] == [NINE, f"{TUESDAY}T09:30:00Z", f"{TUESDAY}T11:00:00Z"]


def test_days_are_in_the_visitors_zone_and_hours_in_the_teams(
    client: TestClient, db: Session
) -> None:
    set_rules(db, timezone="America/New_York", weekly_hours=every_day("19:00", "21:00"))

    # 19:00 to 21:00 in New York is 9:00 to 11:00 the next day in Tokyo.
    in_tokyo = slots(client, "2027-03-03", timezone="Asia/Tokyo")
    in_new_york = slots(client, "2027-03-02", timezone="America/New_York")

    assert in_tokyo == in_new_york
    assert in_tokyo[0] == "2027-03-03T00:00:00Z"
    assert len(in_tokyo) == 4


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        ("America/New_York", "2027-03-12T14:00:00Z", "2027-03-15T13:00:00Z"),
        ("Europe/Berlin", "2027-03-26T08:00:00Z", "2027-03-29T07:00:00Z"),
        ("Australia/Sydney", "2027-04-01T22:00:00Z", "2027-04-04T23:00:00Z"),
    ],
)
def test_nine_oclock_stays_nine_oclock_when_the_clock_changes(
    client: TestClient, db: Session, zone: str, before: str, after: str
) -> None:
    set_rules(db, timezone=zone)

    found = slots(client, "2027-03-10", "2027-04-10", timezone=zone)

    assert {before, after} <= set(found)
    nines = [s for s in map(datetime.fromisoformat, found) if is_nine(s, zone)]
    assert len(nines) == len({s.astimezone(ZoneInfo(zone)).date() for s in nines}) > 20


def is_nine(at: datetime, zone: str) -> bool:
    return at.astimezone(ZoneInfo(zone)).strftime("%H:%M") == "09:00"


@pytest.mark.parametrize(
    ("day", "hours"), [("2027-03-14", 23), ("2027-11-07", 25), ("2027-07-04", 24)]
)
def test_a_visitors_day_can_have_23_or_25_hours(
    client: TestClient, db: Session, time: Time, day: str, hours: int
) -> None:
    time.travel_to(datetime.fromisoformat(day).replace(tzinfo=UTC) - timedelta(days=3))
    set_rules(db, weekly_hours=every_day("00:00", "00:00"), duration_minutes=60)

    found = slots(client, day, timezone="America/New_York")

    assert len(found) == hours


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2027-03-03", "2027-03-02"),
        ("2027-03-01", "2027-05-03"),
        ("0001-01-01", "9999-12-31"),
    ],
)
def test_senseless_days_are_refused(client: TestClient, first: str, last: str) -> None:
    params = {"date_from": first, "date_to": last, "timezone": "UTC"}

    reply = client.get(DEMO + "/slots", params=params, headers=new_caller())

    assert_error(reply, 400, "invalid_date_range")


@pytest.mark.parametrize("timezone", ["Asia/Tokyo", "Etc/GMT+12", "UTC"])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2027-02-27"])
def test_distant_days_have_no_slots(
    client: TestClient, day: str, timezone: str
) -> None:
    assert slots(client, day, timezone=timezone) == []


@pytest.mark.parametrize(
    "timezone", ["Europe/Nowhere", "../etc/passwd", "", "/etc/localtime", "BST-1"]
)
def test_an_unknown_time_zone_is_refused(client: TestClient, timezone: str) -> None:
    params = {"date_from": TUESDAY, "date_to": TUESDAY, "timezone": timezone}

    reply = client.get(DEMO + "/slots", params=params, headers=new_caller())

    assert_error(reply, 422, "invalid_input")


def test_slots_take_two_statements_however_many_there_are(
    client: TestClient, work: Work
) -> None:
    with work.counted() as count:
        slots(client, TUESDAY, "2027-04-30")

    assert len(count.statements) == 2


EDGES = [
    datetime(2027, 3, 13, tzinfo=UTC),
    datetime(2027, 3, 27, tzinfo=UTC),
    datetime(2027, 4, 3, tzinfo=UTC),
    datetime(2027, 10, 30, tzinfo=UTC),
    datetime(2027, 11, 6, tzinfo=UTC),
]


@given(
    team=st.sampled_from(TRICKY),
    visitor=st.sampled_from(TRICKY),
    edge=st.sampled_from(EDGES),
    hours=st.sampled_from([("00:00", "00:00"), ("01:15", "03:30"), ("22:00", "00:00")]),
    duration=st.sampled_from([15, 25, 60]),
    buffer=st.sampled_from([0, 10, 35]),
    picks=st.lists(st.integers(0, 1000), min_size=1, max_size=6),
)
@settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_every_offered_slot_can_be_booked_and_none_overlap(
    db: Session,
    time: Time,
    team: str,
    visitor: str,
    edge: datetime,
    hours: tuple[str, str],
    duration: int,
    buffer: int,
    picks: list[int],
) -> None:
    time.travel_to(edge)
    rules = db.exec(select(DemoAvailability)).one()
    rules.timezone, rules.weekly_hours = team, every_day(*hours)
    rules.duration_minutes, rules.notice_minutes = duration, 0
    who = Visitor("Ada", "ada@example.com", None, None, visitor, "en")
    day = clock.now().date()

    for pick in picks:
        # The buffer also changes between two bookings.
        rules.buffer_minutes = buffer if pick % 3 else 0
        free = book_demo_service.slots(
            db, date_from=day, date_to=day + timedelta(days=2), timezone=visitor
        )
        if not free:
            break
        chosen = free[pick % len(free)]
        made = book_demo_service.book(db, who, start=chosen.start, is_robot=False)
        assert (made.booking.starts_at, made.booking.ends_at) == (
            chosen.start,
            chosen.end,
        )

    rows = db.exec(select(DemoBooking).order_by(DemoBooking.starts_at)).all()  # type: ignore[arg-type]
    assert rows
    for earlier, later in pairwise(rows):
        assert earlier.free_at <= later.starts_at
    db.rollback()
