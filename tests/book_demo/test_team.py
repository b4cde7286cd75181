"""The team books demos for visitors, and moves them."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlmodel import Session, col, select

from backend.models import DemoBooking, OutboxEmail
from devtools.mailbox import Mailbox
from tests.book_demo.steps import (
    DEMO,
    NINE,
    TEAM,
    TEN,
    TUESDAY,
    booked,
    get,
    manage,
    row_of,
    slots,
)
from tests.fixtures import Time
from tests.support.accounts import (
    Account,
    assert_error,
    bearer,
    log_in,
    new_email,
    verified,
)
from tests.support.racing import at_once

BOOKINGS = DEMO + "/admin/bookings"
EVENING = f"{TUESDAY}T20:15:00Z"


def create(client: TestClient, admin: Account, **changes: Any) -> Response:
    """Book as the team."""
    key = changes.pop("key", None)
    headers = admin.headers | ({"Idempotency-Key": key} if key else {})
    body = {
        "name": "Ada Lovelace",
        "email": new_email(),
        "start": NINE,
        "timezone": "Europe/London",
    }
    return client.post(BOOKINGS, json=body | changes, headers=headers)


def change(
    client: TestClient, admin: Account, booking_id: str, **changes: Any
) -> Response:
    """Change a booking as the team."""
    url = f"{BOOKINGS}/{booking_id}"
    return client.patch(url, json=changes, headers=admin.headers)


def relogged(client: TestClient, account: Account) -> Account:
    """Return the account with a login session that was just opened."""
    headers = bearer(log_in(client, account.email)["access_token"])
    return Account(account.email, account.password, headers, account.user)


def link_in(mailbox: Mailbox, email: str, *, count: int) -> str:
    """Return the manage token in the newest of an address's e-mails."""
    text = mailbox.wait_for(email, count=count)[0].text
    return text.partition("/book-demo/manage/")[2].split()[0].strip(")>.")


def subjects(db: Session, recipient: str) -> list[str]:
    """Return the subjects of the e-mails to an address, without reminders."""
    db.rollback()
    statement = select(OutboxEmail.subject).where(
        col(OutboxEmail.recipient) == recipient,
        col(OutboxEmail.subject).not_like("%emind%"),
    )
    return sorted(db.exec(statement).all())


class TestBooking:
    """POST /book-demo/admin/bookings."""

    def test_a_visitor_whom_the_team_books_gets_the_usual_invitation(
        self, client: TestClient, db: Session, admin: Account, mailbox: Mailbox
    ) -> None:
        email = new_email()

        reply = create(
            client,
            admin,
            email=email,
            start=EVENING,
            locale="de",
            notes="Called us.",
            message="<b>Two</b> of us",
        )

        assert reply.status_code == 201, reply.text
        body = reply.json()
        assert (body["status"], body["start"]) == ("confirmed", EVENING)
        assert (body["notes"], body["locale"]) == ("Called us.", "de")
        assert "token" not in reply.text
        token = link_in(mailbox, email, count=1)
        assert get(client, token).json()["start"] == EVENING
        mail = mailbox.wait_for(email)[0]
        assert "gebucht" in mail.subject
        assert "Two" not in mail.html + mail.text
        [to_team] = [m for m in mailbox.wait_for(TEAM) if email in m.subject]
        assert "entered by the team" in to_team.text
        assert row_of(db, email).calendar_uid

    @pytest.mark.parametrize(
        ("start", "status", "code"),
        [
            (NINE, 409, "slot_taken"),
            (f"{TUESDAY}T09:29:00Z", 409, "slot_taken"),
            (f"{TUESDAY}T09:30:30Z", 400, "slot_unavailable"),
            ("2027-03-01T07:59:00Z", 400, "slot_unavailable"),
            ("2028-03-03T09:00:00Z", 400, "slot_unavailable"),
            ("9999-12-31T23:59:00Z", 400, "slot_unavailable"),
        ],
    )
    def test_a_time_that_is_taken_past_or_far_away_is_refused(
        self, client: TestClient, admin: Account, start: str, status: int, code: str
    ) -> None:
        booked(client, NINE)

        reply = create(client, admin, start=start)

        assert_error(reply, status, code)

    def test_the_time_is_no_longer_offered_and_a_retry_books_once(
        self, client: TestClient, admin: Account
    ) -> None:
        email = new_email()

        first = create(client, admin, email=email, key="a-key-of-the-team")
        again = create(client, admin, email=email, key="a-key-of-the-team")

        assert first.json() == again.json()
        assert (first.status_code, again.status_code) == (201, 201)
        assert NINE not in slots(client, TUESDAY)

    def test_the_team_cannot_fill_a_mailbox_either(
        self, client: TestClient, admin: Account
    ) -> None:
        email = new_email()
        for number in range(10):
            start = f"{TUESDAY}T{10 + number}:00:00Z"
            assert create(client, admin, email=email, start=start).is_success

        booking = create(client, admin, email=email)
        found = client.get(
            BOOKINGS, params={"search": email}, headers=admin.headers
        ).json()["items"][0]
        moved = change(client, admin, found["id"], start=EVENING)

        assert_error(booking, 429, "rate_limited")
        assert_error(moved, 429, "rate_limited")

    def test_only_administrators_with_a_fresh_password_book(
        self, client: TestClient, admin: Account, time: Time
    ) -> None:
        user = verified(client)

        assert_error(create(client, user), 403, "admin_required")
        time.advance(minutes=20)
        assert_error(create(client, admin), 403, "reauthentication_required")


