"""E-mails about bookings: confirmations, changes and reminders, and their times."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, col, select

from backend.models import OutboxEmail
from backend.modules.book_demo.admin.admin import booking_admin_service
from backend.outbox.delivery import Worker
from devtools.mailbox import Mailbox
from tests.book_demo.steps import NINE, TEAM, TEN, booked, manage, set_rules
from tests.fixtures import Background, Time

BOOKED = "Your Sample demo is booked"
MOVED = "Your Sample demo has been moved"
CANCELLED = "Your Sample demo is cancelled"
REMINDER = "Reminder: your Sample demo"


@pytest.fixture(scope="module", autouse=True)
def _no_other_worker(background: Background) -> Iterator[None]:
    background.stop()
    yield
    background.start()


@pytest.fixture
def worker() -> Iterator[Worker]:
    """Return a worker that sends only on request."""
    worker = Worker()
    yield worker
    worker.close()


def sent(worker: Worker, mailbox: Mailbox, to: str) -> list[str]:
    """Deliver due e-mails, and return the subjects of an address's e-mails in order."""
    while worker.deliver_next():
        pass
    return [mail.subject for mail in reversed(mailbox.messages(to))]


def one_line(text: str) -> str:
    """Return the text without its line breaks."""
    return " ".join(text.split())


def test_visitor_and_team_are_mailed_about_a_booking(
    client: TestClient, worker: Worker, mailbox: Mailbox
) -> None:
    booking = booked(client, name="Ada", company="Engines", message="Two of us")

    assert sent(worker, mailbox, booking.email) == [BOOKED]
    assert sent(worker, mailbox, TEAM) == [f"Demo booked: {booking.email}"]
    [to_team] = mailbox.messages(TEAM)
    assert all(word in to_team.text for word in ("Ada", "Engines", "Two of us"))
    [to_visitor] = mailbox.messages(booking.email)
    assert "Tuesday, 2 March 2027, 09:00–09:30 GMT" in one_line(to_visitor.text)


def test_times_are_in_the_readers_zone(
    client: TestClient, db: Session, worker: Worker, mailbox: Mailbox
) -> None:
    set_rules(db, timezone="America/New_York")
    booking = booked(client, "2027-03-02T21:00:00Z", timezone="Asia/Tokyo")

    sent(worker, mailbox, booking.email)

    [to_visitor] = mailbox.messages(booking.email)
    [to_team] = mailbox.messages(TEAM)
    assert "Wednesday, 3 March 2027, 06:00–06:30 GMT+09:00" in one_line(to_visitor.text)
    assert "2 March 2027, 16:00–16:30 Eastern Standard Time" in one_line(to_team.text)


def test_reminders_come_a_day_and_an_hour_before(
    client: TestClient, worker: Worker, mailbox: Mailbox, time: Time
) -> None:
    email = booked(client, NINE).email  # 25 hours from now

    assert sent(worker, mailbox, email) == [BOOKED]
    time.advance(minutes=59)
    assert sent(worker, mailbox, email) == [BOOKED]
    time.advance(minutes=2)
    assert sent(worker, mailbox, email) == [BOOKED, REMINDER]
    time.advance(hours=22, minutes=58)
    assert sent(worker, mailbox, email) == [BOOKED, REMINDER]
    time.advance(minutes=2)
    assert sent(worker, mailbox, email) == [BOOKED, REMINDER, REMINDER]
    time.advance(days=2)
    assert sent(worker, mailbox, email) == [BOOKED, REMINDER, REMINDER]


def test_a_booking_on_the_same_day_has_one_reminder(
    client: TestClient, worker: Worker, mailbox: Mailbox, time: Time
) -> None:
    email = booked(client, "2027-03-01T12:00:00Z").email

    time.advance(hours=3, minutes=30)

    assert sent(worker, mailbox, email) == [BOOKED, REMINDER]


def test_two_workers_send_each_reminder_once(
    client: TestClient, mailbox: Mailbox, time: Time
) -> None:
    emails = [booked(client, f"2027-03-02T{9 + n:02}:00:00Z").email for n in range(8)]
    time.travel_to(time.read().replace(hour=16, minute=30))
    workers = [Worker(), Worker()]
    start = threading.Barrier(2)

    def drain(worker: Worker) -> None:
        start.wait()
        while worker.deliver_next():
            pass

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(drain, workers))
    for worker in workers:
        worker.close()

    for email in emails:
        subjects = [mail.subject for mail in mailbox.messages(email)]
        assert sorted(subjects) == sorted([BOOKED, REMINDER])


def test_a_new_worker_sends_only_the_latest_of_the_overdue_reminders(
    client: TestClient, mailbox: Mailbox, time: Time
) -> None:
    email = booked(client, NINE).email
    first = Worker()
    assert sent(first, mailbox, email) == [BOOKED]
    first.close()

    time.advance(hours=24, minutes=30)  # both reminders are due
    second = Worker()

    assert sent(second, mailbox, email) == [BOOKED, REMINDER]
    second.close()


