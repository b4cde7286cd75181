"""The team lists bookings and decides about them."""

from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlmodel import Session, select

from backend.background import cleanup
from backend.core.config import settings
from backend.models import DemoBooking
from backend.modules import registry
from tests.book_demo.steps import (
    DEMO,
    NINE,
    TEN,
    TUESDAY,
    Booked,
    booked,
    get,
    manage,
    row_of,
    slots,
)
from tests.book_demo.test_availability import RULES
from tests.fixtures import Time
from tests.support.accounts import Account, assert_error, verified
from tests.user.steps import give_password_again

BOOKINGS = DEMO + "/admin/bookings"


def change(
    client: TestClient, admin: Account, booking: Booked, **changes: Any
) -> Response:
    """PATCH a booking."""
    url = f"{BOOKINGS}/{booking.id}"
    return client.patch(url, json=changes, headers=admin.headers)


def listed(client: TestClient, admin: Account, **params: str) -> list[str]:
    """Return the ids of all pages of the list."""
    found: list[str] = []
    while True:
        reply = client.get(BOOKINGS, headers=admin.headers, params=params)
        assert reply.status_code == 200, reply.text
        found += [item["id"] for item in reply.json()["items"]]
        if reply.json()["next_cursor"] is None:
            return found
        params["cursor"] = reply.json()["next_cursor"]


class TestListing:
    """GET /book-demo/admin/bookings."""

    def test_bookings_are_paged_by_their_start_without_gaps_or_repeats(
        self, client: TestClient, admin: Account
    ) -> None:
        made = [booked(client, f"{TUESDAY}T{9 + n:02}:00:00Z").id for n in range(5)]

        assert listed(client, admin, limit="2") == made[::-1]
        assert listed(client, admin, limit="2", sort="oldest") == made

    def test_bookings_are_filtered(self, client: TestClient, admin: Account) -> None:
        first = booked(client, NINE, name="Grace Hopper", company="Navy_1")
        second = booked(client, TEN, company="Navy 1")
        manage(client, second.token, "cancel")

        assert listed(client, admin, status="cancelled") == [second.id]
        assert listed(client, admin, status="confirmed") == [first.id]
        assert listed(client, admin, starts_from=TEN) == [second.id]
        assert listed(client, admin, starts_before=TEN) == [first.id]
        assert listed(client, admin, search="hOPPer") == [first.id]
        assert listed(client, admin, search="navy_") == [first.id]
        assert listed(client, admin, search=second.email) == [second.id]
        assert listed(client, admin, search="%") == []

    def test_a_booking_is_shown_with_all_of_the_visitors_text(
        self, client: TestClient, admin: Account
    ) -> None:
        booking = booked(client, NINE, company="Engines", message="Hello")

        reply = client.get(f"{BOOKINGS}/{booking.id}", headers=admin.headers)

        body = reply.json()
        assert (body["name"], body["company"], body["message"]) == (
            "Ada Lovelace",
            "Engines",
            "Hello",
        )
        assert (body["start"], body["email"]) == (NINE, booking.email)
        assert not {"manage_token", "manage_digest"} & set(body)

    @pytest.mark.parametrize(
        "params",
        [
            {"status": "lost"},
            {"starts_from": "2027-03-02"},
            {"starts_from": "2027-03-02T09:00:00"},
            {"limit": "0"},
            {"colour": "red"},
        ],
    )
    def test_odd_filters_are_refused(
        self, client: TestClient, admin: Account, params: dict[str, str]
    ) -> None:
        reply = client.get(BOOKINGS, headers=admin.headers, params=params)

        assert_error(reply, 422, "invalid_input")

    def test_a_foreign_cursor_is_refused(
        self, client: TestClient, admin: Account
    ) -> None:
        reply = client.get(BOOKINGS, headers=admin.headers, params={"cursor": "x"})

        assert_error(reply, 400, "invalid_cursor")


