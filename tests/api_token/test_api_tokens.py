"""API tokens are made, named, listed and revoked by the owner of the account."""

import re
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from backend.background import cleanup
from backend.models import ApiToken, SecurityEvent
from backend.modules import registry
from backend.modules.api_token.api_token import AT_MOST
from tests.api_token.steps import (
    TOKENS,
    listed,
    made,
    program,
    read,
    revoke,
    try_to_make,
)
from tests.fixtures import Time
from tests.session.test_reauthentication import grow_old
from tests.support.accounts import API, assert_error, verified
from tests.support.environment import mailbox
from tests.support.racing import at_once
from tests.two_fa.steps import guarded
from tests.user.steps import promote


def test_a_new_token_is_shown_once_logged_and_announced(
    client: TestClient, db: Session
) -> None:
    account = verified(client)

    new = made(client, account, "documents:write", "documents:read")

    assert re.fullmatch(r"sample_pat_[0-9A-Za-z]{36}", new["token"])
    (item,) = listed(client, account)
    assert new == item | {"token": new["token"]}
    assert item["scopes"] == ["documents:read", "documents:write"]
    (stored,) = db.exec(select(ApiToken)).all()
    assert new["token"] not in str(stored.model_dump())
    assert stored.expires_at == stored.created_at + timedelta(days=90)
    assert "api_token_added" in db.exec(select(SecurityEvent.kind)).all()
    mail = mailbox.wait_for(account.email, count=2)[0].text
    assert "Backup" in mail
    assert "documents:read, documents:write" in mail
    assert new["token"] not in mail


def test_a_token_works_until_it_is_revoked(client: TestClient, db: Session) -> None:
    account = verified(client)
    robot = program(client, account, "documents:read")
    (token,) = listed(client, account)
    assert read(client, robot).status_code == 200

    assert revoke(client, account, token["id"]).status_code == 204

    assert_error(read(client, robot), 401, "invalid_token")
    assert listed(client, account) == []
    assert "api_token_revoked" in db.exec(select(SecurityEvent.kind)).all()
    again = revoke(client, account, token["id"])
    assert_error(again, 404, "api_token_not_found")
    assert read(client, account).status_code == 200


def test_a_token_works_until_it_expires_and_is_then_deleted(
    client: TestClient, db: Session, time: Time
) -> None:
    account = verified(client)
    robot = program(client, account, "documents:read", expires_in_days=1)
    lasting = program(client, account, "documents:read", expires_in_days=None)
    first, second = listed(client, account)
    assert second["expires_at"] is None
    time.advance(days=1, seconds=1)

    assert_error(read(client, robot), 401, "invalid_token")
    assert read(client, lasting).status_code == 200
    url = f"{TOKENS}/{first['id']}"
    renamed = client.patch(url, json={"name": "x"}, headers=account.headers)
    assert_error(renamed, 404, "api_token_not_found")
    deleted = cleanup.run(db, registry.kept())
    assert deleted["api_tokens"] == 1
    assert [token["id"] for token in listed(client, account)] == [second["id"]]


def test_a_token_gets_another_name(client: TestClient) -> None:
    account = verified(client)
    token = made(client, account, "documents:read")
    url = f"{TOKENS}/{token['id']}"

    reply = client.patch(url, json={"name": "Laptop"}, headers=account.headers)

    assert reply.json()["name"] == "Laptop"
    assert "token" not in reply.json()
    assert listed(client, account)[0]["name"] == "Laptop"


def test_a_token_of_another_user_does_not_exist(client: TestClient) -> None:
    account, stranger = verified(client), verified(client)
    token = made(client, account, "documents:read")
    url = f"{TOKENS}/{token['id']}"

    renamed = client.patch(url, json={"name": "Mine"}, headers=stranger.headers)
    revoked = revoke(client, stranger, token["id"])

    assert_error(renamed, 404, "api_token_not_found")
    assert_error(revoked, 404, "api_token_not_found")
    assert listed(client, account)[0]["name"] == "Backup"
    assert listed(client, stranger) == []


def test_making_needs_a_recent_password_and_revoking_does_not(
    client: TestClient, db: Session
) -> None:
    account = verified(client)
    token = made(client, account, "documents:read")
    grow_old(db)

    refused = try_to_make(client, account, "documents:read")

    assert_error(refused, 403, "reauthentication_required")
    assert revoke(client, account, token["id"]).status_code == 204


def test_a_login_with_both_factors_makes_tokens(client: TestClient, time: Time) -> None:
    on = guarded(client, time)

    robot = program(client, on.account, "documents:read")

    assert read(client, robot).status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"scopes": []},
        {"scopes": ["documents:all"]},
        {"scopes": ["documents:read "]},
        {"scopes": "documents:read"},
        {"expires_in_days": 0},
        {"expires_in_days": 367},
        {"expires_in_days": "never"},
        {"name": " "},
        {"name": "a\nb"},
        {"user_id": "4f7c2b1e-9d5a-4c7e-8b3f-6a1d2c9e0b57"},
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused(
    client: TestClient, change: dict[str, object]
) -> None:
    account = verified(client)
    body = {"name": "Backup", "scopes": ["documents:read"]} | change

    reply = client.post(TOKENS, json=body, headers=account.headers)

    assert_error(reply, 422, "invalid_input")


def test_only_an_administrator_gives_scopes_of_the_administration(
    client: TestClient, db: Session
) -> None:
    account, admin = verified(client), verified(client)
    promote(db, admin)

    for scope in ("admin:read", "bookings:read"):
        refused = try_to_make(client, account, "documents:read", scope)
        assert_error(refused, 403, "admin_required")
    robot = program(client, admin, "admin:read")

    url = f"{API}/users/admin/users"
    assert client.get(url, headers=robot.headers).status_code == 200
    # As an administrator no longer, the owner's token loses what the owner loses.
    other = verified(client)
    promote(db, other)
    client.patch(
        f"{url}/{admin.user['id']}", json={"is_admin": False}, headers=other.headers
    )
    reply = client.get(url, headers=robot.headers)
    assert_error(reply, 403, "admin_required")


def test_parallel_requests_make_no_more_tokens_than_allowed(
    client: TestClient, db: Session
) -> None:
    account = verified(client)
    made(client, account, "documents:read")
    (first,) = db.exec(select(ApiToken)).all()
    for number in range(AT_MOST - 2):
        copy = first.model_dump(exclude={"id"}) | {"digest": bytes([number])}
        db.add(ApiToken(**copy))
    db.commit()

    replies = at_once(3, lambda _: try_to_make(client, account, "documents:read"))

    assert sorted(reply.status_code for reply in replies) == [201, 409, 409]
    assert len(listed(client, account)) == AT_MOST
    late = try_to_make(client, account, "documents:read")
    assert_error(late, 409, "too_many_api_tokens")
