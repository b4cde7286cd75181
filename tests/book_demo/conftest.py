"""Fixtures of the tests of bookings: a Monday morning, and an administrator."""

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session

from tests.book_demo.steps import MONDAY
from tests.conftest import Time
from tests.support.accounts import Account, verified
from tests.user.steps import promote


@pytest.fixture(autouse=True)
def _monday(time: Time) -> None:
    """Start every test on the same Monday."""
    time.travel_to(MONDAY)


@pytest.fixture
def admin(client: TestClient, db: Session) -> Account:
    """Return a verified administrator."""
    account = verified(client)
    promote(db, account)
    return account