class TestDeciding:
    """PATCH /book-demo/admin/bookings/{booking_id}."""

    def test_before_it_begins_a_demo_can_be_declined_and_confirmed_again(
        self, client: TestClient, admin: Account
    ) -> None:
        booking = booked(client, NINE)

        declined = change(client, admin, booking, status="declined")
        freed = slots(client, TUESDAY)
        confirmed = change(client, admin, booking, status="confirmed")

        assert declined.json()["status"] == "declined"
        assert NINE in freed
        assert confirmed.json()["status"] == "confirmed"
        assert NINE not in slots(client, TUESDAY)
        # The visitor gets a new link, because the old token is stored only as a digest.
        assert get(client, booking.token).status_code == 404

    def test_a_declined_slot_may_be_gone(
        self, client: TestClient, admin: Account
    ) -> None:
        booking = booked(client, NINE)
        change(client, admin, booking, status="declined")
        booked(client, NINE)

        reply = change(client, admin, booking, status="confirmed")

        assert_error(reply, 409, "slot_taken")

    def test_afterwards_the_team_records_the_outcome(
        self, client: TestClient, admin: Account, time: Time
    ) -> None:
        booking = booked(client, NINE)
        time.advance(hours=26)
        give_password_again(client, admin)

        statuses = [
            change(client, admin, booking, status=status).json()["status"]
            for status in ("completed", "no_show", "completed", "completed")
        ]

        assert statuses == ["completed", "no_show", "completed", "completed"]

    @pytest.mark.parametrize("status", ["completed", "no_show"])
    def test_no_outcome_can_be_recorded_before_the_demo_begins(
        self, client: TestClient, admin: Account, status: str
    ) -> None:
        reply = change(client, admin, booked(client), status=status)

        assert_error(reply, 409, "invalid_status_change")

    def test_a_demo_that_has_begun_cannot_be_declined(
        self, client: TestClient, admin: Account, time: Time
    ) -> None:
        booking = booked(client, NINE)
        time.advance(hours=26)
        give_password_again(client, admin)

        reply = change(client, admin, booking, status="declined")

        assert_error(reply, 409, "invalid_status_change")

    @pytest.mark.parametrize("status", ["confirmed", "declined", "completed"])
    def test_a_booking_cancelled_by_the_visitor_stays_cancelled(
        self, client: TestClient, admin: Account, status: str
    ) -> None:
        booking = booked(client)
        manage(client, booking.token, "cancel")

        reply = change(client, admin, booking, status=status)

        assert_error(reply, 409, "invalid_status_change")

    def test_the_visitor_cannot_change_a_declined_booking(
        self, client: TestClient, admin: Account
    ) -> None:
        booking = booked(client)
        change(client, admin, booking, status="declined")

        assert_error(manage(client, booking.token, "cancel"), 409, "booking_closed")

    def test_an_unknown_booking_is_not_found(
        self, client: TestClient, admin: Account
    ) -> None:
        nobody = Booked(str(uuid4()), "", "")

        read = client.get(f"{BOOKINGS}/{nobody.id}", headers=admin.headers)

        assert_error(read, 404, "booking_not_found")
        changed = change(client, admin, nobody, status="declined")
        assert_error(changed, 404, "booking_not_found")

    def test_the_error_for_refused_notes_names_the_sent_field(
        self, client: TestClient, admin: Account
    ) -> None:
        booking = booked(client, NINE)

        reply = change(client, admin, booking, notes="\x15")

        assert_error(reply, 422, "invalid_input")
        assert [error["field"] for error in reply.json()["errors"]] == ["notes"]

    def test_notes_can_be_added_changed_and_removed(
        self, client: TestClient, admin: Account
    ) -> None:
        booking = booked(client)

        written = change(client, admin, booking, notes="Wants a\nquote.")
        kept = change(client, admin, booking)
        removed = change(client, admin, booking, notes="")

        assert written.json()["notes"] == kept.json()["notes"] == "Wants a\nquote."
        assert removed.json()["notes"] is None

    @pytest.mark.parametrize(
        "body", [{"status": "cancelled"}, {"status": "x"}, {"email": "a@b.example"}]
    )
    def test_other_changes_are_refused(
        self, client: TestClient, db: Session, admin: Account, body: dict[str, str]
    ) -> None:
        booking = booked(client)

        assert_error(change(client, admin, booking, **body), 422, "invalid_input")
        assert row_of(db, booking.email).status == "confirmed"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/availability"),
        ("PUT", "/availability"),
        ("GET", "/bookings"),
        ("GET", "/bookings/{id}"),
        ("PATCH", "/bookings/{id}"),
    ],
)
def test_only_administrators_have_access(
    client: TestClient, method: str, path: str
) -> None:
    booking = booked(client)
    url = f"{DEMO}/admin{path.format(id=booking.id)}"
    body = {"json": RULES} if method == "PUT" else {}
    body |= {"json": {}} if method == "PATCH" else {}

    nobody = client.request(method, url, **body)  # type: ignore[arg-type]
    someone = client.request(
        method,
        url,
        headers=verified(client).headers,
        **body,  # type: ignore[arg-type]
    )

    assert_error(nobody, 401, "invalid_token")
    assert_error(someone, 403, "admin_required")


def test_bookings_are_deleted_some_time_after_the_demo(
    client: TestClient, db: Session, time: Time
) -> None:
    early, late = booked(client, NINE), booked(client, "2027-03-10T09:00:00Z")
    time.advance(days=settings.BOOK_DEMO_RETENTION_DAYS + 2)

    deleted = cleanup.run(db, registry.kept())

    assert deleted["demo_bookings"] == 1
    assert db.exec(select(DemoBooking.email)).all() == [late.email]
    assert get(client, early.token).status_code == 404
    time.advance(days=8)
    assert cleanup.run(db, registry.kept())["demo_bookings"] == 1
