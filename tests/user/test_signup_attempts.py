"""Of several sign-ups for one address, a code activates only its own."""

from fastapi.testclient import TestClient
from sqlmodel import Session, select

from backend.models import OutboxEmail, Signup
from devtools.mailbox import Mailbox
from tests.fixtures import Time
from tests.support.accounts import (
    PASSWORD,
    assert_error,
    begin,
    code_for,
    confirm,
    log_in,
    new_email,
    post,
    resend,
    wrong,
)
from tests.support.racing import at_once
from tests.support.waiting import eventually
from tests.support.work import Work
from tests.user.attempts import OWNER, STRANGER, codes_of, opens, sent

"""Several sign-ups for one address: a code activates only the one that asked for it."""


class TestTheCodeOfOneAttempt:
    """The code that one sign-up was e-mailed."""

    def test_a_code_does_not_activate_an_earlier_password(
        self, client: TestClient, mailbox: Mailbox
    ) -> None:
        stranger = begin(client, **STRANGER)
        owner = begin(client, stranger.email, **OWNER)
        _, code = codes_of(mailbox, owner.email, 2)

        reply = confirm(client, owner, code)

        assert reply.status_code == 200
        assert not opens(client, stranger)
        assert opens(client, owner)

    def test_a_code_does_not_activate_a_later_password(
        self, client: TestClient, mailbox: Mailbox, time: Time
    ) -> None:
        owner = begin(client, **OWNER)
        time.advance(seconds=61)
        stranger = begin(client, owner.email, **STRANGER)
        first, second = codes_of(mailbox, owner.email, 2)

        newest = confirm(client, owner, second)
        reply = confirm(client, owner, first)

        # Once in a million runs both codes are equal.
        if first != second:
            assert_error(newest, 400, "invalid_code")
            assert reply.status_code == 200
        assert not opens(client, stranger)
        assert opens(client, owner)

    def test_a_code_stays_valid_after_a_later_sign_up(
        self, client: TestClient, mailbox: Mailbox, time: Time
    ) -> None:
        owner = begin(client, **OWNER)
        time.advance(minutes=2)
        stranger = begin(client, owner.email, **STRANGER)
        resend(client, stranger, caller="198.51.100.2")
        first = codes_of(mailbox, owner.email, 3)[0]

        assert confirm(client, owner, first).status_code == 200

    def test_a_code_is_void_after_another_attempt_verified(
        self, client: TestClient, mailbox: Mailbox, db: Session
    ) -> None:
        stranger = begin(client, **STRANGER)
        owner = begin(client, stranger.email, **OWNER)
        first, second = codes_of(mailbox, owner.email, 2)
        confirm(client, owner, second)

        reply = confirm(client, stranger, first)

        assert_error(reply, 400, "invalid_code")
        assert db.exec(select(Signup.id)).all() == []
        assert opens(client, owner)

    def test_two_sign_ups_within_a_minute_share_the_mailed_code_of_the_first(
        self, client: TestClient
    ) -> None:
        first = begin(client, **OWNER)
        second = begin(
            client, first.email, password="a-later-thought-9", caller="192.0.2.1"
        )
        code = code_for(first.email)

        assert_error(confirm(client, second, code), 400, "invalid_code")
        assert confirm(client, first, code).status_code == 200
        assert opens(client, first)
        assert not opens(client, second)

    def test_a_code_sets_the_name_of_its_own_attempt(
        self, client: TestClient, mailbox: Mailbox
    ) -> None:
        stranger = begin(client, full_name="Eve", **STRANGER)
        owner = begin(client, stranger.email, full_name="Ada", **OWNER)

        reply = confirm(client, owner, codes_of(mailbox, owner.email, 2)[1])

        assert reply.json()["user"]["full_name"] == "Ada"


class TestStrangers:
    """Strangers who know only an address cannot harm its owner."""

    def test_a_stranger_cannot_use_up_the_tries_of_the_owner(
        self, client: TestClient, mailbox: Mailbox
    ) -> None:
        owner = begin(client, **OWNER)
        stranger = begin(client, owner.email, **STRANGER)
        code, other = codes_of(mailbox, owner.email, 2)
        for _ in range(5):
            confirm(client, stranger, wrong(other), caller="198.51.100.1")

        assert confirm(client, owner, code).status_code == 200

    def test_a_stranger_cannot_use_up_the_mails_of_the_owner(
        self, client: TestClient, mailbox: Mailbox, time: Time
    ) -> None:
        email = new_email()
        for number in range(8):
            begin(client, email, **STRANGER)
            mailbox.wait_for(email, count=min(number + 1, 5))
            time.advance(minutes=2)

        owner = begin(client, email, **OWNER)

        code = mailbox.wait_for(email, count=6)[0].code
        assert confirm(client, owner, code).status_code == 200

    def test_all_addresses_of_a_site_count_as_one_caller(
        self, client: TestClient, db: Session, time: Time
    ) -> None:
        email = new_email()

        for number in range(3):
            begin(client, email, caller=f"2001:db8:1:2::{number}")

        assert sent(db, email) == 1

    def test_many_sites_cause_at_most_thirty_mails_a_day(
        self, client: TestClient, db: Session
    ) -> None:
        email = new_email()

        for number in range(33):
            begin(client, email, caller=f"192.0.2.{number}")

        assert sent(db, email) == 30

    def test_parallel_sign_ups_cannot_exceed_the_limit(
        self, client: TestClient, db: Session
    ) -> None:
        email = new_email()

        at_once(16, lambda number: begin(client, email, caller=f"192.0.2.{number % 2}"))

        assert sent(db, email) == 2


def test_a_reset_voids_all_sign_ups_of_the_account(
    client: TestClient, mailbox: Mailbox
) -> None:
    stranger = begin(client, **STRANGER)
    code = code_for(stranger.email)
    asked = post(client, "/forgot-password/request", email=stranger.email).json()
    reset_code = mailbox.wait_for(stranger.email, count=2)[0].code
    body = {"request_token": asked["request_token"], "code": reset_code}
    ticket = post(client, "/forgot-password/verify", email=stranger.email, **body)
    new = {"reset_token": ticket.json()["reset_token"], "new_password": PASSWORD}
    assert post(client, "/forgot-password/reset", **new).status_code == 204

    reply = confirm(client, stranger, code)

    assert_error(reply, 400, "invalid_code")
    assert not opens(client, stranger)
    assert log_in(client, stranger.email)["user"]["is_verified"] is True


def test_the_newest_sign_up_logs_in_until_the_address_is_verified(
    client: TestClient, work: Work
) -> None:
    first = begin(client, **STRANGER)
    second = begin(client, first.email, **OWNER)

    with work.counted() as count:
        log_in(client, second.email, second.password)

    assert (len(count.statements), count.hashes) == (3, 1)
    assert not opens(client, first)


def test_no_text_of_a_sign_up_is_kept_after_its_mail_was_sent(
    client: TestClient, db: Session
) -> None:
    attempt = begin(client)
    code_for(attempt.email)

    def texts() -> list[str | None]:
        db.rollback()
        return list(db.exec(select(OutboxEmail.text)).all())

    eventually(lambda: texts() == [None])
    row = db.exec(select(Signup)).one()
    assert attempt.token.encode() not in row.token_digest
    assert row.password_hash.startswith("$2y$")
