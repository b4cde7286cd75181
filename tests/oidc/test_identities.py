"""Logins at providers are linked, listed, used as proof and unlinked by their owner."""

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from backend.models import OidcIdentity, SecurityEvent, User
from tests.oidc.steps import (
    OIDC,
    answered,
    begun,
    linked,
    listed,
    newcomer,
    try_to_complete,
    try_to_link,
    try_to_log_in,
)
from tests.session.test_reauthentication import grow_old
from tests.support.accounts import (
    API,
    Account,
    assert_error,
    bearer,
    log_in,
    new_email,
    verified,
)
from tests.support.environment import mailbox
from tests.support.provider import Provider
from tests.support.racing import at_once
from tests.user.address_steps import request_change, undo, undo_token


@pytest.fixture
def account(client: TestClient) -> Account:
    """Return a verified account without identities."""
    return verified(client)


def events(db: Session) -> list[str]:
    """Return the kinds of all entries of the security log."""
    return list(db.exec(select(SecurityEvent.kind)).all())


def test_a_linked_identity_is_listed_logged_and_announced(
    client: TestClient, db: Session, account: Account
) -> None:
    identity = linked(client, account)

    assert listed(client, account) == [identity]
    assert (identity["provider_id"], identity["provider_name"]) == ("acme", "Acme")
    assert identity["email"] == "ada@provider.example"
    assert identity["last_used_at"] is None
    assert "identity_linked" in events(db)
    mail = mailbox.wait_for(account.email, count=2)[0]
    assert mail.subject == "A login at a provider was linked to your account"
    assert "Acme" in mail.text


def test_no_token_of_the_provider_is_stored(
    client: TestClient, db: Session, account: Account
) -> None:
    linked(client, account)

    (row,) = db.exec(select(OidcIdentity)).all()
    assert set(row.model_dump()) == {
        *("id", "user_id", "issuer", "subject", "email"),
        *("created_at", "last_used_at"),
    }


def test_an_unlinked_identity_no_longer_logs_in(
    client: TestClient, db: Session, account: Account
) -> None:
    identity = linked(client, account)
    url = f"{OIDC}/{identity['id']}"

    reply = client.delete(url, headers=account.headers)

    assert reply.status_code == 204
    assert listed(client, account) == []
    assert try_to_log_in(client).json()["auth"] is None
    again = client.delete(url, headers=account.headers)
    assert_error(again, 404, "identity_not_found")
    assert "identity_unlinked" in events(db)
    subjects = [mail.subject for mail in mailbox.wait_for(account.email, count=3)]
    assert "A login at a provider was unlinked from your account" in subjects


def test_an_identity_of_another_user_does_not_exist(
    client: TestClient, account: Account
) -> None:
    identity = linked(client, account)
    stranger = verified(client)

    reply = client.delete(f"{OIDC}/{identity['id']}", headers=stranger.headers)

    assert_error(reply, 404, "identity_not_found")
    assert listed(client, stranger) == []
    assert listed(client, account) == [identity]


def test_a_person_belongs_to_one_account(client: TestClient, account: Account) -> None:
    linked(client, account)

    again = try_to_link(client, account)
    strangers = try_to_link(client, verified(client))

    assert_error(again, 409, "identity_exists")
    assert_error(strangers, 409, "identity_exists")


def test_the_same_subject_at_another_provider_is_another_person(
    client: TestClient, account: Account
) -> None:
    linked(client, account)

    linked(client, verified(client), "globex")

    assert try_to_log_in(client).json()["auth"]["user"]["email"] == account.email


def test_an_account_has_ten_identities_at_most(
    client: TestClient, db: Session, account: Account, acme: Provider
) -> None:
    user = db.exec(select(User).where(User.email == account.email)).one()
    for number in range(9):
        db.add(OidcIdentity(user_id=user.id, issuer="x", subject=str(number)))
    db.commit()
    tokens = []
    for number in range(3):
        acme.person["sub"] = f"new {number}"
        tokens.append(newcomer(client)["link_token"])

    def link(number: int) -> int:
        body = {"link_token": tokens[number]}
        return client.post(
            f"{OIDC}/link", json=body, headers=account.headers
        ).status_code

    statuses = at_once(3, link)

    assert sorted(statuses) == [201, 409, 409]
    assert len(listed(client, account)) == 10


