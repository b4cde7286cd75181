"""Parallel requests never cause a double booking."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, func, select

from backend.models import DemoAvailability, DemoBooking, OutboxEmail
from devtools.mailbox import Mailbox
from tests.book_demo.steps import (
    DEMO,
    NINE,
    TEAM,
    TEN,
    TUESDAY,
    book,
    booked,
    manage,
    set_rules,
)
from tests.support.accounts import Account, new_email
from tests.support.racing import at_once, await_waiting

AT_ONCE = 20


def race(attempt: Callable[[int], int]) -> Counter[int]:
    """Start twenty attempts at once and count their statuses."""
    return Counter(at_once(AT_ONCE, attempt))


def test_of_twenty_bookings_of_a_slot_one_succeeds(
    client: TestClient, db: Session, mailbox: Mailbox
) -> None:
    statuses = race(lambda _: book(client, NINE).status_code)

    assert statuses == {201: 1, 409: 19}
    assert db.exec(select(func.count()).select_from(DemoBooking)).one() == 1
    # A confirmation and two reminders to the visitor, and a notice to the team.
    assert db.exec(select(func.count()).select_from(OutboxEmail)).one() == 4
    assert mailbox.wait_for(TEAM)


def test_a_request_that_is_sent_five_times_books_once_and_all_get_the_token(
    client: TestClient, db: Session
) -> None:
    email, key = new_email(), "3f2b8c1e-6a7d-4c57-9d0e-1b2a3c4d5e6f"

    # More requests would exceed the limit of an e-mail address.
    replies = at_once(5, lambda _: book(client, NINE, key=key, email=email))

    tokens = {reply.json()["manage_token"] for reply in replies}
    assert {reply.status_code for reply in replies} == {201}
    assert len(tokens) == 1
    assert db.exec(select(func.count()).select_from(DemoBooking)).one() == 1


def test_of_twenty_moves_to_a_slot_one_succeeds(
    client: TestClient, db: Session
) -> None:
    set_rules(db, duration_minutes=15)
    first = [f"2027-03-03T{9 + n // 4:02}:{n % 4 * 15:02}:00Z" for n in range(AT_ONCE)]
    bookings = [booked(client, start) for start in first]

    statuses = race(
        lambda n: manage(
            client, bookings[n].token, "reschedule", start=NINE
        ).status_code
    )

    assert statuses == {200: 1, 409: 19}
    starts = db.exec(select(DemoBooking.starts_at)).all()
    assert len(set(starts)) == AT_ONCE


@pytest.mark.parametrize("action", ["book", "reschedule"])
def test_requests_for_a_slot_queue_at_one_lock(
    client: TestClient, db: Session, action: str
) -> None:
    """Without the lock, some of eight parallel inserts deadlock."""
    booking = booked(client, TEN)

    def attempt() -> int:
        if action == "book":
            return book(client, NINE).status_code
        return manage(client, booking.token, action, start=NINE).status_code

    db.exec(select(DemoAvailability).with_for_update()).one()
    with ThreadPoolExecutor(1) as pool:
        status = pool.submit(attempt)
        await_waiting(db, 1)
        db.commit()

    assert status.result() in (200, 201)


def test_the_database_refuses_overlapping_bookings(
    client: TestClient, db: Session
) -> None:
    hours = [
        {"weekday": "tuesday", "start": "09:00", "end": "09:15"},
        {"weekday": "tuesday", "start": "09:15", "end": "09:30"},
    ]
    set_rules(db, weekly_hours=hours, duration_minutes=15, buffer_minutes=15)

    both = (NINE, f"{TUESDAY}T09:15:00Z")
    statuses = race(lambda number: book(client, both[number % 2]).status_code)

    assert statuses == {201: 1, 409: 19}


def test_parallel_cancels_bookings_and_moves_leave_no_overlap(
    client: TestClient, db: Session
) -> None:
    bookings = [booked(client, f"{TUESDAY}T{9 + n:02}:00:00Z") for n in range(5)]

    def attempt(number: int) -> int:
        mine = bookings[number % 5]
        kind = number // 5
        if kind == 0:
            return manage(client, mine.token, "cancel").status_code
        if kind == 1:
            neighbour = f"{TUESDAY}T{9 + (number + 1) % 5:02}:00:00Z"
            reply = manage(client, mine.token, "reschedule", start=neighbour)
            return reply.status_code
        return book(client, f"{TUESDAY}T{9 + number % 5:02}:00:00Z").status_code

    statuses = race(attempt)

    assert set(statuses) <= {200, 201, 409}
    rows = db.exec(select(DemoBooking).where(DemoBooking.status == "confirmed")).all()
    starts = [row.starts_at for row in rows]
    assert len(set(starts)) == len(starts)


def test_two_decisions_at_once_mail_the_visitor_once(
    client: TestClient, db: Session, admin: Account, mailbox: Mailbox
) -> None:
    booking = booked(client, TEN)
    url = f"{DEMO}/admin/bookings/{booking.id}"

    statuses = race(
        lambda _: client.patch(
            url, json={"status": "declined"}, headers=admin.headers
        ).status_code
    )

    assert statuses == {200: AT_ONCE}
    about = select(func.count()).where(
        OutboxEmail.recipient == booking.email,
        OutboxEmail.subject == "Your Sample demo is cancelled",
    )
    assert db.exec(about).one() == 1


def test_of_five_changes_of_the_same_state_one_succeeds(
    client: TestClient, admin: Account, db: Session
) -> None:
    """All five wait for the lock before the first continues."""
    url = f"{DEMO}/admin/availability"
    read = client.get(url, headers=admin.headers)
    headers = admin.headers | {"If-Match": read.headers["ETag"]}

    def attempt(number: int) -> int:
        rules = read.json() | {"horizon_days": number + 100}
        return client.put(url, json=rules, headers=headers).status_code

    db.exec(select(DemoAvailability).with_for_update()).one()
    with ThreadPoolExecutor(5) as pool:
        statuses = [pool.submit(attempt, number) for number in range(5)]
        await_waiting(db, 5)
        db.commit()

    assert Counter(status.result() for status in statuses) == {200: 1, 412: 4}
