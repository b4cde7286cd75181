"""Rows that only name an address belong to the account that proved it at that time."""

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from backend.background import cleanup
from backend.core.config import settings
from backend.models import OutboxEmail, User
from backend.modules import registry
from backend.modules.user.background import JOBS
from tests.book_demo.steps import MONDAY, NINE, TEN, TUESDAY, booked, set_rules
from tests.fixtures import Time
from tests.support.accounts import Account, new_email, sign_up, verified
from tests.support.environment import mailbox
from tests.user.address_steps import move, request_change, undo, undo_token
from tests.user.steps import request_deletion
from tests.user.test_export import exported, rows

REMOVAL, *_ = JOBS
ELEVEN = f"{TUESDAY}T11:00:00Z"


def booked_with(client: TestClient, start: str, email: str) -> str:
    """Book with an address, wait for the e-mail, and return the booking's id."""
    mailbox.clear()
    booking = booked(client, start, email=email)
    mailbox.wait_for(email)
    mailbox.clear()
    return booking.id


@pytest.fixture(autouse=True)
def _monday(time: Time, db: Session) -> None:
    time.travel_to(MONDAY)
    set_rules(db, notice_minutes=0)


def bookings(client: TestClient, account: Account) -> list[str]:
    """Return the ids of the bookings in an export."""
    return [row["id"] for row in rows(exported(client, account), "demo_bookings")]


def test_earlier_bookings_with_its_address_belong_to_an_account(
    client: TestClient,
) -> None:
    email = new_email()
    booking_id = booked_with(client, NINE, email)

    assert bookings(client, verified(client, email=email)) == [booking_id]


def test_the_next_owner_of_an_address_sees_nothing_of_the_former_owner(
    client: TestClient, time: Time
) -> None:
    email = new_email()
    before = booked_with(client, NINE, email)
    former = verified(client, email=email)
    during = booked_with(client, TEN, email)
    move(client, former, new_email())
    after = booked_with(client, ELEVEN, email)
    time.advance(minutes=2)

    following = verified(client, email=email)

    assert bookings(client, following) == [after]
    assert set(bookings(client, former)) == {before, during}
    sent = rows(exported(client, following), "emails")
    assert [mail["subject"] for mail in sent] == ["Your Sample code"]


def test_the_next_owner_sees_nothing_of_a_deleted_account(
    client: TestClient, db: Session, time: Time
) -> None:
    email = new_email()
    booked_with(client, "2027-03-30T09:00:00Z", email)
    former = verified(client, email=email)
    booked_with(client, "2027-03-30T10:00:00Z", email)
    request_deletion(client, former)
    mailbox.wait_for(email)
    mailbox.clear()
    time.advance(days=settings.ACCOUNT_DELETION_GRACE_DAYS)
    assert REMOVAL.run(db)

    following = verified(client, email=email)

    assert bookings(client, following) == []


def test_bookings_stay_with_the_account_after_an_undone_change(
    client: TestClient,
) -> None:
    account, second = verified(client), new_email()
    move(client, account, second)
    token = undo_token(account.email)
    booked_with(client, NINE, second)
    undo(client, token)

    following = verified(client, email=second)

    assert bookings(client, following) == []


def test_mails_of_an_unconfirmed_address_are_not_exported(
    client: TestClient,
) -> None:
    account, owner = verified(client), verified(client)
    request_change(client, account, owner.email)
    request_change(client, account, new_email())

    mine = rows(exported(client, account), "emails")
    theirs = rows(exported(client, owner), "emails")

    assert {mail["recipient"] for mail in mine} == {account.email}
    subjects = [mail["subject"] for mail in theirs]
    assert "Someone asked to use your e-mail address" in subjects


def test_mails_to_a_former_address_belong_to_the_account(client: TestClient) -> None:
    account, second = verified(client), new_email()
    move(client, account, second)

    sent = rows(exported(client, account), "emails")

    assert {mail["recipient"] for mail in sent} == {account.email, second}


def test_deleting_an_unverified_account_keeps_the_mails_of_its_address(
    client: TestClient, db: Session, time: Time
) -> None:
    """A stranger signs up with a visitor's address: reminders must still be sent."""
    booking = booked(client, "2027-03-30T09:00:00Z")
    sign_up(client, booking.email)
    time.advance(days=8)

    cleanup.run(db, registry.kept())

    assert db.exec(select(User)).all() == []
    waiting = select(OutboxEmail).where(
        OutboxEmail.recipient == booking.email, OutboxEmail.status == "pending"
    )
    assert len(db.exec(waiting).all()) == 2
