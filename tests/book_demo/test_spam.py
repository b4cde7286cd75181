"""Bookings withstand robots, floods and hostile text."""

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, func, select

from backend.models import DemoBooking, OutboxEmail
from devtools.mailbox import Mailbox
from tests.book_demo.steps import DEMO, NINE, TEAM, TUESDAY, book, booked, get, slots
from tests.support.accounts import assert_error, new_email
from tests.support.operations import new_caller

HOSTILE = '<script>alert(1)</script>{{ 7 * 7 }}{% raw %}=HYPERLINK("http://x")'


def test_a_robot_is_answered_like_a_person_and_nothing_is_written(
    client: TestClient, db: Session
) -> None:
    reply = book(client, NINE, website="https://spam.example")
    person = book(client, NINE)

    assert reply.status_code == person.status_code == 201
    assert reply.json().keys() == person.json().keys()
    assert len(reply.json()["manage_token"]) == len(person.json()["manage_token"])
    assert db.exec(select(func.count()).select_from(DemoBooking)).one() == 1
    assert get(client, reply.json()["manage_token"]).status_code == 404


def test_a_robot_mails_nobody(client: TestClient, db: Session) -> None:
    book(client, NINE, website="x")

    assert db.exec(select(func.count()).select_from(OutboxEmail)).one() == 0
    assert NINE in slots(client, TUESDAY)


def test_one_address_cannot_be_flooded_with_invitations(client: TestClient) -> None:
    email = new_email()
    starts = slots(client, TUESDAY)

    replies = [book(client, start, email=email.title()) for start in starts[:6]]

    assert [reply.status_code for reply in replies] == [201] * 5 + [429]


def test_one_caller_cannot_book_everything(client: TestClient) -> None:
    caller = new_caller()
    starts = slots(client, TUESDAY)
    body = {"name": "Ada", "timezone": "UTC"}

    replies = [
        client.post(
            DEMO + "/book",
            json=body | {"email": new_email(), "start": start},
            headers=caller,
        )
        for start in starts[:11]
    ]

    assert [reply.status_code for reply in replies] == [201] * 10 + [429]


def test_all_callers_together_cannot_book_everything(client: TestClient) -> None:
    for _ in range(200):
        assert book(client, "2027-03-06T09:00:00Z").status_code == 400

    reply = book(client, NINE)

    assert_error(reply, 429, "rate_limited")
    assert reply.headers["Retry-After"].isdecimal()


def test_hostile_text_is_escaped_for_the_team_and_never_mailed_to_the_visitor(
    client: TestClient, mailbox: Mailbox
) -> None:
    booking = booked(
        client, name=HOSTILE, company=HOSTILE, message=f"{HOSTILE}\nBEGIN:VEVENT"
    )

    [to_visitor] = mailbox.wait_for(booking.email)
    [to_team] = mailbox.wait_for(TEAM)

    file = to_visitor.attachments[0].content.decode()
    for part in (to_visitor.subject, to_visitor.text, to_visitor.html, file):
        assert "script" not in part
        assert "HYPERLINK" not in part
    assert "<script" not in to_team.html
    assert "&lt;script&gt;" in to_team.html
    assert "{{ 7 * 7 }}" in to_team.text
    assert to_team.attachments[0].content.count(b"\r\nBEGIN:VEVENT") == 1


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028", "\x85", "\x0b"])
def test_a_line_break_cannot_add_a_header(
    client: TestClient, db: Session, end: str
) -> None:
    for field in ("name", "company", "email"):
        reply = book(client, **{field: f"a{end}Bcc: b@example.com"})
        assert_error(reply, 422, "invalid_input")

    assert db.exec(select(func.count()).select_from(OutboxEmail)).one() == 0
