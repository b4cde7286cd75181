"""Administrators change only the booking that they have read: ETag and If-Match."""

from fastapi.testclient import TestClient
from httpx2 import Response

from tests.book_demo.steps import NINE, TEN, TUESDAY, booked, manage
from tests.book_demo.test_admin import BOOKINGS, change
from tests.support.accounts import Account, assert_error


def test_a_change_of_an_outdated_state_is_refused(
    client: TestClient, admin: Account
) -> None:
    booking = booked(client)
    url = f"{BOOKINGS}/{booking.id}"
    read = client.get(url, headers=admin.headers)

    def note(notes: str, etag: str) -> Response:
        headers = admin.headers | {"If-Match": etag}
        return client.patch(url, json={"notes": notes}, headers=headers)

    first = note("Wants a quote.", read.headers["ETag"])
    second = note("Calls back.", read.json()["etag"])
    third = note("Calls back.", first.headers["ETag"])

    assert first.json()["etag"] == first.headers["ETag"] != read.headers["ETag"]
    assert_error(second, 412, "booking_changed")
    assert third.json()["notes"] == "Calls back."


def test_a_move_by_the_visitor_outdates_what_the_team_has_read(
    client: TestClient, admin: Account
) -> None:
    booking = booked(client, NINE)
    url = f"{BOOKINGS}/{booking.id}"
    etag = client.get(url, headers=admin.headers).headers["ETag"]
    move = {"start": TEN, "timezone": "UTC"}
    assert manage(client, booking.token, "reschedule", **move).is_success

    moved = client.patch(
        url,
        json={"start": f"{TUESDAY}T11:00:00Z"},
        headers=admin.headers | {"If-Match": etag},
    )

    assert_error(moved, 412, "booking_changed")
    read = client.get(url, headers=admin.headers)
    assert read.json()["start"] == TEN


def test_the_etag_of_a_change_is_that_of_the_stored_booking(
    client: TestClient, admin: Account
) -> None:
    booking = booked(client, NINE)
    # The same instant, but another text.
    moved = change(client, admin, booking, start=f"{TUESDAY}T12:00:00+01:00")

    headers = admin.headers | {"If-None-Match": moved.headers["ETag"]}
    read = client.get(f"{BOOKINGS}/{booking.id}", headers=headers)

    assert (read.status_code, read.content) == (304, b"")