def test_of_parallel_links_of_one_person_one_succeeds(
    client: TestClient, db: Session, account: Account
) -> None:
    tokens = [newcomer(client)["link_token"] for _ in range(3)]
    accounts = [account, verified(client), verified(client)]

    replies = at_once(
        3,
        lambda number: client.post(
            f"{OIDC}/link",
            json={"link_token": tokens[number]},
            headers=accounts[number].headers,
        ),
    )

    assert sorted(reply.status_code for reply in replies) == [201, 409, 409]
    assert len(db.exec(select(OidcIdentity)).all()) == 1


def test_a_link_token_links_once(client: TestClient, account: Account) -> None:
    body = {"link_token": newcomer(client)["link_token"]}
    first = client.post(f"{OIDC}/link", json=body, headers=account.headers)
    client.delete(f"{OIDC}/{first.json()['id']}", headers=account.headers)

    second = client.post(f"{OIDC}/link", json=body, headers=account.headers)

    assert first.status_code == 201
    assert_error(second, 400, "invalid_link_token")


def test_linking_and_unlinking_need_a_recent_password(
    client: TestClient, db: Session, account: Account
) -> None:
    identity = linked(client, account)
    token = newcomer(client, "globex")["link_token"]
    grow_old(db)
    headers = account.headers

    replies = [
        client.post(f"{OIDC}/link/begin", json={"provider": "acme"}, headers=headers),
        client.post(f"{OIDC}/link", json={"link_token": token}, headers=headers),
        client.delete(f"{OIDC}/{identity['id']}", headers=headers),
    ]

    for reply in replies:
        assert_error(reply, 403, "reauthentication_required")
    assert listed(client, account) == [identity]


def test_a_flow_is_for_the_login_session_that_began_it(
    client: TestClient, account: Account, acme: Provider
) -> None:
    other = bearer(log_in(client, account.email)["access_token"])
    body = answered(begun(client, path="/link/begin", account=account))
    acme.asked.clear()

    reply = client.post(f"{OIDC}/link/complete", json=body, headers=other)

    assert_error(reply, 400, "invalid_flow")
    assert acme.asked == []


def test_a_flow_that_began_with_a_recent_password_may_take_its_time(
    client: TestClient, db: Session, account: Account
) -> None:
    body = answered(begun(client, path="/link/begin", account=account))
    grow_old(db)

    reply = client.post(f"{OIDC}/link/complete", json=body, headers=account.headers)

    assert reply.status_code == 201


def test_the_flow_of_an_ended_login_session_links_nothing(
    client: TestClient, account: Account, acme: Provider
) -> None:
    body = answered(begun(client, path="/link/begin", account=account))
    client.post(f"{API}/users/logout", headers=account.headers)
    acme.asked.clear()

    reply = client.post(f"{OIDC}/link/complete", json=body, headers=account.headers)

    assert_error(reply, 401, "invalid_token")
    assert acme.asked == []


def test_logins_and_an_unlinking_at_once_do_not_disturb_each_other(
    client: TestClient, account: Account
) -> None:
    identity = linked(client, account)
    bodies = [answered(begun(client)) for _ in range(4)]

    def act(number: int) -> int:
        if number < len(bodies):
            return try_to_complete(client, bodies[number]).status_code
        url = f"{OIDC}/{identity['id']}"
        return client.delete(url, headers=account.headers).status_code

    statuses = at_once(5, act)

    # A login that loses is refused, or finds a person who is linked to nobody.
    assert statuses[4] == 204
    assert set(statuses[:4]) <= {200, 400}
    assert listed(client, account) == []
    assert try_to_log_in(client).json()["auth"] is None


def test_a_refused_link_is_logged(
    client: TestClient, db: Session, account: Account, acme: Provider
) -> None:
    acme.claims = {"nonce": "another"}

    reply = try_to_link(client, account)

    assert_error(reply, 400, "provider_login_failed")
    assert "identity_refused" in events(db)
    assert listed(client, account) == []


def test_undoing_a_change_of_address_unlinks_the_logins_of_a_stranger(
    client: TestClient, account: Account, acme: Provider
) -> None:
    linked(client, account)
    request_change(client, account, new_email())
    linked(client, account, "globex")

    undo(client, undo_token(account.email))

    assert try_to_log_in(client, "globex").json()["auth"] is None
    assert try_to_log_in(client).json()["auth"]["user"]["email"] == account.email