class TestMoving:
    """PATCH /book-demo/admin/bookings/{booking_id} with a new start."""

    def test_a_moved_visitor_reads_the_reason_and_gets_a_new_link(
        self, client: TestClient, db: Session, admin: Account, mailbox: Mailbox
    ) -> None:
        booking = booked(client, NINE)
        before = row_of(db, booking.email).sequence
        # A change withdraws an e-mail that has not left yet.
        mailbox.wait_for(booking.email)

        reply = change(
            client,
            admin,
            booking.id,
            start=EVENING,
            reason="Our <b>colleague</b> is ill.",
        )

        assert reply.status_code == 200, reply.text
        assert reply.json()["start"] == EVENING
        token = link_in(mailbox, booking.email, count=2)
        mail = mailbox.wait_for(booking.email, count=2)[0]
        assert "moved" in mail.subject
        assert "Our <b>colleague</b> is ill." in mail.text
        assert "Our &lt;b&gt;colleague&lt;/b&gt; is ill." in mail.html
        assert get(client, booking.token).status_code == 404
        assert get(client, token).json()["start"] == EVENING
        assert NINE in slots(client, TUESDAY)
        assert row_of(db, booking.email).sequence == before + 1
        assert len(subjects(db, booking.email)) == 2

    def test_the_same_time_changes_nothing(
        self, client: TestClient, db: Session, admin: Account
    ) -> None:
        booking = booked(client, NINE)

        reply = change(client, admin, booking.id, start=NINE, notes="Same")

        assert (reply.status_code, reply.json()["notes"]) == (200, "Same")
        assert get(client, booking.token).status_code == 200
        assert len(subjects(db, booking.email)) == 1

    def test_a_taken_time_leaves_the_booking_as_it_was(
        self, client: TestClient, db: Session, admin: Account
    ) -> None:
        booking, other = booked(client, NINE), booked(client, TEN)

        reply = change(client, admin, booking.id, start=TEN, notes="lost")

        assert_error(reply, 409, "slot_taken")
        assert row_of(db, booking.email).notes is None
        assert get(client, booking.token).json()["start"] == NINE
        assert get(client, other.token).json()["start"] == TEN

    def test_a_declined_demo_is_confirmed_at_another_time_in_one_step(
        self, client: TestClient, db: Session, admin: Account
    ) -> None:
        booking = booked(client, NINE)
        change(client, admin, booking.id, status="declined")
        # Its own time was booked meanwhile.
        booked(client, NINE)

        closed = change(client, admin, booking.id, start=TEN)
        moved = change(client, admin, booking.id, status="confirmed", start=TEN)

        assert_error(closed, 409, "booking_closed")
        assert (moved.json()["status"], moved.json()["start"]) == ("confirmed", TEN)
        assert len(subjects(db, booking.email)) == 3

    def test_a_demo_that_is_over_or_cancelled_cannot_be_moved(
        self, client: TestClient, admin: Account, time: Time
    ) -> None:
        cancelled, over = booked(client, NINE), booked(client, TEN)
        manage(client, cancelled.token, "cancel")

        first = change(client, admin, cancelled.id, start=EVENING)
        time.travel_to(time.read().replace(day=2, hour=10, minute=1))
        second = change(client, relogged(client, admin), over.id, start=EVENING)

        assert_error(first, 409, "booking_closed")
        assert_error(second, 409, "booking_closed")

    @pytest.mark.parametrize(
        "body",
        [
            {"status": "declined", "start": TEN},
            {"status": "completed", "start": TEN},
            {"reason": "No time is given."},
            {"start": None},
            {"start": "2027-03-02"},
        ],
    )
    def test_contradicting_changes_are_refused(
        self, client: TestClient, admin: Account, body: dict[str, Any]
    ) -> None:
        booking = booked(client, NINE)

        assert_error(change(client, admin, booking.id, **body), 422, "invalid_input")

    def test_of_changes_to_one_time_at_once_only_one_succeeds(
        self, client: TestClient, db: Session, admin: Account
    ) -> None:
        first, second = booked(client, NINE), booked(client, TEN)

        attempts = (
            lambda: change(client, admin, first.id, start=EVENING),
            lambda: change(client, admin, second.id, start=EVENING),
            lambda: create(client, admin, start=EVENING),
        )
        replies = at_once(3, lambda number: attempts[number]())

        statuses = sorted(reply.status_code for reply in replies)
        assert statuses in ([200, 409, 409], [201, 409, 409])
        db.rollback()
        starts = [b.starts_at.hour for b in db.exec(select(DemoBooking))]
        assert starts.count(20) == 1


def test_a_booking_of_the_team_belongs_to_the_owner_of_the_address(
    client: TestClient, db: Session, admin: Account
) -> None:
    owner = verified(client)

    create(client, admin, email=owner.email)

    assert str(row_of(db, owner.email).user_id) == owner.user["id"]
