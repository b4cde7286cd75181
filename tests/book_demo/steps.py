"""Steps that many tests of bookings take over HTTP."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response
from sqlmodel import Session, select

from backend.models import DemoAvailability, DemoBooking
from backend.modules.book_demo.lib import WEEKDAYS
from tests.support.accounts import API, new_email
from tests.support.operations import new_caller

DEMO = API + "/book-demo"
TEAM = "sales@example.com"
# A Monday far in the future, so that the tests' tokens have not expired.
MONDAY = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
TUESDAY = "2027-03-02"
NINE = f"{TUESDAY}T09:00:00Z"
TEN = f"{TUESDAY}T10:00:00Z"


@dataclass(frozen=True)
class Booked:
    """A booking made over HTTP."""

    id: str
    email: str
    token: str


def slots(
    client: TestClient, first: str, last: str | None = None, timezone: str = "UTC"
) -> list[str]:
    """Return the starts of the free slots."""
    params = {"date_from": first, "date_to": last or first, "timezone": timezone}
    reply = client.get(DEMO + "/slots", params=params, headers=new_caller())
    assert reply.status_code == 200, reply.text
    assert reply.json()["next_cursor"] is None
    return [item["start"] for item in reply.json()["items"]]


def book(
    client: TestClient,
    start: str = NINE,
    *,
    key: str | None = None,
    language: str = "en",
    **changes: Any,
) -> Response:
    """Request a booking from a network address with unused limits."""
    headers = new_caller() | {"Accept-Language": language}
    headers |= {"Idempotency-Key": key} if key else {}
    body = {
        "name": "Ada Lovelace",
        "email": new_email(),
        "start": start,
        "timezone": "Europe/London",
    }
    return client.post(DEMO + "/book", json=body | changes, headers=headers)


def booked(client: TestClient, start: str = NINE, **changes: Any) -> Booked:
    """Make a booking; fail if it is refused."""
    email = changes.setdefault("email", new_email())
    reply = book(client, start, **changes)
    assert reply.status_code == 201, reply.text
    return Booked(reply.json()["id"], email, reply.json()["manage_token"])


def manage(client: TestClient, token: str, action: str, **body: Any) -> Response:
    """Cancel or reschedule a booking by its token."""
    url = f"{DEMO}/manage/{token}/{action}"
    return client.post(url, json=body, headers=new_caller())


def get(client: TestClient, token: str, what: str = "") -> Response:
    """Read a booking, or its calendar file, by its token."""
    return client.get(f"{DEMO}/manage/{token}{what}", headers=new_caller())


def set_rules(db: Session, **changes: Any) -> None:
    """Change the rules for bookings, directly in the database."""
    rules = db.exec(select(DemoAvailability)).one()
    for name, value in changes.items():
        setattr(rules, name, value)
    db.commit()


def every_day(start: str, end: str) -> list[dict[str, str]]:
    """Return the same hours for all weekdays."""
    return [{"weekday": day, "start": start, "end": end} for day in WEEKDAYS]


def row_of(db: Session, email: str) -> DemoBooking:
    """Return the current state of the address's only booking."""
    db.rollback()
    return db.exec(select(DemoBooking).where(DemoBooking.email == email)).one()
