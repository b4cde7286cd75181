"""Administrators see the outbox and retry failed e-mails."""

from uuid import uuid4

from fastapi.testclient import TestClient
from sqlmodel import Session

from devtools.mailbox import Mailbox
from tests.support.accounts import API, Account, assert_error
from tests.support.mails import add
from tests.support.paging import all_pages

OUTBOX = API + "/users/admin/outbox"


def test_the_outbox_shows_the_status_of_each_mail_and_never_its_text(
    client: TestClient, db: Session, admin: Account
) -> None:
    dead = add(db, status="dead", attempts=12, last_error="SendGrid answered 400")

    reply = client.get(OUTBOX, headers=admin.headers, params={"status": "dead"})

    (item,) = reply.json()["items"]
    assert item["id"] == str(dead.id)
    assert (item["status"], item["attempts"]) == ("dead", 12)
    assert item["last_error"] == "SendGrid answered 400"
    assert "text" not in item
    assert "html" not in item


def test_the_outbox_is_paged_without_gaps_or_repeats(
    client: TestClient, db: Session, admin: Account
) -> None:
    made = {str(add(db, status="dead").id) for _ in range(5)}

    found = all_pages(client, OUTBOX, admin.headers, status="dead", limit=2)

    assert len(found) == 5
    assert {item["id"] for item in found} == made


def test_a_dead_letter_is_sent_after_a_retry(
    client: TestClient, db: Session, admin: Account, mailbox: Mailbox
) -> None:
    dead = add(db, status="dead", attempts=12)

    reply = client.post(f"{OUTBOX}/{dead.id}/retry", headers=admin.headers)

    assert reply.status_code == 204
    assert mailbox.wait_for(dead.recipient)


def test_only_a_dead_letter_can_be_retried(
    client: TestClient, db: Session, admin: Account
) -> None:
    sent = add(db, status="sent", text=None, html=None)

    for email_id in (sent.id, uuid4()):
        reply = client.post(f"{OUTBOX}/{email_id}/retry", headers=admin.headers)
        assert_error(reply, 404, "dead_letter_not_found")
