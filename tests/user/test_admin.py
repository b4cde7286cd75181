"""Administrators manage users, and nobody else can."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from backend.models import User
from tests.support.accounts import (
    API,
    PASSWORD,
    Account,
    assert_error,
    log_in,
    post,
    sign_up,
    verified,
)
from tests.support.paging import all_pages
from tests.support.racing import at_once, await_waiting
from tests.user.steps import promote

ADMIN = API + "/users/admin"


@pytest.fixture
def admin(client: TestClient, db: Session) -> Account:
    """Return a verified administrator."""
    account = verified(client, full_name="The Administrator")
    promote(db, account)
    return account


def emails(client: TestClient, admin: Account, **query: Any) -> list[str]:
    """Return the addresses on all pages of the list."""
    users = all_pages(client, f"{ADMIN}/users", admin.headers, **query)
    return [user["email"] for user in users]


def change(client: TestClient, admin: Account, user: Account, **body: bool) -> Any:
    """PATCH a user as this administrator."""
    path = f"{ADMIN}/users/{user.user['id']}"
    return client.patch(path, headers=admin.headers, json=body)


def test_a_demotion_applies_to_the_next_request(
    client: TestClient, db: Session, admin: Account
) -> None:
    db.exec(select(User)).one().is_admin = False
    db.commit()

    reply = client.get(f"{ADMIN}/users", headers=admin.headers)

    assert_error(reply, 403, "admin_required")


@pytest.mark.parametrize("sort", ["newest", "oldest", "email"])
def test_the_list_is_sorted_and_paged_without_gaps_or_repeats(
    client: TestClient, admin: Account, sort: str
) -> None:
    made = [admin.email] + [sign_up(client) for _ in range(4)]
    expected = {"newest": made[::-1], "oldest": made, "email": sorted(made)}[sort]

    assert emails(client, admin, sort=sort, limit=2) == expected


def test_the_list_is_searched_and_filtered(client: TestClient, admin: Account) -> None:
    # A search finds a name only after its owner verified the address.
    unverified = sign_up(client, full_name="Grace Murray")
    named = verified(client, full_name="Grace Hopper")
    disabled = verified(client)
    change(client, admin, disabled, is_active=False)

    assert emails(client, admin, search="grace") == [named.email]
    assert emails(client, admin, search=disabled.email[:9].upper())[0] == disabled.email
    assert emails(client, admin, search="\uff27RACE") == [named.email]  # full width
    assert emails(client, admin, search="%") == []
    assert emails(client, admin, is_verified="false") == [unverified]
    assert emails(client, admin, is_active="false") == [disabled.email]
    assert emails(client, admin, is_admin="true") == [admin.email]


def test_a_cursor_of_another_order_is_refused(
    client: TestClient, admin: Account
) -> None:
    sign_up(client)
    params = {"sort": "email", "limit": "1"}
    reply = client.get(f"{ADMIN}/users", headers=admin.headers, params=params)

    reply = client.get(
        f"{ADMIN}/users",
        headers=admin.headers,
        params={"sort": "newest", "cursor": reply.json()["next_cursor"]},
    )

    assert_error(reply, 400, "invalid_cursor")


def test_a_user_is_shown_without_any_secret(client: TestClient, admin: Account) -> None:
    user = verified(client)

    reply = client.get(f"{ADMIN}/users/{user.user['id']}", headers=admin.headers)

    assert reply.json()["email"] == user.email
    assert "password" not in reply.text
    missing = client.get(f"{ADMIN}/users/{uuid4()}", headers=admin.headers)
    assert_error(missing, 404, "user_not_found")


def test_disabling_ends_all_sessions_and_refuses_logins_until_enabled(
    client: TestClient, admin: Account
) -> None:
    user = verified(client)

    reply = change(client, admin, user, is_active=False)

    assert reply.json()["is_active"] is False
    me = client.get(API + "/users/me", headers=user.headers)
    assert_error(me, 401, "invalid_token")
    reply = post(client, "/users/login", email=user.email, password=PASSWORD)
    assert_error(reply, 400, "invalid_credentials")
    change(client, admin, user, is_active=True)
    assert client.get(API + "/users/me", headers=user.headers).status_code == 401
    log_in(client, user.email)


def test_a_promotion_applies_at_once(client: TestClient, admin: Account) -> None:
    user = verified(client)

    change(client, admin, user, is_admin=True)

    assert client.get(f"{ADMIN}/users", headers=user.headers).status_code == 200


@pytest.mark.parametrize("body", [{"is_active": False}, {"is_admin": False}])
def test_the_last_administrator_stays(
    client: TestClient, admin: Account, body: dict[str, bool]
) -> None:
    assert_error(change(client, admin, admin, **body), 409, "last_admin")

    assert client.get(f"{ADMIN}/users", headers=admin.headers).status_code == 200


def test_ten_administrators_demoting_each_other_leave_one(
    client: TestClient, db: Session
) -> None:
    admins = [verified(client) for _ in range(10)]
    for account in admins:
        promote(db, account)

    def demote_the_next(number: int) -> int:
        other = admins[(number + 1) % 10]
        status: int = change(client, admins[number], other, is_admin=False).status_code
        return status

    statuses = at_once(10, demote_the_next)

    left = db.exec(select(User).where(User.is_admin)).all()
    assert len(left) >= 1
    assert set(statuses) <= {200, 403, 409}


def test_an_administrator_demoted_while_waiting_for_a_lock_changes_nobody(
    client: TestClient, db: Session, admin: Account
) -> None:
    other = verified(client)
    promote(db, other)

    demoted = db.exec(select(User).where(User.email == admin.email)).one()
    demoted.is_admin = False
    db.flush()
    with ThreadPoolExecutor(1) as pool:
        reply = pool.submit(change, client, admin, other, is_admin=False)
        await_waiting(db, 1)
        db.commit()

    assert_error(reply.result(), 403, "admin_required")
    db.expire_all()
    assert db.exec(select(User.email).where(User.is_admin)).all() == [other.email]


@pytest.mark.parametrize("field", ["password", "email", "email_verified_at", "id"])
def test_administrators_cannot_change_other_fields_of_a_user(
    client: TestClient, admin: Account, field: str
) -> None:
    user = verified(client)

    reply = change(client, admin, user, **{field: True})

    assert_error(reply, 422, "invalid_input")


def test_all_sessions_of_a_user_are_ended(client: TestClient, admin: Account) -> None:
    user = verified(client)
    path = f"{ADMIN}/users/{user.user['id']}/sessions"

    assert client.delete(path, headers=admin.headers).status_code == 204

    assert client.get(API + "/users/me", headers=user.headers).status_code == 401
    missing = client.delete(f"{ADMIN}/users/{uuid4()}/sessions", headers=admin.headers)
    assert_error(missing, 404, "user_not_found")


def test_the_log_names_the_administrator(client: TestClient, admin: Account) -> None:
    user = verified(client)
    change(client, admin, user, is_active=False)
    post(client, "/users/login", email=user.email, password=PASSWORD)
    change(client, admin, user, is_active=True)

    def log(**query: str) -> list[dict[str, Any]]:
        reply = client.get(f"{ADMIN}/security-log", headers=admin.headers, params=query)
        items: list[dict[str, Any]] = reply.json()["items"]
        return items

    theirs = log(user_id=user.user["id"])
    assert [event["kind"] for event in theirs] == [
        "enabled",
        "login_failed",
        "disabled",
        "signed_up",
    ]
    assert theirs[0]["actor_id"] == admin.user["id"]
    assert [event["user_id"] for event in log(kind="login_failed")] == [user.user["id"]]
    headers = {"Authorization": f"Bearer {log_in(client, user.email)['access_token']}"}
    own = client.get(API + "/users/security-log", headers=headers).json()["items"]
    assert own[1]["by_someone_else"] is True


@pytest.mark.parametrize("not_acting", ["unverified", "disabled", "to be deleted"])
@pytest.mark.parametrize("body", [{"is_active": False}, {"is_admin": False}])
def test_an_administrator_who_cannot_act_does_not_count(
    client: TestClient,
    db: Session,
    admin: Account,
    not_acting: str,
    body: dict[str, bool],
) -> None:
    other = verified(client)
    row = db.exec(select(User).where(User.email == other.email)).one()
    row.is_admin = True
    if not_acting == "unverified":
        row.email_verified_at = None
    elif not_acting == "disabled":
        row.is_active = False
    else:
        row.delete_at, row.undo_delete_digest = row.created_at, b"digest"
    db.commit()

    assert_error(change(client, admin, admin, **body), 409, "last_admin")
    deletion = client.post(
        f"{API}/users/delete-account",
        json={"password": PASSWORD},
        headers=admin.headers,
    )
    assert_error(deletion, 409, "last_admin")
