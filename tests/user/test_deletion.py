"""An account's deletion: the password, the undo, and the last administrator."""

from datetime import datetime, timedelta

import bcrypt
import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, delete, select

from backend.core.config import settings
from backend.models import (
    SecurityEvent,
    User,
)
from backend.modules.user.background import JOBS
from devtools.mailbox import Mailbox
from tests.fixtures import Time
from tests.support.accounts import API, PASSWORD, assert_error, log_in, post, verified
from tests.support.racing import at_once
from tests.user.steps import call, promote, request_deletion, undo_token

REMOVAL, *_ = JOBS
GRACE = {"days": settings.ACCOUNT_DELETION_GRACE_DAYS}


def test_a_deletion_ends_all_sessions_and_states_its_date(
    client: TestClient, mailbox: Mailbox, time: Time
) -> None:
    account = verified(client)

    reply = request_deletion(client, account)

    assert reply.status_code == 202
    delete_at = datetime.fromisoformat(reply.json()["delete_at"])
    assert abs(delete_at - time.read() - timedelta(**GRACE)) < timedelta(seconds=30)
    mine = client.get(API + "/users/me", headers=account.headers)
    assert_error(mine, 401, "invalid_token")
    mail = mailbox.wait_for(account.email, count=2)[0]
    assert f"{delete_at:%d %B %Y}" in mail.text


def test_a_deletion_needs_the_password(client: TestClient) -> None:
    account = verified(client)

    reply = call(client, account, "/users/delete-account", password="not-this-one")

    assert_error(reply, 400, "wrong_password")
    assert client.get(API + "/users/me", headers=account.headers).status_code == 200


def test_only_the_right_password_reveals_a_pending_deletion(
    client: TestClient,
) -> None:
    account = verified(client)
    request_deletion(client, account)

    right = post(client, "/users/login", email=account.email, password=PASSWORD)
    wrong = post(client, "/users/login", email=account.email, password="not-this-one")

    assert_error(right, 403, "deletion_pending")
    assert_error(wrong, 400, "invalid_credentials")


def test_the_mail_contains_an_undo_that_works_once(
    client: TestClient, db: Session, mailbox: Mailbox, time: Time
) -> None:
    account = verified(client)
    request_deletion(client, account)
    token = undo_token(mailbox, account)

    undone = post(client, "/users/undo-delete-account", token=token)

    assert undone.status_code == 204
    log_in(client, account.email)
    again = post(client, "/users/undo-delete-account", token=token)
    assert_error(again, 400, "invalid_undo_token")
    time.advance(days=GRACE["days"] + 1)
    assert REMOVAL.run(db) is False
    assert db.exec(select(User.email)).all() == [account.email]


def test_the_undo_expires_with_the_grace_period(
    client: TestClient, mailbox: Mailbox, time: Time
) -> None:
    account = verified(client)
    request_deletion(client, account)
    token = undo_token(mailbox, account)
    time.advance(**GRACE)

    reply = post(client, "/users/undo-delete-account", token=token)

    assert_error(reply, 400, "invalid_undo_token")


def test_the_last_administrator_stays(client: TestClient, db: Session) -> None:
    admin = verified(client)
    promote(db, admin)

    reply = request_deletion(client, admin)

    assert_error(reply, 409, "last_admin")
    assert client.get(API + "/users/me", headers=admin.headers).status_code == 200


def test_an_administrator_with_a_pending_deletion_does_not_count(
    client: TestClient, db: Session
) -> None:
    going, staying = verified(client), verified(client)
    promote(db, going)
    promote(db, staying)
    assert request_deletion(client, going).status_code == 202

    path = f"{API}/users/admin/users/{staying.user['id']}"
    reply = client.patch(path, json={"is_admin": False}, headers=staying.headers)

    assert_error(reply, 409, "last_admin")
    assert_error(request_deletion(client, staying), 409, "last_admin")


def test_of_six_administrators_who_leave_at_once_one_stays(
    client: TestClient, db: Session
) -> None:
    admins = [verified(client) for _ in range(6)]
    for admin in admins:
        promote(db, admin)

    def attempt(number: int) -> int:
        return request_deletion(client, admins[number]).status_code

    statuses = at_once(6, attempt)

    assert sorted(statuses) == [202] * 5 + [409]


@pytest.mark.parametrize("password", [PASSWORD, "not-this-one"])
def test_an_account_deleted_during_the_hash_of_a_login_is_no_server_error(
    client: TestClient, db: Session, monkeypatch: pytest.MonkeyPatch, password: str
) -> None:
    account = verified(client)
    real = bcrypt.checkpw

    def check_while_it_goes(left: bytes, right: bytes) -> bool:
        db.exec(delete(User))
        db.commit()
        return real(left, right)

    with monkeypatch.context() as patch:
        patch.setattr(bcrypt, "checkpw", check_while_it_goes)
        reply = post(client, "/users/login", email=account.email, password=password)

    assert_error(reply, 400, "invalid_credentials")
    assert db.exec(select(SecurityEvent.user_id)).all() == [None]
