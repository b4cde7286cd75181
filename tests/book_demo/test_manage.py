"""Booking, and what the mailed link allows: to look, to move, to cancel."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, func, select

from backend.core import token
from backend.core.config import settings
from backend.models import DemoBooking
from backend.modules.book_demo import book_demo
from devtools.mailbox import Mailbox
from tests.accounts import assert_error, new_email
from tests.book_demo.steps import (
    DEMO,
    NINE,
    TEN,
    TUESDAY,
    book,
    booked,
    get,
    manage,
    row_of,
    set_rules,
    slots,
)
from tests.conftest import Time
from tests.core.conftest import Logs, configured_logs, logs

__all__ = ["configured_logs", "logs"]


class TestBooking:
    """POST /book-demo/book."""

    def test_a_booking_is_answered_with_its_token(
        self, client: TestClient, db: Session
    ) -> None:
        reply = book(
            client,
            "2027-03-02T10:00:00+01:00",
            email="Ada@Example.com",
            company="Engines",
            message="Two\r\nof us",
        )

        body = reply.json()
        row = row_of(db, "ada@example.com")
        assert reply.status_code == 201
        assert body == {
            "id": str(row.id),
            "status": "confirmed",
            "start": NINE,
            "end": f"{TUESDAY}T09:30:00Z",
            "timezone": "Europe/London",
            "location": None,
            "manage_token": body["manage_token"],
        }
        assert (row.company, row.message) == ("Engines", "Two\nof us")

    def test_of_the_token_only_the_digest_is_stored(
        self, client: TestClient, db: Session, mailbox: Mailbox
    ) -> None:
        booking = booked(client)
        mailbox.wait_for(booking.email)

        row = row_of(db, booking.email)
        assert len(booking.token) == 43  # 256 bits in base64
        assert row.manage_digest == token.token_digest(booking.token)
        assert booking.token not in str(row.model_dump())

    def test_a_slot_is_booked_once(self, client: TestClient) -> None:
        booked(client, NINE)

        assert_error(book(client, NINE), 409, "slot_taken")

    def test_a_lost_reply_can_be_asked_for_again(self, client: TestClient) -> None:
        key, email = "3f2b8c1e-6a7d-4c57-9d0e-1b2a3c4d5e6f", new_email()

        first, again = (book(client, NINE, key=key, email=email) for _ in range(2))
        other = book(client, TEN, key=key, email=email)

        assert first.status_code == again.status_code == 201
        assert first.json() == again.json()
        assert_error(other, 422, "idempotency_key_reused")

    @pytest.mark.parametrize(
        "start",
        [
            f"{TUESDAY}T09:10:00Z",
            f"{TUESDAY}T09:00:01Z",
            f"{TUESDAY}T17:00:00Z",
            "2027-03-06T09:00:00Z",  # a Saturday
            "2027-03-01T09:00:00Z",  # too soon
            "2027-02-22T09:00:00Z",  # past
            "2027-07-06T09:00:00Z",  # too far ahead
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999999Z",
        ],
    )
    def test_what_is_no_slot_cannot_be_booked(
        self, client: TestClient, start: str
    ) -> None:
        assert_error(book(client, start), 400, "slot_unavailable")

    @pytest.mark.parametrize(
        "changes",
        [
            {"start": "2027-03-02T09:00:00"},  # where?
            {"start": "9999-12-31T23:59:59-12:00"},
            {"start": "0001-01-01T00:00:00+12:00"},
            {"timezone": "Europe/Nowhere"},
            {"email": "ada@localhost"},
            {"email": "ada@example.com\r\nBcc: all@example.com"},
            {"name": "Ada\r\nBcc: all@example.com"},
            {"company": "Engines\nX"},
            {"name": ""},
            {"name": "x" * 201},
            {"message": "x" * 2001},
            {"message": "\x00"},
            {"status": "completed"},
        ],
    )
    def test_odd_fields_are_refused(
        self, client: TestClient, db: Session, changes: dict[str, str]
    ) -> None:
        reply = book(client, **({"start": NINE} | changes))

        assert_error(reply, 422, "invalid_input")
        assert db.exec(select(func.count()).select_from(DemoBooking)).one() == 0

    def test_addresses_that_are_no_work_email_can_be_refused(
        self, client: TestClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        strict = settings.model_copy(
            update={"BOOK_DEMO_REFUSED_DOMAINS": ("mail.example",)}
        )
        monkeypatch.setattr(book_demo, "settings", strict)

        refused = book(client, email="ada@Mail.example")
        taken = book(client, email="ada@not-mail.example")

        assert_error(refused, 400, "work_email_required")
        assert taken.status_code == 201


class TestReading:
    """GET /book-demo/manage/{token}, and its file."""

    def test_the_booking_is_shown_without_what_the_visitor_wrote(
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

    def test_what_has_begun_cannot_be_called_off(
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

    def test_it_may_overlap_where_it_was(self, client: TestClient, db: Session) -> None:
        booking = booked(client, NINE)
        hours = [{"weekday": "tuesday", "start": "09:15", "end": "12:00"}]
        set_rules(db, weekly_hours=hours)

        reply = manage(
            client, booking.token, "reschedule", start=f"{TUESDAY}T09:15:00Z"
        )

        assert reply.status_code == 200

    def test_where_it_is_nothing_changes(
        self, client: TestClient, db: Session, mailbox: Mailbox
    ) -> None:
        booking = booked(client, NINE)
        mailbox.wait_for(booking.email)

        reply = manage(client, booking.token, "reschedule", start=NINE)

        assert reply.status_code == 200
        assert row_of(db, booking.email).sequence == 0

    def test_it_cannot_move_to_a_time_that_is_taken_or_no_slot(
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

    found = re.findall(r"http://localhost:3000/book-demo/manage/(\S+)", mail.text)
    assert found == [booking.token]
