"""The number of e-mails that bookings can send to an address is limited."""

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, col, select

from backend.models import OutboxEmail
from tests.book_demo.steps import TUESDAY, book, booked, get, manage, row_of
from tests.fixtures import Time
from tests.support.accounts import assert_error, new_email
from tests.support.racing import at_once

HOURS = [
    f"{TUESDAY}T{hour:02}:{minute}:00Z"
    for hour in range(9, 16)
    for minute in ("00", "30")
]
MOVES = 5
MAILS_A_DAY = 10


def mails_to(db: Session, email: str) -> int:
    """Return how many e-mails an address got, without reminders."""
    db.rollback()
    statement = select(OutboxEmail).where(
        col(OutboxEmail.recipient) == email,
        col(OutboxEmail.subject).not_like("%emind%"),
    )
    return len(db.exec(statement).all())


def test_a_booking_can_be_moved_five_times(client: TestClient, db: Session) -> None:
    booking = booked(client)

    replies = [
        manage(client, booking.token, "reschedule", start=HOURS[2 + number % 10])
        for number in range(12)
    ]

    assert [reply.status_code for reply in replies[:MOVES]] == [200] * MOVES
    for reply in replies[MOVES:]:
        assert_error(reply, 409, "booking_moved_too_often")
    assert row_of(db, booking.email).sequence == MOVES
    assert mails_to(db, booking.email) == 1 + MOVES
    assert manage(client, booking.token, "cancel").json()["status"] == "cancelled"


def test_an_address_gets_ten_mails_a_day_from_all_its_bookings(
    client: TestClient, db: Session, time: Time
) -> None:
    email = new_email()
    bookings = [booked(client, HOURS[number], email=email) for number in range(3)]

    replies = [
        manage(
            client,
            booking.token,
            "reschedule",
            start=HOURS[3 + 3 * (number % 3) + each],
        )
        for number in range(4)
        for each, booking in enumerate(bookings)
    ]

    allowed = MAILS_A_DAY - len(bookings)
    statuses = [reply.status_code for reply in replies]
    assert statuses == [200] * allowed + [429] * (len(replies) - allowed)
    refused = replies[allowed:]
    assert mails_to(db, email) == MAILS_A_DAY
    assert_error(refused[0], 429, "rate_limited")
    wait = int(refused[0].headers["Retry-After"])
    assert 23 * 3600 < wait <= 24 * 3600
    assert_error(book(client, HOURS[13], email=email), 429, "rate_limited")
    booked(client, HOURS[13])
    time.advance(seconds=wait + 60)
    assert book(client, HOURS[12], email=email).status_code == 201


def test_bookings_and_cancellations_in_turn_send_few_mails(
    client: TestClient, db: Session
) -> None:
    email = new_email()

    for _ in range(20):
        reply = book(client, HOURS[0], email=email)
        if reply.status_code == 201:
            manage(client, reply.json()["manage_token"], "cancel")

    assert mails_to(db, email) <= MAILS_A_DAY


def test_a_booking_can_be_cancelled_after_any_number_of_mails(
    client: TestClient, db: Session
) -> None:
    email = new_email()
    bookings = [booked(client, HOURS[number], email=email) for number in range(2)]
    for number in range(4):
        for each, booking in enumerate(bookings):
            start = HOURS[4 + 2 * (number % 2) + each]
            assert manage(client, booking.token, "reschedule", start=start).is_success

    for booking in bookings:
        assert manage(client, booking.token, "cancel").json()["status"] == "cancelled"
        assert get(client, booking.token).json()["status"] == "cancelled"

    assert mails_to(db, email) == MAILS_A_DAY + len(bookings)


@pytest.mark.parametrize("spelling", ["{}+{number}@example.com", "{}@EXAMPLE.com"])
def test_spellings_of_one_mailbox_share_the_limit_of_bookings(
    client: TestClient, spelling: str
) -> None:
    local = new_email().partition("@")[0]

    statuses = [
        book(
            client, HOURS[number], email=spelling.format(local, number=number)
        ).status_code
        for number in range(7)
    ]

    assert statuses == [201] * 5 + [429] * 2


def test_parallel_moves_do_not_exceed_the_limit_of_an_address(
    client: TestClient, db: Session
) -> None:
    email = new_email()
    bookings = [booked(client, HOURS[number], email=email) for number in range(4)]

    def move(number: int) -> int:
        token = bookings[number % 4].token
        start = HOURS[4 + number % 10]
        return manage(client, token, "reschedule", start=start).status_code

    statuses = at_once(24, move)

    assert set(statuses) <= {200, 409, 429}
    assert mails_to(db, email) <= MAILS_A_DAY
