"""Passkeys are added, named, listed and removed by the owner of the account."""

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from backend.core.links import LIFETIME
from backend.models import Passkey, SecurityEvent
from backend.modules.passkey.ceremonies import RP_ID
from tests.fixtures import Time
from tests.passkey.authenticator import (
    PRESENT,
    SYNCABLE,
    SYNCED,
    VERIFIED,
    Authenticator,
)
from tests.passkey.steps import (
    PASSKEYS,
    added,
    listed,
    log_in_with,
    options_to_add,
    try_to_add,
)
from tests.session.test_reauthentication import grow_old
from tests.support.accounts import Account, assert_error, bearer, log_in, verified
from tests.support.environment import mailbox
from tests.support.racing import at_once


def test_an_added_passkey_is_listed_logged_and_announced(
    client: TestClient, db: Session
) -> None:
    account = verified(client)
    flags = PRESENT | VERIFIED | SYNCABLE | SYNCED

    added(client, account, flags=flags)

    (passkey,) = listed(client, account)
    assert (passkey["name"], passkey["is_synced"]) == ("Ada's phone", True)
    assert passkey["last_used_at"] is None
    kinds = db.exec(select(SecurityEvent.kind)).all()
    assert "passkey_added" in kinds
    assert "Ada's phone" in mailbox.wait_for(account.email, count=2)[0].text


def test_the_options_want_a_discoverable_passkey_that_verifies_its_user(
    client: TestClient,
) -> None:
    account = verified(client)
    first = added(client, account)

    options = options_to_add(client, account)

    assert options["rp"]["id"] == RP_ID
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["attestation"] == "none"
    (excluded,) = options["excludeCredentials"]
    assert excluded["id"] == first.create(options)["id"]


def test_a_passkey_gets_another_name(client: TestClient) -> None:
    account = verified(client)
    added(client, account)
    (passkey,) = listed(client, account)
    url = f"{PASSKEYS}/{passkey['id']}"

    reply = client.patch(url, json={"name": "Laptop"}, headers=account.headers)

    assert reply.json()["name"] == "Laptop"
    assert listed(client, account)[0]["name"] == "Laptop"


def test_a_removed_passkey_no_longer_logs_in(client: TestClient) -> None:
    account = verified(client)
    authenticator = added(client, account)
    (passkey,) = listed(client, account)
    url = f"{PASSKEYS}/{passkey['id']}"

    reply = client.delete(url, headers=account.headers)

    assert reply.status_code == 204
    assert listed(client, account) == []
    assert_error(log_in_with(client, authenticator), 400, "unknown_passkey")
    assert_error(client.delete(url, headers=account.headers), 404, "passkey_not_found")


def test_a_passkey_of_another_user_does_not_exist(client: TestClient) -> None:
    account, stranger = verified(client), verified(client)
    added(client, account)
    url = f"{PASSKEYS}/{listed(client, account)[0]['id']}"

    renamed = client.patch(url, json={"name": "Mine"}, headers=stranger.headers)
    removed = client.delete(url, headers=stranger.headers)

    assert_error(renamed, 404, "passkey_not_found")
    assert_error(removed, 404, "passkey_not_found")
    assert listed(client, account)[0]["name"] == "Ada's phone"


def test_adding_and_removing_need_a_recent_password(
    client: TestClient, db: Session
) -> None:
    account = verified(client)
    authenticator = added(client, account)
    options = options_to_add(client, account)
    url = f"{PASSKEYS}/{listed(client, account)[0]['id']}"
    grow_old(db)

    replies = [
        client.get(f"{PASSKEYS}/options", headers=account.headers),
        try_to_add(client, account, Authenticator(), options),
        client.delete(url, headers=account.headers),
    ]

    for reply in replies:
        assert_error(reply, 403, "reauthentication_required")
    assert log_in_with(client, authenticator).status_code == 200


@pytest.mark.parametrize(
    "fault",
    [
        {"origin": "https://evil.example"},
        {"rp_id": "evil.example"},
        {"flags": PRESENT},
        {"flags": VERIFIED},
    ],
    ids=["other origin", "other site", "user not verified", "nobody present"],
)
def test_a_passkey_made_elsewhere_or_without_its_user_is_refused(
    client: TestClient, fault: dict[str, object]
) -> None:
    account = verified(client)

    reply = try_to_add(client, account, Authenticator(**fault))  # type: ignore[arg-type]

    assert_error(reply, 400, "invalid_passkey")
    assert listed(client, account) == []


def test_a_challenge_is_for_one_login_session_once(client: TestClient) -> None:
    account = verified(client)
    other = Account(
        account.email,
        account.password,
        bearer(log_in(client, account.email)["access_token"]),
        account.user,
    )
    options = options_to_add(client, account)

    stolen = try_to_add(client, other, Authenticator(), options)
    first = try_to_add(client, account, Authenticator(), options)
    second = try_to_add(client, account, Authenticator(), options)

    assert_error(stolen, 400, "invalid_passkey")
    assert first.status_code == 201
    assert_error(second, 400, "invalid_passkey")


def test_a_challenge_ends_after_five_minutes(client: TestClient, time: Time) -> None:
    account = verified(client)
    options = options_to_add(client, account)
    time.advance(seconds=LIFETIME.total_seconds() + 1)

    reply = try_to_add(client, account, Authenticator(), options)

    assert_error(reply, 400, "invalid_passkey")


def test_a_credential_belongs_to_one_account(client: TestClient) -> None:
    account, stranger = verified(client), verified(client)
    authenticator = added(client, account)

    reply = try_to_add(client, stranger, authenticator)

    assert_error(reply, 409, "passkey_exists")


def test_of_parallel_answers_to_one_challenge_one_adds_a_passkey(
    client: TestClient, db: Session
) -> None:
    account = verified(client)
    options = options_to_add(client, account)

    replies = at_once(
        3, lambda _: try_to_add(client, account, Authenticator(), options)
    )

    assert sorted(reply.status_code for reply in replies) == [201, 400, 400]
    assert len(db.exec(select(Passkey)).all()) == 1


def test_an_account_has_twenty_passkeys_at_most(
    client: TestClient, db: Session
) -> None:
    account = verified(client)
    options = options_to_add(client, account)
    added(client, account)
    (first,) = db.exec(select(Passkey)).all()
    for number in range(19):
        copy = first.model_dump(exclude={"id"}) | {"credential_id": bytes([number])}
        db.add(Passkey(**copy))
    db.commit()

    asked = client.get(f"{PASSKEYS}/options", headers=account.headers)
    late = try_to_add(client, account, Authenticator(), options)

    assert_error(asked, 409, "too_many_passkeys")
    assert_error(late, 409, "too_many_passkeys")


@pytest.mark.parametrize(
    "part", ["clientDataJSON", "attestationObject"], ids=["client data", "attestation"]
)
@pytest.mark.parametrize(
    "value", ["AA", "e30", "W10", "bnVsbA", "A" * 16384], ids=str.__len__
)
def test_what_is_no_credential_is_refused(
    client: TestClient, part: str, value: str
) -> None:
    account = verified(client)
    credential = Authenticator().create(options_to_add(client, account))
    credential["response"][part] = value

    body = {"name": "x", "credential": credential}
    reply = client.post(PASSKEYS, json=body, headers=account.headers)

    assert_error(reply, 400, "invalid_passkey")
