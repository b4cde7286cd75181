"""A person whom no account is linked to signs up with the login at a provider."""

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from backend.core.config import settings
from backend.models import OidcIdentity, SecurityEvent, User
from backend.modules.oidc import link_tokens, schemas
from backend.modules.user.oidc_signups import oidc_signups
from tests.fixtures import Time
from tests.oidc.steps import OIDC, newcomer, sign_up, try_to_log_in
from tests.support.accounts import API, assert_error, bearer, verified
from tests.support.provider import Provider
from tests.support.racing import at_once


def test_a_person_signs_up_with_the_address_that_the_provider_verified(
    client: TestClient, db: Session
) -> None:
    found = newcomer(client)

    reply = sign_up(client, found["link_token"], full_name=found["full_name"])

    user = reply.json()["user"]
    assert reply.status_code == 201
    assert (user["email"], user["is_verified"]) == ("ada@provider.example", True)
    assert user["full_name"] == "Ada Lovelace"
    assert try_to_log_in(client).json()["auth"]["user"]["id"] == user["id"]
    kinds = set(db.exec(select(SecurityEvent.kind)).all())
    assert {"signed_up", "identity_linked"} <= kinds
    body = {"email": user["email"], "password": "correct-horse-battery"}
    without = client.post(f"{API}/users/login", json=body)
    assert_error(without, 400, "invalid_credentials")


def test_a_taken_address_wants_a_login_and_the_token_still_links(
    client: TestClient, acme: Provider
) -> None:
    account = verified(client)
    acme.person["email"] = account.email
    found = newcomer(client)

    refused = sign_up(client, found["link_token"])
    body = {"link_token": found["link_token"]}
    done = client.post(f"{OIDC}/link", json=body, headers=account.headers)

    assert_error(refused, 409, "email_taken")
    assert done.status_code == 201
    assert try_to_log_in(client).json()["auth"]["user"]["email"] == account.email


@pytest.mark.parametrize(
    "changes",
    [
        {"email_verified": False},
        {"email_verified": None},
        {"email": None},
        {"email": "no address"},
        {"email": "ada@provider.example\nbcc: eve"},
    ],
    ids=["not verified", "unsaid", "no address", "nonsense", "two lines"],
)
def test_an_address_that_the_provider_does_not_vouch_for_makes_no_account(
    client: TestClient, db: Session, acme: Provider, changes: dict[str, object]
) -> None:
    acme.claims = changes
    found = newcomer(client)

    reply = sign_up(client, found["link_token"])

    assert found["can_sign_up"] is False
    assert_error(reply, 409, "provider_email_unverified")
    assert db.exec(select(User)).all() == []


def test_no_one_signs_up_while_it_is_switched_off(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = settings.model_copy(update={"ENABLE_SIGNUP": False})
    for module in (schemas, oidc_signups):
        monkeypatch.setattr(module, "settings", closed)
    found = newcomer(client)

    reply = sign_up(client, found["link_token"])

    assert found["can_sign_up"] is False
    assert_error(reply, 403, "signup_disabled")


def test_a_token_signs_up_once(client: TestClient, db: Session) -> None:
    found = newcomer(client)

    replies = at_once(3, lambda _: sign_up(client, found["link_token"]))

    assert sorted(reply.status_code for reply in replies) == [201, 409, 409]
    assert len(db.exec(select(OidcIdentity)).all()) == 1


def test_a_link_token_ends_after_fifteen_minutes(
    client: TestClient, time: Time
) -> None:
    found = newcomer(client)
    time.advance(seconds=link_tokens.LIFETIME.total_seconds() + 1)

    reply = sign_up(client, found["link_token"])

    assert_error(reply, 400, "invalid_link_token")


@pytest.mark.parametrize("link_token", ["A", "gAAAAA==", "x" * 8192])
def test_a_link_token_that_is_not_ours_is_refused(
    client: TestClient, link_token: str
) -> None:
    assert_error(sign_up(client, link_token), 400, "invalid_link_token")


def test_a_sign_up_ends_what_strangers_began_with_the_address(
    client: TestClient, acme: Provider
) -> None:
    body = {"email": "ada@provider.example", "password": "correct-horse-battery"}
    client.post(f"{API}/users/signup", json=body)
    stranger = client.post(f"{API}/users/login", json=body).json()

    reply = sign_up(client, newcomer(client)["link_token"])

    assert reply.status_code == 201
    me = client.get(f"{API}/users/me", headers=bearer(stranger["access_token"]))
    assert_error(me, 401, "invalid_token")
    again = client.post(f"{API}/users/login", json=body)
    assert_error(again, 400, "invalid_credentials")
