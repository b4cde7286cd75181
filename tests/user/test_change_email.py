"""An account's address can be changed, and the change can be undone."""

import re

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from backend.models import User
from devtools.mailbox import Mailbox
from tests.fixtures import Time
from tests.support.accounts import (
    API,
    PASSWORD,
    Account,
    assert_error,
    begin,
    code_for,
    confirm,
    log_in,
    new_email,
    post,
    sign_up,
    verified,
    wrong,
)
from tests.support.racing import at_once
from tests.user.steps import call


def change_email(client: TestClient, account: Account, new_email: str) -> None:
    """Request a change of the address."""
    body = {"new_email": new_email, "password": account.password}
    reply = call(client, account, "/users/change-email", **body)
    assert reply.status_code == 202, reply.text


def undo_token(mailbox: Mailbox, email: str, count: int = 2) -> str:
    """Return the undo token in the notice to the old address."""
    text = mailbox.wait_for(email, count=count)[0].text
    found = re.search(r"token=(\S+)", text)
    assert found
    return found[1]


def test_a_new_address_is_confirmed_by_the_code_mailed_to_it(
    client: TestClient, mailbox: Mailbox
) -> None:
    account, new = verified(client), new_email()

    change_email(client, account, new)
    reply = call(client, account, "/users/verify-email", code=code_for(new))

    assert reply.status_code == 200
    assert reply.json()["email"] == new
    log_in(client, new)
    reply = post(client, "/users/login", email=account.email, password=PASSWORD)
    assert_error(reply, 400, "invalid_credentials")
    assert new in mailbox.wait_for(account.email, count=2)[0].text


def test_changing_the_address_needs_the_password(client: TestClient) -> None:
    account, new = verified(client), new_email()

    reply = call(
        client, account, "/users/change-email", new_email=new, password="not-mine-1"
    )

    assert_error(reply, 400, "wrong_password")


def test_the_current_address_is_no_change(client: TestClient) -> None:
    account = verified(client)

    reply = call(
        client,
        account,
        "/users/change-email",
        new_email=account.email.upper(),
        password=PASSWORD,
    )

    assert_error(reply, 400, "same_email")


def test_a_taken_address_is_answered_alike_and_gets_no_code(
    client: TestClient, mailbox: Mailbox
) -> None:
    account, owner = verified(client), verified(client)
    body = {"password": PASSWORD}

    free = call(client, account, "/users/change-email", new_email=new_email(), **body)
    taken = call(client, account, "/users/change-email", new_email=owner.email, **body)

    assert (taken.status_code, taken.content) == (free.status_code, free.content)
    notice = mailbox.wait_for(owner.email, count=2)[0]
    assert re.search(r"\d{6}", notice.text) is None


def settle(client: TestClient, email: str, *, mails: int) -> None:
    """Move another account to this address, which got this many e-mails before."""
    signup = begin(client, email, caller="198.51.100.7")
    code = code_for(email, number=mails + 1)
    assert confirm(client, signup, code).status_code == 200


def test_an_address_that_was_taken_meanwhile_is_a_conflict(
    client: TestClient, db: Session
) -> None:
    account, new = verified(client), new_email()
    change_email(client, account, new)
    code = code_for(new)
    settle(client, new, mails=1)

    reply = call(client, account, "/users/verify-email", code=code)

    assert_error(reply, 409, "email_taken")
    me = client.get(API + "/users/me", headers=account.headers)
    assert me.json()["email"] == account.email


def test_an_unverified_sign_up_does_not_reserve_an_address(
    client: TestClient, mailbox: Mailbox, db: Session
) -> None:
    account, new = verified(client), new_email()
    sign_up(client, new)
    change_email(client, account, new)
    code = code_for(new, number=2)

    reply = call(client, account, "/users/verify-email", code=code)

    assert reply.status_code == 200, reply.text
    token = undo_token(mailbox, account.email)
    sign_up(client, account.email, caller="198.51.100.7")
    assert post(client, "/users/undo-email-change", token=token).status_code == 200
    assert db.exec(select(User.email)).all() == [account.email]


