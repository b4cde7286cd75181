"""A new login at a linked provider confirms who the user is, as the password does."""

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from backend.models import SecurityEvent
from tests.fixtures import Time
from tests.oidc.steps import begun, linked, try_to_prove
from tests.session.test_reauthentication import grow_old
from tests.support.accounts import API, Account, assert_error, verified
from tests.support.provider import Provider
from tests.two_fa.steps import guarded, wrong_code

EXPORT = API + "/users/export-link"


@pytest.fixture
def account(client: TestClient) -> Account:
    """Return a verified account without identities."""
    return verified(client)


def events(db: Session) -> list[str]:
    """Return the kinds of all entries of the security log."""
    return list(db.exec(select(SecurityEvent.kind)).all())


def test_a_new_login_at_the_provider_is_as_good_as_the_password(
    client: TestClient, db: Session, account: Account
) -> None:
    linked(client, account)
    grow_old(db)
    before = client.get(EXPORT, headers=account.headers)

    reply = try_to_prove(client, account)

    assert_error(before, 403, "reauthentication_required")
    assert reply.status_code == 204, reply.text
    assert client.get(EXPORT, headers=account.headers).status_code == 200
    assert "reauthenticated" in events(db)


def test_the_provider_is_asked_to_prove_the_person_again(
    client: TestClient, account: Account
) -> None:
    url = begun(client, path="/reauthenticate/begin", account=account)

    assert "prompt=login&max_age=0" in url["authorization_url"]


@pytest.mark.parametrize("seconds", [None, -120], ids=["unsaid", "before"])
def test_an_old_login_at_the_provider_proves_nothing(
    client: TestClient,
    db: Session,
    time: Time,
    account: Account,
    acme: Provider,
    seconds: int | None,
) -> None:
    linked(client, account)
    grow_old(db)
    now = int(time.read().timestamp())
    acme.claims = {"auth_time": None if seconds is None else now + seconds}

    reply = try_to_prove(client, account)

    assert_error(reply, 400, "not_reauthenticated")
    after = client.get(EXPORT, headers=account.headers)
    assert_error(after, 403, "reauthentication_required")


def test_another_person_proves_nothing(
    client: TestClient, db: Session, account: Account, acme: Provider
) -> None:
    linked(client, account)
    acme.person["sub"] = "a stranger"
    linked(client, verified(client))
    grow_old(db)

    reply = try_to_prove(client, account)

    assert_error(reply, 400, "provider_login_failed")
    assert "identity_refused" in events(db)
    after = client.get(EXPORT, headers=account.headers)
    assert_error(after, 403, "reauthentication_required")


def test_a_proof_needs_the_second_factor_too(
    client: TestClient, db: Session, time: Time
) -> None:
    on = guarded(client, time)
    linked(client, on.account)
    grow_old(db)

    without = try_to_prove(client, on.account)
    wrong = try_to_prove(client, on.account, factor_code=wrong_code(on, time))
    right = try_to_prove(client, on.account, factor_code=on.code(time))

    assert_error(without, 400, "code_required")
    assert_error(wrong, 400, "wrong_code")
    assert right.status_code == 204
