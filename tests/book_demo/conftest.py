"""Every test of bookings begins on a Monday morning."""

import pytest

from tests.book_demo.steps import MONDAY
from tests.fixtures import Time


@pytest.fixture(autouse=True)
def _monday(time: Time) -> None:
    """Start every test on the same Monday."""
    time.travel_to(MONDAY)