def test_a_reminder_of_a_demo_that_has_begun_is_not_sent(
    client: TestClient, worker: Worker, mailbox: Mailbox, time: Time
) -> None:
    email = booked(client, NINE).email
    sent(worker, mailbox, email)

    time.advance(hours=26)

    assert sent(worker, mailbox, email) == [BOOKED]


def test_a_cancelled_booking_has_no_reminder(
    client: TestClient, worker: Worker, mailbox: Mailbox, time: Time
) -> None:
    booking = booked(client, NINE)
    sent(worker, mailbox, booking.email)
    manage(client, booking.token, "cancel", reason="We are ill.")

    time.advance(hours=24, minutes=30)

    assert sent(worker, mailbox, booking.email) == [BOOKED, CANCELLED]
    to_team = mailbox.messages(TEAM)[0]
    assert to_team.subject == f"Demo cancelled: {booking.email}"
    assert "We are ill." in to_team.text
    assert "ill" not in mailbox.messages(booking.email)[0].text


def test_a_change_replaces_unsent_mails(
    client: TestClient, worker: Worker, mailbox: Mailbox
) -> None:
    booking = booked(client, NINE)
    manage(client, booking.token, "reschedule", start=TEN)
    manage(client, booking.token, "cancel")

    assert sent(worker, mailbox, booking.email) == [CANCELLED]
    assert sent(worker, mailbox, TEAM) == [f"Demo cancelled: {booking.email}"]


def test_the_reminder_of_a_moved_booking_follows_the_new_time(
    client: TestClient, worker: Worker, mailbox: Mailbox, time: Time
) -> None:
    booking = booked(client, NINE)
    sent(worker, mailbox, booking.email)
    manage(client, booking.token, "reschedule", start="2027-03-03T09:00:00Z")
    assert sent(worker, mailbox, booking.email) == [BOOKED, MOVED]

    time.advance(hours=24, minutes=30)
    assert sent(worker, mailbox, booking.email) == [BOOKED, MOVED]
    time.advance(hours=1)

    assert sent(worker, mailbox, booking.email) == [BOOKED, MOVED, REMINDER]


def test_the_visitor_is_mailed_each_decision_of_the_team(
    client: TestClient, db: Session, worker: Worker, mailbox: Mailbox, time: Time
) -> None:
    booking = booked(client, NINE)
    sent(worker, mailbox, booking.email)

    booking_admin_service.change(db, UUID(booking.id), status="declined", notes=None)
    db.commit()
    time.advance(hours=2)
    assert sent(worker, mailbox, booking.email) == [BOOKED, CANCELLED]
    booking_admin_service.change(db, UUID(booking.id), status="confirmed", notes=None)
    db.commit()
    assert sent(worker, mailbox, booking.email) == [BOOKED, CANCELLED, BOOKED]
    time.advance(hours=22, minutes=30)

    assert sent(worker, mailbox, booking.email)[3:] == [REMINDER]
    assert [mail.subject for mail in reversed(mailbox.messages(TEAM))] == [
        f"Demo {what}: {booking.email}"
        for what in ("booked", "declined", "confirmed again")
    ]


def test_a_visitor_is_mailed_in_the_browsers_language(
    client: TestClient, worker: Worker, mailbox: Mailbox, time: Time
) -> None:
    booking = booked(client, NINE, language="de-CH", timezone="Europe/Zurich")
    sent(worker, mailbox, booking.email)
    manage(client, booking.token, "reschedule", start=TEN)
    sent(worker, mailbox, booking.email)
    time.advance(hours=2)
    sent(worker, mailbox, booking.email)
    manage(client, booking.token, "cancel")

    assert sent(worker, mailbox, booking.email) == [
        "Ihre Demo von Sample ist gebucht",
        "Ihre Demo von Sample ist verschoben",
        "Erinnerung: Ihre Demo von Sample",
        "Ihre Demo von Sample ist abgesagt",
    ]
    when = "Dienstag, 2. März 2027, 11:00–11:30 Uhr MEZ"
    for mail in mailbox.messages(booking.email)[:3]:
        assert when in one_line(mail.text)
    [file] = mailbox.messages(booking.email)[2].attachments
    assert "SUMMARY:Demo von Sample" in file.content.decode()
    assert "DESCRIPTION:Verschieben oder absagen: " in file.content.decode()
    assert mailbox.messages(TEAM)[0].subject == f"Demo cancelled: {booking.email}"
    assert "Language: de-CH" in mailbox.messages(TEAM)[0].text


def test_a_refused_request_mails_nobody(
    client: TestClient, db: Session, worker: Worker
) -> None:
    first, second = booked(client, NINE), booked(client, TEN)
    while worker.deliver_next():
        pass
    count = select(OutboxEmail.id).where(col(OutboxEmail.recipient) == first.email)
    before = db.exec(count).all()

    manage(client, first.token, "reschedule", start=TEN)
    manage(client, second.token, "reschedule", start=NINE)

    db.rollback()
    assert db.exec(count).all() == before
    assert worker.deliver_next() is False
