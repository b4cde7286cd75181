"""The calendar files, parsed by another library than the one that writes them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import vobject
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from backend.core.config import settings
from backend.core.mail.outgoing import Outgoing
from backend.models import OutboxEmail
from backend.modules.book_demo import email, invitation
from backend.outbox.queue import attachment_of, outbox
from devtools.mailbox import Mailbox
from devtools.previews import PLACE, demo_booking
from tests.book_demo.steps import (
    NINE,
    TEAM,
    TEN,
    booked,
    get,
    manage,
    row_of,
    set_rules,
)
from tests.support.accounts import new_email

SENDER = settings.SENDGRID_FROM_EMAIL.address


def read(content: bytes) -> Any:
    """Parse a file with one event, and return its calendar."""
    calendar = vobject.readOne(content.decode())
    assert len(calendar.vevent_list) == 1
    return calendar


def facts(content: bytes) -> tuple[str, str, str]:
    """Return the method, status and sequence number of a file."""
    calendar = read(content)
    event = calendar.vevent
    return calendar.method.value, event.status.value, event.sequence.value


def invited(event: Any) -> list[tuple[str, str, str]]:
    """Return each attendee's address, answer, and whether an answer is expected."""
    return [
        (
            each.value.removeprefix("mailto:"),
            each.params["PARTSTAT"][0],
            each.params["RSVP"][0],
        )
        for each in event.attendee_list
    ]


def test_a_booking_is_a_valid_invitation(
    client: TestClient, db: Session, mailbox: Mailbox
) -> None:
    set_rules(db, location=PLACE)
    booking = booked(client, NINE)

    [mail] = mailbox.wait_for(booking.email)

    [file] = mail.attachments
    event = read(file.content).vevent
    assert (file.filename, file.type) == ("demo.ics", "text/calendar")
    assert mail.calendar_type == "text/calendar; method=REQUEST"
    assert facts(file.content) == ("REQUEST", "CONFIRMED", "0")
    assert event.uid.value == f"{booking.id}@example.com"
    assert event.dtstart.value == datetime(2027, 3, 2, 9, tzinfo=UTC)
    assert event.dtend.value == datetime(2027, 3, 2, 9, 30, tzinfo=UTC)
    assert event.summary.value == "Sample demo"
    assert event.location.value == PLACE
    assert event.organizer.value == f"mailto:{TEAM}"
    assert event.organizer.params["SENT-BY"] == [f"mailto:{SENDER}"]
    assert invited(event) == [(booking.email, "NEEDS-ACTION", "TRUE")]
    assert event.description.value.endswith(f"/book-demo/manage/{booking.token}")


def test_the_teams_invitation_names_the_visitor_and_the_message(
    client: TestClient, mailbox: Mailbox
) -> None:
    message = 'Two; of us,\nand "others" \\ more\nEND:VEVENT'
    booking = booked(client, name="Ada", company="Engines, Inc.", message=message)

    [mail] = mailbox.wait_for(TEAM)

    event = read(mail.attachments[0].content).vevent
    assert event.uid.value == f"{booking.id}@example.com"
    assert event.organizer.value == f"mailto:{SENDER}"
    assert invited(event) == [
        (TEAM, "NEEDS-ACTION", "FALSE"),
        (booking.email, "NEEDS-ACTION", "FALSE"),
    ]
    assert event.summary.value == "Sample demo: Ada, Engines, Inc."
    assert event.description.value == message
    assert booking.token not in mail.attachments[0].content.decode() + mail.text


@pytest.mark.parametrize(
    ("status", "method"), [("confirmed", "REQUEST"), ("cancelled", "CANCEL")]
)
def test_the_type_and_the_sent_part_name_the_method(
    status: str, method: str, db: Session
) -> None:
    rendered = email.called_off(demo_booking("Ada", status=status), None)
    outbox.add(db, recipient=new_email(), email=rendered)

    row = db.exec(select(OutboxEmail)).one()
    file = attachment_of(row)
    sent = Outgoing(
        id=row.id,
        sender=settings.SENDGRID_FROM_EMAIL,
        to=row.recipient,
        subject=row.subject,
        text=row.text or "",
        html=row.html or "",
        attachment=file,
    )

    assert rendered.attachment is not None
    kind = f"text/calendar; method={method}; charset=utf-8"
    assert rendered.attachment.type == kind
    assert row.attachment_type == "text/calendar"  # as release 1.0.0 can send it
    assert sent.calendar == (rendered.attachment.content.decode(), method)


def test_each_change_raises_the_sequence_of_the_same_event(
    client: TestClient, mailbox: Mailbox
) -> None:
    booking = booked(client, NINE)
    for address in (booking.email, TEAM):
        mailbox.wait_for(address)
    manage(client, booking.token, "reschedule", start=TEN)
    for address in (booking.email, TEAM):
        mailbox.wait_for(address, count=2)
    manage(client, booking.token, "cancel")

    mails = mailbox.wait_for(booking.email, count=3)

    to_team = mailbox.wait_for(TEAM, count=3)
    files = [mail.attachments[0].content for mail in reversed(mails)]
    of_team = [mail.attachments[0].content for mail in reversed(to_team)]
    for each in (files, of_team):
        assert [facts(file) for file in each] == [
            ("REQUEST", "CONFIRMED", "0"),
            ("REQUEST", "CONFIRMED", "1"),
            ("CANCEL", "CANCELLED", "2"),
        ]
    events = [read(file).vevent for file in files + of_team]
    assert {event.uid.value for event in events} == {f"{booking.id}@example.com"}
    organizers = [event.organizer.value for event in events]
    assert organizers == [f"mailto:{TEAM}"] * 3 + [f"mailto:{SENDER}"] * 3
    assert read(files[1]).vevent.dtstart.value == datetime(2027, 3, 2, 10, tzinfo=UTC)


