"""Answers that a provider did not give to this browser, for this flow, are refused."""

import pytest
from fastapi.testclient import TestClient

from tests.fixtures import Time
from tests.oidc.steps import (
    answered,
    at_provider,
    begun,
    linked,
    listed,
    newcomer,
    try_to_complete,
    try_to_log_in,
)
from tests.support.accounts import assert_error, verified
from tests.support.provider import Provider, new_key


def test_a_code_works_once(client: TestClient) -> None:
    body = answered(begun(client))
    first = try_to_complete(client, body)

    second = try_to_complete(client, body)

    assert first.status_code == 200
    assert_error(second, 400, "provider_login_failed")


def test_a_code_of_another_browser_is_refused_by_pkce(client: TestClient) -> None:
    victims, own = begun(client), begun(client)

    body = answered(own) | {"code": at_provider(victims)["code"]}

    assert_error(try_to_complete(client, body), 400, "provider_login_failed")


@pytest.mark.parametrize("iss", [None, "https://evil.example", "globex"])
def test_an_answer_of_another_issuer_is_a_mix_up(
    client: TestClient, acme: Provider, globex: Provider, iss: str | None
) -> None:
    body = answered(begun(client)) | {"iss": globex.issuer if iss == "globex" else iss}
    acme.asked.clear()

    response = try_to_complete(client, body)

    assert_error(response, 400, "provider_login_failed")
    assert "/token" not in acme.asked + globex.asked


def test_a_provider_that_never_names_itself_needs_no_issuer(
    client: TestClient, acme: Provider
) -> None:
    acme.document = {"authorization_response_iss_parameter_supported": None}

    assert try_to_log_in(client, iss=None).status_code == 200


def test_changed_keys_are_fetched_once_a_minute(
    client: TestClient, time: Time, acme: Provider
) -> None:
    newcomer(client)
    acme.sign_with(new_key("key-2"))
    too_early = try_to_log_in(client)
    time.advance(seconds=61)

    later = try_to_log_in(client)
    acme.header = {"kid": "unknown"}
    acme.asked.clear()
    unknown = [try_to_log_in(client) for _ in range(3)]

    assert_error(too_early, 400, "provider_login_failed")
    assert later.status_code == 200
    assert {reply.status_code for reply in unknown} == {400}
    assert acme.asked.count("/keys") == 0


def test_the_address_comes_from_userinfo_if_the_id_token_has_none(
    client: TestClient, acme: Provider
) -> None:
    acme.userinfo = {**acme.person, "email": "ada@userinfo.example"}
    acme.claims = {"email": None, "email_verified": None, "name": None}

    found = newcomer(client)

    assert (found["email"], found["can_sign_up"]) == ("ada@userinfo.example", True)
    assert found["full_name"] == "Ada Lovelace"


def test_userinfo_about_another_person_is_ignored(
    client: TestClient, acme: Provider
) -> None:
    acme.userinfo = {**acme.person, "sub": "another"}
    acme.claims = {"email": None}

    found = newcomer(client)

    assert (found["email"], found["can_sign_up"]) == (None, False)


def test_a_name_that_no_profile_can_have_is_left_out(
    client: TestClient, acme: Provider
) -> None:
    acme.claims = {"name": "Ada\nLovelace"}

    assert newcomer(client)["full_name"] is None


def test_a_refused_answer_leaves_the_link_alone(
    client: TestClient, acme: Provider
) -> None:
    account = verified(client)
    linked(client, account)
    acme.claims = {"nonce": "wrong", "email": "eve@evil.example"}

    try_to_log_in(client)

    (identity,) = listed(client, account)
    assert (identity["last_used_at"], identity["email"]) == (
        None,
        "ada@provider.example",
    )