def test_of_two_accounts_that_race_for_an_address_one_gets_it(
    client: TestClient, time: Time
) -> None:
    first, second, new = verified(client), verified(client), new_email()
    change_email(client, first, new)
    old_code = code_for(new)
    time.advance(minutes=2)
    change_email(client, second, new)
    code = code_for(new, number=2)

    def attempt(number: int) -> int:
        account, given = (first, old_code) if number % 2 else (second, code)
        return call(client, account, "/users/verify-email", code=given).status_code

    statuses = sorted(at_once(10, attempt))

    # Both codes work until one account gets the address; then the other is a conflict.
    assert statuses[:1] == [200]
    assert set(statuses[1:]) <= {400, 409}
    assert 409 in statuses


def test_a_request_of_another_account_does_not_end_the_code(
    client: TestClient,
) -> None:
    owner, stranger, new = verified(client), verified(client), new_email()
    change_email(client, owner, new)
    code = code_for(new)
    change_email(client, stranger, new)
    code_for(new, number=2)
    for _ in range(5):
        call(client, stranger, "/users/verify-email", code=wrong(code))

    reply = call(client, owner, "/users/verify-email", code=code)

    assert reply.status_code == 200
    assert reply.json()["email"] == new


def test_another_account_cannot_use_up_the_mails_to_an_address(
    client: TestClient, mailbox: Mailbox, time: Time
) -> None:
    owner, stranger, new = verified(client), verified(client), new_email()
    for number in range(7):
        change_email(client, stranger, new)
        mailbox.wait_for(new, count=min(number + 1, 5))
        time.advance(minutes=2)

    change_email(client, owner, new)

    code = code_for(new, number=6)
    assert call(client, owner, "/users/verify-email", code=code).status_code == 200


def test_a_code_does_not_work_for_another_account(
    client: TestClient,
) -> None:
    account, thief, new = verified(client), verified(client), new_email()
    change_email(client, thief, new_email())
    change_email(client, account, new)

    reply = call(client, thief, "/users/verify-email", code=code_for(new))

    assert_error(reply, 400, "invalid_code")


def test_five_wrong_codes_end_the_change(client: TestClient) -> None:
    account, new = verified(client), new_email()
    change_email(client, account, new)
    code = code_for(new)
    for _ in range(5):
        reply = call(client, account, "/users/verify-email", code=wrong(code))
        assert_error(reply, 400, "invalid_code")

    reply = call(client, account, "/users/verify-email", code=code)

    assert_error(reply, 400, "invalid_code")


def test_a_code_without_a_pending_change_is_wrong(client: TestClient) -> None:
    reply = call(client, verified(client), "/users/verify-email", code="123456")

    assert_error(reply, 400, "invalid_code")


@pytest.mark.parametrize("confirmed", [False, True])
def test_the_old_address_can_undo_the_change(
    client: TestClient, mailbox: Mailbox, confirmed: bool
) -> None:
    account, new = verified(client), new_email()
    change_email(client, account, new)
    if confirmed:
        call(client, account, "/users/verify-email", code=code_for(new))
    token = undo_token(mailbox, account.email)

    reply = post(client, "/users/undo-email-change", token=token)

    assert reply.status_code == 200
    me = client.get(API + "/users/me", headers=account.headers)
    assert_error(me, 401, "invalid_token")
    again = post(client, "/users/undo-email-change", token=token)
    assert_error(again, 400, "invalid_undo_token")


def test_the_undo_expires_after_a_week(
    client: TestClient, mailbox: Mailbox, time: Time
) -> None:
    account = verified(client)
    change_email(client, account, new_email())
    token = undo_token(mailbox, account.email)
    time.advance(days=7, seconds=1)

    reply = post(client, "/users/undo-email-change", token=token)

    assert_error(reply, 400, "invalid_undo_token")


def test_an_undo_cannot_take_an_address_from_another_account(
    client: TestClient, mailbox: Mailbox, db: Session
) -> None:
    account, new = verified(client), new_email()
    change_email(client, account, new)
    call(client, account, "/users/verify-email", code=code_for(new))
    token = undo_token(mailbox, account.email)
    settle(client, account.email, mails=2)

    reply = post(client, "/users/undo-email-change", token=token)

    assert_error(reply, 409, "email_taken")
    assert len(db.exec(select(User)).all()) == 2
