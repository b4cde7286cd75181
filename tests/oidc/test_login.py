"""A person logs in at another provider, and is let in to the account they linked."""

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from backend.models import SecurityEvent, User
from backend.modules.oidc import flows
from tests.fixtures import Time
from tests.oidc.steps import (
    OIDC,
    answered,
    begun,
    linked,
    listed,
    newcomer,
    try_to_complete,
    try_to_log_in,
)
from tests.support.accounts import (
    API,
    Account,
    assert_error,
    bearer,
    verified,
)
from tests.support.provider import Provider, answer_in
from tests.support.racing import at_once
from tests.two_fa.steps import guarded
from tests.user.steps import request_deletion

ME = API + "/users/me"


@pytest.fixture
def account(client: TestClient) -> Account:
    """Return an account to which the person at `acme` is linked."""
    account = verified(client)
    linked(client, account)
    return account


def events(db: Session) -> list[str]:
    """Return the kinds of all entries of the security log."""
    return list(db.exec(select(SecurityEvent.kind)).all())


def test_the_providers_are_listed_by_name(client: TestClient) -> None:
    items = client.get(f"{OIDC}/providers").json()["items"]

    assert items[0] == {"id": "acme", "name": "Acme"}
    assert [item["id"] for item in items] == ["acme", "globex", "gone"]


def test_the_authorization_request_has_pkce_state_and_nonce(
    client: TestClient, acme: Provider
) -> None:
    flow = begun(client)

    assert flow["authorization_url"].startswith(f"{acme.issuer}/authorize?")
    asked = answer_in(flow["authorization_url"])
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert asked["scope"] == "openid email profile"
    secrets = [asked[name] for name in ("state", "nonce", "code_challenge")]
    assert [len(each) for each in secrets] == [43, 43, 43]
    assert len({*secrets, flow["flow_token"]}) == 4


def test_a_linked_person_logs_in(client: TestClient, account: Account) -> None:
    reply = try_to_log_in(client)

    auth = reply.json()["auth"]
    assert (reply.status_code, reply.json()["new_identity"]) == (200, None)
    assert auth["user"]["email"] == account.email
    assert client.get(ME, headers=bearer(auth["access_token"])).status_code == 200
    assert listed(client, account)[0]["last_used_at"] is not None


def test_an_account_with_a_second_factor_has_a_pending_login(
    client: TestClient, time: Time
) -> None:
    on = guarded(client, time)
    linked(client, on.account)

    auth = try_to_log_in(client).json()["auth"]
    body = {"code": on.code(time), "trust_device": True}
    headers = bearer(auth["access_token"])
    done = client.post(f"{API}/two-fa/verify", json=body, headers=headers).json()
    again = try_to_log_in(client, device_token=done["device_token"]).json()["auth"]

    assert (auth["pending_2fa"], auth["user"]) == (True, None)
    assert done["pending_2fa"] is False
    # The device is trusted now, and a trusted device replaces no fresh proof.
    assert again["pending_2fa"] is False
    headers = bearer(again["access_token"])
    reply = client.get(f"{API}/users/export-link", headers=headers)
    assert_error(reply, 403, "reauthentication_required")


def test_a_login_is_as_fresh_as_one_with_a_password(
    client: TestClient, account: Account
) -> None:
    auth = try_to_log_in(client).json()["auth"]

    headers = bearer(auth["access_token"])
    assert client.get(f"{API}/users/export-link", headers=headers).status_code == 200


def test_an_unknown_person_gets_a_token_and_the_answer_depends_on_no_account(
    client: TestClient, acme: Provider
) -> None:
    unknown = newcomer(client)
    acme.person["email"] = verified(client).email
    taken = newcomer(client)

    differing = ("link_token", "expires_at", "email")
    same = [
        {k: v for k, v in n.items() if k not in differing} for n in (unknown, taken)
    ]
    assert same[0] == same[1]
    assert same[0] == {
        "provider_name": "Acme",
        "full_name": "Ada Lovelace",
        "can_sign_up": True,
    }
    assert "provider.example" not in unknown["link_token"]


