"""Rows about demos that violate a constraint, for test_constraints.py."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import SQLModel

from backend.core import token
from backend.models import DemoAvailability, DemoBooking


def availability(**changes: Any) -> DemoAvailability:
    """Return valid settings, in addition to the existing row."""
    numbers = {"duration_minutes": 30, "buffer_minutes": 0}
    numbers |= {"notice_minutes": 0, "horizon_days": 60}
    return DemoAvailability(
        timezone="UTC", weekly_hours=[], blackout_days=[], **numbers | changes
    )


def booking(hour: int = 9, **changes: Any) -> DemoBooking:
    """Return a valid booking: half an hour and a buffer of five minutes."""
    start = datetime(2026, 12, 1, hour, tzinfo=UTC)
    fields: dict[str, Any] = {
        "name": "Ada",
        "email": "ada@example.com",
        "timezone": "UTC",
        "starts_at": start,
        "ends_at": start + timedelta(minutes=30),
        "free_at": start + timedelta(minutes=35),
        "manage_digest": token.new_id().bytes,
    }
    return DemoBooking(**fields | changes)


def booking_within_the_buffer_of_another() -> list[SQLModel]:
    start = datetime(2026, 12, 1, 9, 34, tzinfo=UTC)
    end = start + timedelta(minutes=30)
    return [booking(), booking(starts_at=start, ends_at=end, free_at=end)]


# Each constraint, and rows whose last one violates it.
DEMO_CASES: dict[str, Callable[[], list[SQLModel]]] = {
    "ck_demo_availability_one_row": lambda: [availability(id=2)],
    "ck_demo_availability_sane_duration": lambda: [availability(duration_minutes=4)],
    "ck_demo_availability_sane_buffer": lambda: [availability(buffer_minutes=-1)],
    "ck_demo_availability_sane_notice": lambda: [availability(notice_minutes=-1)],
    "ck_demo_availability_sane_horizon": lambda: [availability(horizon_days=366)],
    "ex_demo_bookings_blocked": booking_within_the_buffer_of_another,
    "ck_demo_bookings_known_status": lambda: [booking(status="lost")],
    "ck_demo_bookings_times_in_order": lambda: [booking(ends_at=booking().starts_at)],
    "uq_demo_bookings_manage_digest": lambda: [
        booking(9, manage_digest=b"x"),
        booking(10, manage_digest=b"x"),
    ],
}
