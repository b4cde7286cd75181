"""Undoing a change of address gives an account back to its owner after a theft."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from backend.models import EmailChange, User
from tests.fixtures import Time
from tests.support.accounts import (
    API,
    PASSWORD,
    Account,
    assert_error,
    bearer,
    log_in,
    new_email,
    post,
    verified,
)
from tests.support.racing import at_once, await_waiting
from tests.user.address_steps import (
    OWNERS,
    address,
    change_password,
    found,
    move,
    recover,
    request_change,
    undo,
    undo_token,
)
from tests.user.steps import call, request_deletion

THIEFS = "the-raven-lands-at-noon"


def test_an_intruders_undo_does_not_work_after_the_owners(
    client: TestClient, db: Session
) -> None:
    account, first, second = verified(client), new_email(), new_email()
    move(client, account, first)
    move(client, account, second)
    intruders = undo_token(first)

    assert undo(client, undo_token(account.email)).status_code == 200
    recover(client, account.email)
    reply = undo(client, intruders)

    assert_error(reply, 400, "invalid_undo_token")
    assert address(db) == account.email
    log_in(client, account.email, OWNERS)


@pytest.mark.parametrize("confirmed", [False, True])
def test_an_undo_ends_the_password_and_mails_a_code_to_the_restored_address(
    client: TestClient, confirmed: bool
) -> None:
    account, new = verified(client), new_email()
    if confirmed:
        move(client, account, new)
    else:
        request_change(client, account, new)

    assert undo(client, undo_token(account.email)).status_code == 200

    me = client.get(API + "/users/me", headers=account.headers)
    assert_error(me, 401, "invalid_token")
    login = post(client, "/users/login", email=account.email, password=PASSWORD)
    assert_error(login, 400, "invalid_credentials")
    recover(client, account.email)
    log_in(client, account.email, OWNERS)


def test_a_code_is_mailed_despite_an_earlier_request_within_the_cooldown(
    client: TestClient,
) -> None:
    account = verified(client)
    move(client, account, new_email())
    post(client, "/forgot-password/request", email=account.email)

    undo(client, undo_token(account.email))

    recover(client, account.email)


def test_an_undone_change_cannot_be_confirmed_any_more(client: TestClient) -> None:
    account, new = verified(client), new_email()
    request_change(client, account, new)
    code = found(new, r"\b(\d{6})\b")
    undo(client, undo_token(account.email))
    recover(client, account.email)
    headers = bearer(log_in(client, account.email, OWNERS)["access_token"])

    reply = client.post(
        API + "/users/verify-email", json={"code": code}, headers=headers
    )

    assert_error(reply, 400, "invalid_code")


def test_a_thief_who_also_changes_the_password_does_not_end_the_undo(
    client: TestClient, db: Session
) -> None:
    account, thiefs = verified(client), new_email()
    move(client, account, thiefs)
    change_password(client, account, THIEFS)

    assert undo(client, undo_token(account.email)).status_code == 200

    assert address(db) == account.email
    login = post(client, "/users/login", email=account.email, password=THIEFS)
    assert_error(login, 400, "invalid_credentials")
    recover(client, account.email)


def test_an_undo_also_works_after_a_pending_change_and_a_new_password(
    client: TestClient,
) -> None:
    account = verified(client)
    request_change(client, account, new_email())
    change_password(client, account, THIEFS)

    assert undo(client, undo_token(account.email)).status_code == 200

    recover(client, account.email)


def test_each_notice_of_changes_that_replaced_each_other_has_an_undo_that_works(
    client: TestClient,
) -> None:
    account = verified(client)
    request_change(client, account, new_email())
    token = undo_token(account.email)
    request_change(client, account, new_email())
    undo_token(account.email, count=2)

    assert undo(client, token).status_code == 200


def test_a_chain_of_changes_is_undone_step_by_step_from_its_end(
    client: TestClient, db: Session
) -> None:
    account, second, third = verified(client), new_email(), new_email()
    move(client, account, second)
    move(client, account, third)

    assert undo(client, undo_token(second)).status_code == 200
    assert address(db) == second
    assert undo(client, undo_token(account.email)).status_code == 200
    assert address(db) == account.email


def test_a_chain_of_changes_is_undone_at_once_from_its_start(
    client: TestClient, db: Session
) -> None:
    account, second, third = verified(client), new_email(), new_email()
    move(client, account, second)
    move(client, account, third)

    assert undo(client, undo_token(account.email)).status_code == 200

    reply = undo(client, undo_token(second))
    assert_error(reply, 400, "invalid_undo_token")
    assert address(db) == account.email


def test_a_change_outside_the_chain_of_the_current_address_has_no_undo(
    client: TestClient, db: Session
) -> None:
    """An earlier release ended only the change that was undone: this state remained."""
    account, second, third = verified(client), new_email(), new_email()
    move(client, account, second)
    move(client, account, third)
    undo(client, undo_token(account.email))
    later = db.exec(select(EmailChange).where(EmailChange.new_email == third)).one()
    later.undone_at = None
    db.commit()

    reply = undo(client, undo_token(second))

    assert_error(reply, 400, "invalid_undo_token")
    assert address(db) == account.email


@pytest.mark.parametrize("older_first", [True, False])
def test_two_undos_at_once_end_at_the_oldest_address(
    client: TestClient, db: Session, older_first: bool
) -> None:
    account, second = verified(client), new_email()
    move(client, account, second)
    move(client, account, new_email())
    tokens = [undo_token(account.email), undo_token(second)]

    db.exec(select(User).with_for_update()).one()
    with ThreadPoolExecutor(2) as pool:
        replies = []
        for number, token in enumerate(tokens if older_first else tokens[::-1]):
            replies.append(pool.submit(undo, client, token))
            await_waiting(db, number + 1)
        db.commit()

    statuses = [reply.result().status_code for reply in replies]
    assert statuses == ([200, 400] if older_first else [200, 200])
    assert address(db) == account.email


def test_of_ten_uses_of_one_undo_at_once_one_works(client: TestClient) -> None:
    account = verified(client)
    move(client, account, new_email())
    token = undo_token(account.email)

    replies = at_once(10, lambda _: undo(client, token))

    assert sorted(reply.status_code for reply in replies) == [200] + [400] * 9


@pytest.mark.parametrize("way", ["change", "reset"])
def test_a_new_password_ends_a_pending_change(
    client: TestClient, db: Session, way: str
) -> None:
    account, new = verified(client), new_email()
    request_change(client, account, new)
    code = found(new, r"\b(\d{6})\b")

    if way == "change":
        account = change_password(client, account, OWNERS)
    else:
        post(client, "/forgot-password/request", email=account.email)
        recover(client, account.email)
        headers = bearer(log_in(client, account.email, OWNERS)["access_token"])
        account = Account(account.email, OWNERS, headers, account.user)
    reply = call(client, account, "/users/verify-email", code=code)

    assert_error(reply, 400, "invalid_code")
    assert address(db) == account.email


def test_a_new_password_leaves_only_the_undo_to_the_oldest_address(
    client: TestClient, db: Session, time: Time
) -> None:
    """The thief's mailbox got the undo of the change with which the owner escaped."""
    account, thiefs, safe = verified(client), new_email(), new_email()
    move(client, account, thiefs)
    time.advance(days=6)
    headers = bearer(log_in(client, thiefs)["access_token"])
    account = Account(account.email, PASSWORD, headers, account.user)
    move(client, account, safe)

    change_password(client, account, OWNERS)
    time.advance(days=2)

    reply = undo(client, undo_token(thiefs))
    assert_error(reply, 400, "invalid_undo_token")
    assert address(db) == safe
    # It keeps the old expiry, so that a thief cannot choose a later time.
    assert undo(client, undo_token(account.email)).status_code == 200


def test_an_undo_cancels_a_deletion_that_a_thief_requested(
    client: TestClient, db: Session
) -> None:
    account, thiefs = verified(client), new_email()
    move(client, account, thiefs)
    assert request_deletion(client, account).status_code == 202

    assert undo(client, undo_token(account.email)).status_code == 200

    recover(client, account.email)
    log_in(client, account.email, OWNERS)


def test_a_restored_address_counts_as_verified_from_then_on(
    client: TestClient, db: Session
) -> None:
    account = verified(client)
    move(client, account, new_email())
    moved_at = db.exec(select(User.email_verified_at)).one()
    assert moved_at

    undo(client, undo_token(account.email))

    db.rollback()
    restored_at = db.exec(select(User.email_verified_at)).one()
    assert restored_at
    assert restored_at > moved_at