def test_the_file_can_be_downloaded(client: TestClient) -> None:
    booking = booked(client, NINE)

    reply = get(client, booking.token, "/ics")
    manage(client, booking.token, "cancel")
    later = get(client, booking.token, "/ics")

    types = [each.headers["Content-Type"] for each in (reply, later)]
    assert types == [
        "text/calendar; method=REQUEST; charset=utf-8",
        "text/calendar; method=CANCEL; charset=utf-8",
    ]
    assert reply.headers["Content-Disposition"] == 'attachment; filename="demo.ics"'
    assert facts(reply.content) == ("REQUEST", "CONFIRMED", "0")
    assert facts(later.content) == ("CANCEL", "CANCELLED", "1")


def test_the_links_for_web_calendars_contain_the_same_event() -> None:
    links = invitation.add_links(demo_booking("Ada"), PLACE)

    google = parse_qs(urlsplit(links["Google"]).query)
    outlook = parse_qs(urlsplit(links["Outlook"]).query)
    assert google["dates"] == ["20261201T090000Z/20261201T093000Z"]
    assert outlook["startdt"] == ["2026-12-01T09:00:00Z"]
    assert outlook["enddt"] == ["2026-12-01T09:30:00Z"]
    for query, title in ((google, "text"), (outlook, "subject")):
        assert query[title] == ["Sample demo"]
        assert query["location"] == [PLACE]


def test_without_a_place_no_place_is_empty() -> None:
    booking = demo_booking("Ada")

    links = invitation.add_links(booking, None)
    files = [invitation.for_visitor(booking, None, "t0ken")]
    files.append(invitation.for_team(booking, None))

    assert not [url for url in links.values() if "location" in url]
    assert not [file for file in files if b"LOCATION" in file.content]


def test_a_booking_of_release_1_keeps_its_uid_when_it_is_moved(
    client: TestClient, db: Session, mailbox: Mailbox
) -> None:
    booking = booked(client, NINE)
    for address in (booking.email, TEAM):
        mailbox.wait_for(address)
    row = row_of(db, booking.email)
    row.calendar_uid = None
    db.commit()

    manage(client, booking.token, "reschedule", start=TEN)

    for address in (booking.email, TEAM):
        mail = mailbox.wait_for(address, count=2)[0]
        event = read(mail.attachments[0].content).vevent
        assert event.uid.value == f"{booking.id}@localhost"


def test_a_uid_stays_the_same_when_the_team_gets_another_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    booking = demo_booking("Ada")
    booking.calendar_uid = invitation.new_uid(booking)
    moved = settings.model_copy(
        update={
            "BOOK_DEMO_TEAM_EMAIL": "demos@other.example",
            "APP_PUBLIC_URL": "https://other.example",
        }
    )
    monkeypatch.setattr(invitation, "settings", moved)

    event = read(invitation.for_team(booking, None).content).vevent

    assert event.uid.value == f"{booking.id}@example.com"


def test_files_follow_the_rules_of_rfc_5545() -> None:
    text = "Grüße; an, alle\\" * 20
    long_place = f"https://teams.example.com/{'x' * 200}"

    file = invitation.for_team(demo_booking(text), long_place)

    lines = file.content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in b"".join(lines)
    assert lines[-1] == b""
    calendar = read(file.content)
    event = calendar.vevent
    assert (calendar.version.value, calendar.method.value) == ("2.0", "REQUEST")
    assert calendar.prodid.value == "-//Sample//book-demo//EN"
    assert (event.location.value, event.description.value) == (long_place, text)
    for field in (event.dtstamp, event.dtstart, event.dtend):
        assert field.value.utcoffset() == timedelta(0)


# Requests allow any text without control characters; the message may have line breaks.
words = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=200
).filter(lambda text: text == text.strip())


@given(name=words, message=st.lists(words, min_size=1).map("\n".join))
def test_a_visitors_text_stays_inside_its_field(name: str, message: str) -> None:
    row = demo_booking("Engines")
    row.name, row.message = name, message

    event = read(invitation.for_team(row, None).content).vevent

    assert event.summary.value == f"Sample demo: {name}, Engines"
    assert event.description.value == message
    fields = "uid sequence dtstamp dtstart dtend summary status organizer attendee"
    assert set(event.contents) == {*fields.split(), "description"}
    assert [each[0] for each in invited(event)] == [TEAM, row.email]


@pytest.mark.parametrize("status", ["confirmed", "completed", "no_show"])
def test_only_cancelled_bookings_are_removed_from_calendars(status: str) -> None:
    file = invitation.for_visitor(demo_booking("Ada", status=status), None, None)

    assert facts(file.content)[0] == "REQUEST"