def test_an_email_address_links_nobody(client: TestClient, acme: Provider) -> None:
    account = verified(client)
    acme.person["email"] = account.email

    reply = try_to_log_in(client)

    assert reply.json()["auth"] is None
    assert listed(client, account) == []


def test_a_flow_is_completed_once(client: TestClient, account: Account) -> None:
    flow = begun(client)
    bodies = [answered(flow) for _ in range(3)]

    replies = at_once(3, lambda number: try_to_complete(client, bodies[number]))

    assert sorted(reply.status_code for reply in replies) == [200, 400, 400]


def test_an_answer_that_is_sent_again_is_refused(
    client: TestClient, account: Account
) -> None:
    flow = begun(client)
    first = try_to_complete(client, answered(flow))

    # The provider gives another code for the same request.
    second = try_to_complete(client, answered(flow))

    assert first.status_code == 200
    assert_error(second, 400, "invalid_flow")


def test_a_failed_answer_is_logged_and_does_not_end_its_flow(
    client: TestClient, db: Session, account: Account
) -> None:
    flow = begun(client)

    wrong = try_to_complete(client, answered(flow, code="guessed"))
    right = try_to_complete(client, answered(flow))

    assert_error(wrong, 400, "provider_login_failed")
    assert "login_failed" in events(db)
    assert right.status_code == 200


def test_only_the_browser_that_began_a_flow_completes_it(
    client: TestClient, account: Account
) -> None:
    own, strangers = begun(client), begun(client)

    answer = answered(strangers) | {"flow_token": own["flow_token"]}

    assert_error(try_to_complete(client, answer), 400, "invalid_flow")


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "q1XvT2aB0cD3eF4gH5iJ6kL7mN8oP9qR0sT1uV2wX3y"},
        {"flow_token": "acme..x.1827187200.AAAA"},
        {"flow_token": "."},
    ],
    ids=["other state", "made up", "empty"],
)
def test_a_flow_that_is_not_ours_is_refused(
    client: TestClient, acme: Provider, changes: dict[str, str]
) -> None:
    body = answered(begun(client))
    acme.asked.clear()

    reply = try_to_complete(client, body | changes)

    assert_error(reply, 400, "invalid_flow")
    assert acme.asked == []


def test_a_flow_ends_after_ten_minutes(
    client: TestClient, time: Time, account: Account
) -> None:
    body = answered(begun(client))
    time.advance(seconds=flows.LIFETIME.total_seconds() + 1)

    assert_error(try_to_complete(client, body), 400, "invalid_flow")


def test_a_flow_is_for_one_purpose(client: TestClient, account: Account) -> None:
    body = answered(begun(client, path="/link/begin", account=account))

    as_login = try_to_complete(client, body)
    body = answered(begun(client))
    path = f"{OIDC}/link/complete"
    as_link = client.post(path, json=body, headers=account.headers)

    assert_error(as_login, 400, "invalid_flow")
    assert_error(as_link, 400, "invalid_flow")


def test_a_disabled_account_is_refused(
    client: TestClient, db: Session, account: Account
) -> None:
    user = db.exec(select(User).where(User.email == account.email)).one()
    user.is_active = False
    db.commit()

    assert_error(try_to_log_in(client), 400, "provider_login_failed")


def test_an_account_that_will_be_deleted_is_refused(
    client: TestClient, account: Account
) -> None:
    assert request_deletion(client, account).status_code < 300

    assert_error(try_to_log_in(client), 403, "deletion_pending")


def test_the_address_there_is_the_newest_one(
    client: TestClient, acme: Provider, account: Account
) -> None:
    acme.person["email"] = "ada.king@provider.example"
    try_to_log_in(client)
    acme.person["email"] = None
    try_to_log_in(client)

    assert listed(client, account)[0]["email"] == "ada.king@provider.example"
