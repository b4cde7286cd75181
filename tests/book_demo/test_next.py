"""Users see their next demo, and nobody else's."""

from datetime import timedelta
from uuid import UUID

from fastapi.testclient import TestClient
from sqlmodel import Session

from tests.book_demo.steps import (
    DEMO,
    MONDAY,
    NINE,
    TEN,
    TUESDAY,
    booked,
    manage,
    row_of,
    set_rules,
)
from tests.fixtures import Time
from tests.support.accounts import Account, verified


def _next(client: TestClient, account: Account) -> str | None:
    reply = client.get(DEMO + "/next", headers=account.headers)
    assert reply.status_code == 200, reply.text
    demo: dict[str, str] | None = reply.json()["demo"]
    return demo["id"] if demo else None


def test_the_first_confirmed_demo_is_shown_until_it_ends(
    client: TestClient, db: Session, time: Time
) -> None:
    set_rules(db, location="Room 1")
    account = verified(client)
    booked(client, f"{TUESDAY}T11:00:00Z")
    later = booked(client, TEN, email=account.email)
    first = booked(client, NINE, email=account.email)

    reply = client.get(DEMO + "/next", headers=account.headers)

    assert reply.json() == {
        "demo": {
            "id": first.id,
            "status": "confirmed",
            "start": NINE,
            "end": f"{TUESDAY}T09:30:00Z",
            "timezone": "Europe/London",
            "location": "Room 1",
        }
    }
    time.travel_to(MONDAY + timedelta(days=1, minutes=89))
    assert _next(client, account) == first.id
    time.travel_to(MONDAY + timedelta(days=1, minutes=90))
    assert _next(client, account) == later.id
    manage(client, later.token, "cancel")
    assert _next(client, account) is None


def test_a_booking_stays_with_the_owner_of_its_address(
    client: TestClient, db: Session
) -> None:
    account, other = verified(client), verified(client)
    booking = booked(client, email=account.email)

    row_of(db, account.email).user_id = None  # booked before the address was verified
    db.commit()
    assert _next(client, account) == booking.id
    assert _next(client, other) is None

    # Booked while the address was the other's.
    row_of(db, account.email).user_id = UUID(other.user["id"])
    db.commit()
    assert _next(client, account) is None
    assert _next(client, other) == booking.id
