"""Administrators read the security log of all accounts."""

from typing import Any

from fastapi.testclient import TestClient
from sqlmodel import Session

from tests.fixtures import Time
from tests.support.accounts import API, Account, assert_error, post, verified
from tests.support.work import Work
from tests.user.steps import promote

LOG = API + "/users/admin/security-log"


def log(client: TestClient, admin: Account, **query: str) -> list[dict[str, Any]]:
    """Return the first page of the log."""
    reply = client.get(LOG, headers=admin.headers, params=query)
    assert reply.status_code == 200, reply.text
    items: list[dict[str, Any]] = reply.json()["items"]
    return items


def test_an_entry_names_the_account_and_the_administrator_by_address(
    client: TestClient, db: Session, work: Work
) -> None:
    admin, user = verified(client), verified(client)
    promote(db, admin)
    path = f"{API}/users/admin/users/{user.user['id']}"
    client.patch(path, headers=admin.headers, json={"is_active": False})
    post(client, "/users/login", email="nobody@example.com", password="wrong-password")

    with work.counted() as count:
        failed, disabled = log(client, admin)[:2]

    assert (failed["kind"], failed["user_email"]) == ("login_failed", None)
    assert (disabled["user_email"], disabled["actor_email"]) == (
        user.email,
        admin.email,
    )
    # The caller, the page, and the addresses.
    assert len(count.statements) == 3


def test_the_log_is_filtered_by_time(
    client: TestClient, db: Session, time: Time
) -> None:
    admin = verified(client)
    promote(db, admin)
    for _ in range(3):
        time.advance(minutes=10)
        post(client, "/users/login", email=admin.email, password="not-the-password")
    all_ = [each["created_at"] for each in log(client, admin, kind="login_failed")]
    last, middle, first = all_

    def found(**query: str) -> list[str]:
        items = log(client, admin, kind="login_failed", **query)
        return [each["created_at"] for each in items]

    assert found(created_from=middle) == [last, middle]
    assert found(created_before=middle) == [first]
    assert found(created_from=middle, created_before=last) == [middle]


def test_a_time_without_a_zone_is_refused(client: TestClient, db: Session) -> None:
    admin = verified(client)
    promote(db, admin)

    reply = client.get(
        LOG, headers=admin.headers, params={"created_from": "2026-11-01T10:00:00"}
    )

    assert_error(reply, 422, "invalid_input")
