"""The e-mailed link shows, moves and cancels a booking."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session

from devtools.mailbox import Mailbox
from tests.book_demo.steps import (
    DEMO,
    NINE,
    TEN,
    TUESDAY,
    booked,
    get,
    manage,
    row_of,
    set_rules,
    slots,
)
from tests.core.conftest import Logs, configured_logs, logs
from tests.fixtures import Time
from tests.support.accounts import assert_error

__all__ = ["configured_logs", "logs"]


class TestReading:
    """GET /book-demo/manage/{token}, and the calendar file."""

    def test_the_booking_is_shown_without_the_visitors_text(
        self, client: TestClient, db: Session
    ) -> None:
        set_rules(db, location="https://meet.example.com/demo")
        booking = booked(client, name="Eve", company="Spam Ltd", message="Buy!")

        reply = get(client, booking.token)

        assert reply.json() == {
            "id": booking.id,
            "status": "confirmed",
            "start": NINE,
            "end": f"{TUESDAY}T09:30:00Z",
            "timezone": "Europe/London",
            "location": "https://meet.example.com/demo",
        }

    @pytest.mark.parametrize("wrong", ["x", "A" * 43, "%00", "..", "\u00e9"])
    def test_a_wrong_token_shows_nothing_and_changes_nothing(
        self, client: TestClient, db: Session, wrong: str
    ) -> None:
        booking = booked(client)

        replies = [
            get(client, wrong),
            get(client, wrong, "/ics"),
            manage(client, wrong, "cancel"),
            manage(client, wrong, "reschedule", start=TEN),
        ]

        assert {reply.status_code for reply in replies} == {404}
        assert row_of(db, booking.email).status == "confirmed"

    def test_the_token_is_in_no_log(self, client: TestClient, logs: Logs) -> None:
        booking = booked(client)

        get(client, booking.token)
        get(client, booking.token, "/ics")
        get(client, booking.token, "/")
        client.put(f"{DEMO}/manage/{booking.token}/cancel")
        manage(client, booking.token, "cancel", reason=5)
        manage(client, booking.token, "reschedule", start=TEN)
        manage(client, booking.token, "cancel")

        assert booking.token not in logs.text
        assert len(logs.named("request")) == 8


class TestCancelling:
    """POST /book-demo/manage/{token}/cancel."""

    def test_a_cancelled_booking_stays_cancelled(
        self, client: TestClient, db: Session
    ) -> None:
        booking = booked(client)

        first = manage(client, booking.token, "cancel", reason="Ill.")
        second = manage(client, booking.token, "cancel", reason="Other")

        row = row_of(db, booking.email)
        assert first.json() == second.json() == get(client, booking.token).json()
        assert (row.status, row.cancel_reason, row.sequence) == (
            "cancelled",
            "Ill.",
            1,
        )

    def test_a_demo_that_has_begun_cannot_be_cancelled(
        self, client: TestClient, time: Time
    ) -> None:
        booking = booked(client)
        time.travel_to(datetime.fromisoformat(NINE) + timedelta(seconds=1))

        assert_error(manage(client, booking.token, "cancel"), 409, "booking_closed")
        later = manage(
            client, booking.token, "reschedule", start="2027-03-03T09:00:00Z"
        )
        assert_error(later, 409, "booking_closed")


class TestRescheduling:
    """POST /book-demo/manage/{token}/reschedule."""

    def test_a_booking_moves_and_frees_its_old_slot(
        self, client: TestClient, db: Session
    ) -> None:
        booking = booked(client, NINE)

        reply = manage(
            client, booking.token, "reschedule", start=TEN, timezone="Asia/Tokyo"
        )

        free = slots(client, TUESDAY)
        assert reply.json()["id"] == booking.id
        assert (reply.json()["start"], reply.json()["timezone"]) == (TEN, "Asia/Tokyo")
        assert NINE in free
        assert TEN not in free
        assert row_of(db, booking.email).sequence == 1

    def test_a_booking_can_move_to_a_time_that_overlaps_its_old_one(
        self, client: TestClient, db: Session
    ) -> None:
        booking = booked(client, NINE)
        hours = [{"weekday": "tuesday", "start": "09:15", "end": "12:00"}]
        set_rules(db, weekly_hours=hours)

        reply = manage(
            client, booking.token, "reschedule", start=f"{TUESDAY}T09:15:00Z"
        )

        assert reply.status_code == 200

    def test_moving_to_the_same_time_changes_nothing(
        self, client: TestClient, db: Session, mailbox: Mailbox
    ) -> None:
        booking = booked(client, NINE)
        mailbox.wait_for(booking.email)

        reply = manage(client, booking.token, "reschedule", start=NINE)

        assert reply.status_code == 200
        assert row_of(db, booking.email).sequence == 0

    def test_a_booking_cannot_move_to_a_taken_time_or_outside_the_slots(
        self, client: TestClient, db: Session
    ) -> None:
        booking = booked(client, NINE)
        booked(client, TEN)

        taken = manage(client, booking.token, "reschedule", start=TEN)
        odd = manage(client, booking.token, "reschedule", start=f"{TUESDAY}T09:10:00Z")

        assert_error(taken, 409, "slot_taken")
        assert_error(odd, 400, "slot_unavailable")
        assert row_of(db, booking.email).starts_at == datetime(
            2027, 3, 2, 9, tzinfo=UTC
        )

    def test_a_cancelled_booking_cannot_move(self, client: TestClient) -> None:
        booking = booked(client)
        manage(client, booking.token, "cancel")

        reply = manage(client, booking.token, "reschedule", start=TEN)

        assert_error(reply, 409, "booking_closed")


def test_the_mailed_link_leads_to_the_frontend_with_the_token(
    client: TestClient, mailbox: Mailbox
) -> None:
    booking = booked(client)

    [mail] = mailbox.wait_for(booking.email)

    found = re.findall(r"http://localhost:8000/book-demo/manage/(\S+)", mail.text)
    assert found == [booking.token]
