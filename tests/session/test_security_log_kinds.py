"""The security log: its entries other than logins, and their actors."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from backend.models import OutboxEmail, TrustedDevice
from tests.document.steps import DOCUMENTS, uploaded
from tests.fixtures import Time
from tests.support.accounts import API, PASSWORD, Account, bearer, new_email, verified
from tests.two_fa.steps import guarded, pending, verify
from tests.user.steps import call

WRONG = "another-horse-battery"


def log(client: TestClient, account: Account) -> list[dict[str, Any]]:
    """Return the account's entries, newest first."""
    reply = client.get(API + "/users/security-log", headers=account.headers)
    items: list[dict[str, Any]] = reply.json()["items"]
    return items


def newest(client: TestClient, account: Account) -> tuple[str, bool]:
    """Return the kind of the newest entry, and whether another user caused it."""
    event = log(client, account)[0]
    return event["kind"], event["by_someone_else"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/users/change-password", {"current_password": WRONG, "new_password": "?"}),
        ("/users/change-email", {"password": WRONG, "new_email": "b@example.com"}),
        ("/users/delete-account", {"password": WRONG}),
        ("/users/reauthenticate", {"password": WRONG}),
        ("/two-fa/setup", {"password": WRONG}),
        ("/two-fa/disable", {"password": WRONG, "code": "000000"}),
        ("/two-fa/regenerate-codes", {"password": WRONG, "code": "000000"}),
    ],
)
def test_every_wrong_current_password_is_logged(
    client: TestClient, path: str, body: dict[str, str]
) -> None:
    account = verified(client)
    filled = {k: "a-quiet-orchard-at-dusk" if v == "?" else v for k, v in body.items()}

    reply = call(client, account, path, **filled)

    assert reply.json()["code"] == "wrong_password", reply.text
    [event, _] = log(client, account)
    assert (event["kind"], event["by_someone_else"]) == ("wrong_password", False)
    assert event["session_id"]


def test_a_confirmed_password_is_logged(client: TestClient) -> None:
    account = verified(client)

    call(client, account, "/users/reauthenticate", password=PASSWORD)

    assert newest(client, account) == ("reauthenticated", False)


def test_a_distrusted_device_is_logged(
    client: TestClient, db: Session, time: Time
) -> None:
    on = guarded(client, time)
    reply = verify(client, pending(client, on), on.code(time), trust_device=True)
    device_id = db.exec(select(TrustedDevice.id)).one()
    login = bearer(reply.json()["access_token"])

    path = f"{API}/two-fa/trusted-devices/{device_id}"
    assert client.delete(path, headers=login).status_code == 204

    assert newest(client, on.account) == ("device_distrusted", False)


def test_created_and_revoked_shares_are_logged(client: TestClient) -> None:
    account = verified(client)
    path = f"{DOCUMENTS}/{uploaded(client, account)['id']}/shares"

    share = client.post(path, json={}, headers=account.headers).json()
    assert newest(client, account) == ("share_created", False)
    client.delete(f"{path}/{share['id']}", headers=account.headers)
    assert newest(client, account) == ("share_revoked", False)


def test_an_export_is_logged(client: TestClient) -> None:
    account = verified(client)

    client.get(API + "/users/export", headers=account.headers)

    assert newest(client, account) == ("data_exported", False)


def test_a_quota_is_logged_with_the_administrator_who_set_it(
    client: TestClient, admin: Account
) -> None:
    account = verified(client)
    path = f"{DOCUMENTS}/admin/users/{account.user['id']}/usage"

    reply = client.patch(path, json={"limit_files": 3}, headers=admin.headers)

    assert reply.status_code == 200, reply.text
    assert newest(client, account) == ("quota_changed", True)
    assert actor(client, admin, "quota_changed") == admin.user["id"]


@pytest.mark.parametrize("owned", [True, False])
def test_a_retried_mail_is_logged_with_the_administrator(
    client: TestClient, db: Session, admin: Account, owned: bool
) -> None:
    account = verified(client)
    dead = OutboxEmail(
        user_id=account.user["id"] if owned else None,
        recipient=account.email if owned else new_email(),
        subject="s",
        text="t",
        html="h",
        status="dead",
    )
    db.add(dead)
    db.commit()

    path = f"{API}/users/admin/outbox/{dead.id}/retry"
    assert client.post(path, headers=admin.headers).status_code == 204

    assert actor(client, admin, "email_retried") == admin.user["id"]
    if owned:
        assert newest(client, account) == ("email_retried", True)


def actor(client: TestClient, admin: Account, kind: str) -> str:
    """Return the actor of the only entry of this kind."""
    reply = client.get(
        f"{API}/users/admin/security-log",
        headers=admin.headers,
        params={"kind": kind},
    )
    [event] = reply.json()["items"]
    found: str = event["actor_id"]
    return found


def test_an_administrators_download_of_all_bookings_is_logged(
    client: TestClient, admin: Account
) -> None:
    reply = client.get(f"{API}/book-demo/admin/bookings/export", headers=admin.headers)

    assert reply.status_code == 200
    assert newest(client, admin) == ("bookings_exported", False)
