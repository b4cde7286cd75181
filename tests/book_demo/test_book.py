"""A visitor books a slot."""

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, func, select

from backend.core import token
from backend.core.config import settings
from backend.models import DemoBooking
from devtools.mailbox import Mailbox
from tests.book_demo.steps import NINE, TEN, TUESDAY, book, booked, row_of
from tests.support.accounts import assert_error, new_email


def test_a_booking_is_answered_with_its_token(client: TestClient, db: Session) -> None:
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


def test_only_the_digest_of_the_token_is_stored(
    client: TestClient, db: Session, mailbox: Mailbox
) -> None:
    booking = booked(client)
    mailbox.wait_for(booking.email)

    row = row_of(db, booking.email)
    assert len(booking.token) == 43  # 256 bits in base64
    assert row.manage_digest == token.token_digest(booking.token)
    assert booking.token not in str(row.model_dump())


def test_a_slot_can_be_booked_once(client: TestClient) -> None:
    booked(client, NINE)

    assert_error(book(client, NINE), 409, "slot_taken")


def test_a_retry_gets_the_lost_reply(client: TestClient) -> None:
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
def test_a_time_that_is_no_slot_cannot_be_booked(
    client: TestClient, start: str
) -> None:
    assert_error(book(client, start), 400, "slot_unavailable")


@pytest.mark.parametrize(
    "changes",
    [
        {"start": "2027-03-02T09:00:00"},  # no UTC offset
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
    client: TestClient, db: Session, changes: dict[str, str]
) -> None:
    reply = book(client, **({"start": NINE} | changes))

    assert_error(reply, 422, "invalid_input")
    assert db.exec(select(func.count()).select_from(DemoBooking)).one() == 0


def test_addresses_of_refused_domains_cannot_book(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    strict = settings.model_copy(
        update={"BOOK_DEMO_REFUSED_DOMAINS": ("mail.example",)}
    )
    monkeypatch.setattr("backend.modules.book_demo.book_demo.settings", strict)

    refused = book(client, email="ada@Mail.example")
    taken = book(client, email="ada@not-mail.example")

    assert_error(refused, 400, "work_email_required")
    assert taken.status_code == 201
