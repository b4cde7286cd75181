"""The owner or an administrator switches the second factor off."""

from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session

from devtools.mailbox import Mailbox
from tests.fixtures import Time
from tests.support.accounts import API, PASSWORD, assert_error, bearer, log_in, verified
from tests.two_fa.steps import (
    Guarded,
    call,
    guarded,
    pending,
    status,
    verify,
    wrong_code,
)
from tests.user.steps import promote


@pytest.fixture
def on(client: TestClient, time: Time) -> Guarded:
    """Return an account with its second factor on."""
    return guarded(client, time)


def test_password_and_code_switch_it_off(
    client: TestClient, mailbox: Mailbox, time: Time, on: Guarded
) -> None:
    other = verify(client, pending(client, on), on.recovery_codes[0]).json()

    body = {"password": PASSWORD, "code": on.code(time)}
    reply = call(client, on.account, "/disable", **body)

    assert reply.status_code == 204
    assert status(client, on.account)["enabled"] is False
    ended = client.get(API + "/users/me", headers=bearer(other["access_token"]))
    assert_error(ended, 401, "invalid_token")
    assert log_in(client, on.account.email)["pending_2fa"] is False
    subjects = [m.subject for m in mailbox.wait_for(on.account.email, count=4)]
    assert "Two-factor authentication is off" in subjects


def test_a_recovery_code_works_too(client: TestClient, on: Guarded) -> None:
    body = {"password": PASSWORD, "code": on.recovery_codes[0]}

    assert call(client, on.account, "/disable", **body).status_code == 204


def test_a_wrong_password_or_code_leaves_it_on(
    client: TestClient, time: Time, on: Guarded
) -> None:
    no_password = {"password": "not-this-one", "code": on.code(time)}
    no_code = {"password": PASSWORD, "code": wrong_code(on, time)}

    first = call(client, on.account, "/disable", **no_password)
    second = call(client, on.account, "/disable", **no_code)

    assert_error(first, 400, "wrong_password")
    assert_error(second, 400, "wrong_code")
    assert status(client, on.account)["enabled"] is True


def test_without_one_there_is_nothing_to_switch_off(client: TestClient) -> None:
    body = {"password": PASSWORD, "code": "123456"}

    reply = call(client, verified(client), "/disable", **body)

    assert_error(reply, 409, "two_factor_not_enabled")


def test_it_can_be_set_up_again(client: TestClient, time: Time, on: Guarded) -> None:
    body = {"password": PASSWORD, "code": on.code(time)}
    call(client, on.account, "/disable", **body)

    reply = call(client, on.account, "/setup", password=PASSWORD)

    assert reply.json()["secret"] != on.secret


class TestByAnAdministrator:
    """DELETE users/admin/users/{id}/two-factor."""

    def reset(self, client: TestClient, db: Session, user_id: str) -> int:
        admin = verified(client)
        promote(db, admin)
        path = f"{API}/users/admin/users/{user_id}/two-factor"
        return client.delete(path, headers=admin.headers).status_code

    def test_an_administrator_switches_it_off_and_the_owner_is_mailed(
        self, client: TestClient, db: Session, mailbox: Mailbox, on: Guarded
    ) -> None:
        assert self.reset(client, db, on.account.user["id"]) == 204

        me = client.get(API + "/users/me", headers=on.account.headers)
        assert_error(me, 401, "invalid_token")
        again = log_in(client, on.account.email)
        assert again["pending_2fa"] is False
        newest = mailbox.wait_for(on.account.email, count=3)[0]
        assert "administrator" in newest.text
        log = client.get(
            API + "/users/security-log", headers=bearer(again["access_token"])
        ).json()["items"]
        assert [log[1]["kind"], log[1]["by_someone_else"]] == ["two_factor_reset", True]

    def test_an_account_without_one_is_an_error(
        self, client: TestClient, db: Session
    ) -> None:
        assert self.reset(client, db, verified(client).user["id"]) == 409
        assert self.reset(client, db, str(uuid4())) == 404


class TestDeletion:
    """Deleting an account that has a second factor."""

    def delete(self, client: TestClient, on: Guarded, **more: str) -> int:
        body = {"password": PASSWORD, **more}
        path = API + "/users/delete-account"
        reply = client.post(path, json=body, headers=on.account.headers)
        if reply.status_code == 400:
            assert reply.json()["code"] == ("wrong_code" if more else "code_required")
        return reply.status_code

    def test_a_deletion_needs_a_code_too(
        self, client: TestClient, time: Time, on: Guarded
    ) -> None:
        assert self.delete(client, on) == 400
        assert self.delete(client, on, code=wrong_code(on, time)) == 400

        assert self.delete(client, on, code=on.code(time)) == 202
