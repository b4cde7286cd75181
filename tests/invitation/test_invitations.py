"""An administrator invites a person, who makes an account with the link."""

from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session

from backend.core import clock
from backend.core.config import settings
from backend.core.password import hash_password
from backend.models import User
from devtools.mailbox import Mailbox
from tests.fixtures import Time
from tests.invitation.steps import (
    INVITATIONS,
    accept,
    invited,
    listed,
    look_up,
    resend,
    token_for,
    try_to_invite,
    withdraw,
)
from tests.support.accounts import (
    API,
    PASSWORD,
    Account,
    assert_error,
    bearer,
    begin,
    log_in,
    new_email,
    verified,
)
from tests.support.paging import all_pages


def me(client: TestClient, reply: Any) -> dict[str, Any]:
    """Return the account of a login."""
    headers = bearer(reply.json()["access_token"])
    found: dict[str, Any] = client.get(API + "/users/me", headers=headers).json()
    return found


def test_an_invited_person_chooses_a_password_and_is_logged_in(
    client: TestClient, admin: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    off = settings.model_copy(update={"ENABLE_SIGNUP": False})
    monkeypatch.setattr("backend.modules.user.signups.signups.settings", off)
    invitation = invited(client, admin, locale="de-DE")
    token = token_for(invitation["email"])

    shown = look_up(client, token).json()
    reply = accept(client, token, full_name="Grace Hopper")

    assert shown == {
        "email": invitation["email"],
        "is_admin": False,
        "expires_at": invitation["expires_at"],
    }
    assert reply.status_code == 201
    account = me(client, reply)
    assert account["is_verified"]
    assert not account["is_admin"]
    assert (account["full_name"], account["locale"]) == ("Grace Hopper", "de-DE")
    log_in(client, invitation["email"], PASSWORD)
    [row] = listed(client, admin)
    assert (row["state"], row["user_id"]) == ("accepted", account["id"])


def test_the_email_is_in_the_chosen_language_and_names_who_invites(
    client: TestClient, admin: Account, mailbox: Mailbox
) -> None:
    german = invited(client, admin, locale="de")["email"]
    english = invited(client, admin)["email"]

    assert "eingeladen" in mailbox.wait_for(german)[0].subject
    mail = mailbox.wait_for(english)[0]
    assert "invited" in mail.subject
    assert admin.email in mail.text
    assert f"{settings.APP_PUBLIC_URL}/invitation#" in mail.text


def test_an_invited_administrator_is_one_and_the_log_names_who_made_it(
    client: TestClient, admin: Account
) -> None:
    invitation = invited(client, admin, is_admin=True)

    account = me(client, accept(client, token_for(invitation["email"])))

    assert account["is_admin"]
    path = API + "/users/admin/security-log"
    query = {"kind": "made_admin", "user_id": account["id"]}
    [event] = client.get(path, params=query, headers=admin.headers).json()["items"]
    assert event["actor_id"] == admin.user["id"]


def test_an_invitation_works_once(client: TestClient, admin: Account) -> None:
    token = token_for(invited(client, admin)["email"])
    assert accept(client, token).status_code == 201

    assert_error(accept(client, token), 400, "invalid_invitation")
    assert_error(look_up(client, token), 400, "invalid_invitation")


def test_an_invitation_ends_with_its_time_and_can_then_be_sent_again(
    client: TestClient, admin: Account, time: Time
) -> None:
    invitation = invited(client, admin, expires_in_days=2)
    token = token_for(invitation["email"])
    time.advance(days=2)

    refused = accept(client, token)
    fresh = administrator_again(client, admin)
    expired = listed(client, fresh, state="expired")
    again = resend(client, fresh, invitation)

    assert_error(refused, 400, "invalid_invitation")
    assert [row["id"] for row in expired] == [invitation["id"]]
    assert again.json()["state"] == "open"
    assert accept(client, token_for(invitation["email"], count=2)).status_code == 201


def administrator_again(client: TestClient, admin: Account) -> Account:
    """Return the administrator after another login: the first one is too old."""
    login = log_in(client, admin.email, admin.password)
    return replace(admin, headers=bearer(login["access_token"]))


def test_a_new_link_ends_the_old_one(client: TestClient, admin: Account) -> None:
    invitation = invited(client, admin)
    first = token_for(invitation["email"])

    assert resend(client, admin, invitation).status_code == 200

    assert_error(accept(client, first), 400, "invalid_invitation")
    assert accept(client, token_for(invitation["email"], count=2)).status_code == 201


def test_a_withdrawn_invitation_is_over_and_the_address_can_be_invited_again(
    client: TestClient, admin: Account
) -> None:
    invitation = invited(client, admin)
    token = token_for(invitation["email"])

    assert withdraw(client, admin, invitation).status_code == 204

    assert_error(accept(client, token), 400, "invalid_invitation")
    for step in (resend, withdraw):
        assert_error(step(client, admin, invitation), 404, "invitation_not_found")
    invited(client, admin, email=invitation["email"])
    assert [row["state"] for row in listed(client, admin)] == ["open", "withdrawn"]


def test_an_address_has_one_open_invitation(
    client: TestClient, admin: Account, time: Time
) -> None:
    email = invited(client, admin, expires_in_days=1)["email"]

    assert_error(try_to_invite(client, admin, email=email), 409, "already_invited")

    time.advance(days=1)
    invited(client, administrator_again(client, admin), email=email)


def test_who_has_an_account_cannot_be_invited(
    client: TestClient, admin: Account
) -> None:
    email = verified(client).email

    reply = try_to_invite(client, admin, email=email.upper())

    assert_error(reply, 409, "email_taken")


def test_an_account_made_meanwhile_is_left_alone(
    client: TestClient, admin: Account, db: Session
) -> None:
    email = new_email()
    token = token_for(invited(client, admin, email=email)["email"])
    hashed = hash_password(PASSWORD)
    db.add(User(email=email, password_hash=hashed, email_verified_at=clock.now()))
    db.commit()

    reply = accept(client, token, password="a-quiet-orchard-at-dusk")

    assert_error(reply, 409, "email_taken")
    log_in(client, email, PASSWORD)


def test_a_strangers_sign_up_does_not_survive(
    client: TestClient, admin: Account
) -> None:
    stranger = begin(client, password="a-quiet-orchard-at-dusk")
    login = {"email": stranger.email, "password": stranger.password}
    session = bearer(
        client.post(API + "/users/login", json=login).json()["access_token"]
    )
    invitation = invited(client, admin, email=stranger.email)

    assert accept(client, token_for(stranger.email, count=2)).status_code == 201

    assert client.get(API + "/users/me", headers=session).status_code == 401
    refused = client.post(API + "/users/login", json=login)
    assert_error(refused, 400, "invalid_credentials")
    log_in(client, invitation["email"], PASSWORD)


@pytest.mark.parametrize(
    ("password", "code"),
    [("password1234", "weak_password"), ("short", "invalid_input")],
)
def test_a_bad_password_leaves_the_invitation_open(
    client: TestClient, admin: Account, password: str, code: str
) -> None:
    token = token_for(invited(client, admin)["email"])

    refused = accept(client, token, password=password)

    assert refused.json()["code"] == code
    assert accept(client, token).status_code == 201


def test_invitations_are_listed_in_pages_and_by_state(
    client: TestClient, admin: Account
) -> None:
    made = [invited(client, admin) for _ in range(5)]
    withdraw(client, admin, made[0])

    pages = all_pages(client, INVITATIONS, admin.headers, limit=2)

    assert [row["id"] for row in pages] == [row["id"] for row in reversed(made)]
    assert {row["invited_by"] for row in pages} == {admin.email}
    assert len(listed(client, admin, state="open")) == 4
    assert len(listed(client, admin, state="withdrawn")) == 1
