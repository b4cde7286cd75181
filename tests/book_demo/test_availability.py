"""The team sets its opening hours and the other rules for bookings."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.book_demo.steps import DEMO, TUESDAY, booked, get, slots
from tests.support.accounts import Account, assert_error

AVAILABILITY = DEMO + "/admin/availability"
RULES: dict[str, Any] = {
    "timezone": "Europe/Berlin",
    "weekly_hours": [
        {"weekday": "tuesday", "start": "14:00", "end": "00:00"},
        {"weekday": "tuesday", "start": "08:30", "end": "12:00"},
        {"weekday": "monday", "start": "09:00", "end": "10:00"},
    ],
    "duration_minutes": 60,
    "buffer_minutes": 0,
    "notice_minutes": 60,
    "horizon_days": 30,
    "blackout_days": ["2027-03-09"],
    "location": "https://meet.example.com/demo",
}


def test_default_rules_exist_from_the_start(client: TestClient, admin: Account) -> None:
    reply = client.get(AVAILABILITY, headers=admin.headers)

    body = reply.json()
    assert body["timezone"] == "UTC"
    assert (body["duration_minutes"], body["buffer_minutes"]) == (30, 0)
    days = ["monday", "tuesday", "wednesday", "thursday", "friday"]
    assert body["weekly_hours"] == [
        {"weekday": day, "start": "09:00", "end": "17:00"} for day in days
    ]


def test_the_slots_follow_the_rules(client: TestClient, admin: Account) -> None:
    reply = client.put(AVAILABILITY, json=RULES, headers=admin.headers)

    hours = sorted(RULES["weekly_hours"], key=lambda h: (h["weekday"], h["start"]))
    assert reply.json() == RULES | {"weekly_hours": hours}
    assert client.get(AVAILABILITY, headers=admin.headers).json() == reply.json()
    found = slots(client, TUESDAY, "2027-03-09", timezone="Europe/Berlin")
    # 8:30 to 12:00 gives three slots, 14:00 to midnight ten; the 9th is a blackout day.
    assert len(found) == 3 + 10 + 1
    assert found[0] == f"{TUESDAY}T07:30:00Z"
    assert found[12] == f"{TUESDAY}T22:00:00Z"
    assert found[13] == "2027-03-08T08:00:00Z"


def test_a_change_of_an_outdated_state_is_refused(
    client: TestClient, admin: Account
) -> None:
    etag = client.get(AVAILABILITY, headers=admin.headers).headers["ETag"]
    seen = admin.headers | {"If-Match": etag}

    first = client.put(AVAILABILITY, json=RULES, headers=seen)
    second = client.put(AVAILABILITY, json=RULES | {"horizon_days": 9}, headers=seen)
    newest = admin.headers | {"If-Match": first.headers["ETag"]}
    third = client.put(AVAILABILITY, json=RULES | {"horizon_days": 9}, headers=newest)

    assert first.is_success
    assert_error(second, 412, "availability_changed")
    assert third.json()["horizon_days"] == 9
    read = client.get(AVAILABILITY, headers=admin.headers)
    assert read.headers["ETag"] == third.headers["ETag"] != first.headers["ETag"]


@pytest.mark.parametrize(
    "changes",
    [
        {"timezone": "Berlin"},
        {"duration_minutes": 4},
        {"duration_minutes": 481},
        {"buffer_minutes": -1},
        {"notice_minutes": 43201},
        {"horizon_days": 0},
        {"horizon_days": 366},
        {"blackout_days": ["2027-02-30"]},
        {"blackout_days": ["2027-01-01"] * 367},
        {"location": "a\r\nb"},
        {"id": 2},
        *(
            {"weekly_hours": [{"weekday": "monday", "start": s, "end": e}]}
            for s, e in [
                ("10:00", "09:00"),
                ("10:00", "10:00"),
                ("24:00", "00:00"),
                ("9:00", "10:00"),
                ("09:00:00", "10:00"),
                ("09:60", "10:00"),
                ("\u0660\u0669:00", "10:00"),
            ]
        ),
        {"weekly_hours": [{"weekday": "Monday", "start": "09:00", "end": "10:00"}]},
        {
            "weekly_hours": [
                {"weekday": "monday", "start": "09:00", "end": "00:00"},
                {"weekday": "monday", "start": "08:00", "end": "09:01"},
            ]
        },
    ],
)
def test_senseless_rules_are_refused(
    client: TestClient, admin: Account, changes: dict[str, Any]
) -> None:
    reply = client.put(AVAILABILITY, json=RULES | changes, headers=admin.headers)

    assert_error(reply, 422, "invalid_input")


def test_every_rule_is_required(client: TestClient, admin: Account) -> None:
    body = {key: value for key, value in RULES.items() if key != "horizon_days"}

    reply = client.put(AVAILABILITY, json=body, headers=admin.headers)

    assert_error(reply, 422, "invalid_input")


def test_bookings_stay_when_the_hours_change(
    client: TestClient, admin: Account
) -> None:
    booking = booked(client, "2027-03-04T09:00:00Z")

    client.put(AVAILABILITY, json=RULES, headers=admin.headers)

    assert get(client, booking.token).json()["status"] == "confirmed"
