"""ID tokens that prove nobody are refused, whatever is wrong in them."""

import hashlib
import hmac
import json
import time as system_time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.oidc.steps import (
    answered,
    at_provider,
    begun,
    mend,
    newcomer,
    try_to_complete,
    try_to_log_in,
)
from tests.support.accounts import assert_error
from tests.support.each import each
from tests.support.provider import CLIENT_ID, Provider, new_key, reply

NOW = int(system_time.time())
HOUR = 3600


def tokens(id_token: Any) -> Callable[[], Any]:
    """Return the reply of a token endpoint."""
    return lambda: reply(
        {"access_token": "a", "token_type": "Bearer", "id_token": id_token}
    )


@each(
    "claims",
    [
        {"nonce": "of another flow"},
        {"nonce": None},
        {"nonce": 7},
        {"iss": "https://evil.example"},
        {"iss": None},
        {"aud": "another client"},
        {"aud": None},
        {"aud": []},
        {"aud": [CLIENT_ID, "another client"]},
        {"azp": "another client"},
        {"aud": [CLIENT_ID, "another client"], "azp": "another client"},
        {"exp": NOW - HOUR},
        {"exp": None},
        {"exp": "tomorrow"},
        {"exp": True},
        {"exp": 10**40},
        {"iat": NOW - HOUR},
        {"iat": NOW + HOUR},
        {"iat": None},
        {"nbf": NOW + HOUR},
        {"sub": None},
        {"sub": ""},
        {"sub": "x" * 256},
        {"sub": "a\0b"},
        {"sub": 7},
        {"auth_time": "yesterday"},
        {"auth_time": -1},
    ],
)
def test_a_wrong_claim_is_refused(
    client: TestClient, acme: Provider, claims: dict[str, Any]
) -> None:
    mend()
    acme.claims = claims

    assert_error(try_to_log_in(client), 400, "provider_login_failed")


@each(
    "claims",
    [
        {"aud": [CLIENT_ID]},
        {"azp": CLIENT_ID},
        {"aud": [CLIENT_ID, "an api"], "azp": CLIENT_ID},
        {"sub": "x" * 255},
        {"sub": "Ünïcode ☂"},
        {"exp": NOW + HOUR + 0.5},
    ],
)
def test_an_unusual_claim_is_accepted(
    client: TestClient, acme: Provider, claims: dict[str, Any]
) -> None:
    mend()
    acme.claims = claims

    assert newcomer(client)["email"] == "ada@provider.example"


@each(
    "header", [{"kid": None}, {"typ": None}, {"x5t": "AAAA"}, {"unknown": "parameter"}]
)
def test_an_unusual_header_is_accepted(
    client: TestClient, acme: Provider, header: dict[str, Any]
) -> None:
    mend()
    acme.header = header

    assert newcomer(client)["email"] == "ada@provider.example"


@each("header", [{"typ": "at+jwt"}, {"typ": "logout+jwt"}, {"kid": "unknown"}])
def test_another_kind_of_token_or_key_is_refused(
    client: TestClient, acme: Provider, header: dict[str, Any]
) -> None:
    mend()
    acme.header = header

    assert_error(try_to_log_in(client), 400, "provider_login_failed")


def _unsigned(acme: Provider, asked: dict[str, str]) -> str:
    signed = acme.id_token(asked).split(".")
    header = urlsafe_b64encode(json.dumps({"alg": "none"}).encode()).decode()
    return f"{header.rstrip('=')}.{signed[1]}."


def _signed_by_a_stranger(acme: Provider, asked: dict[str, str]) -> str:
    own = acme.key
    acme.sign_with(new_key("key-1"))
    forged = acme.id_token(asked)
    acme.sign_with(own)
    return forged


def _with_the_public_key_as_secret(acme: Provider, asked: dict[str, str]) -> str:
    header = {"alg": "HS256", "kid": "key-1"}
    encoded = urlsafe_b64encode(json.dumps(header).encode()).decode().rstrip("=")
    signed = f"{encoded}.{acme.id_token(asked).split('.')[1]}"
    secret = acme.key.as_pem(private=False)
    mac = hmac.digest(secret, signed.encode(), hashlib.sha256)
    return f"{signed}.{urlsafe_b64encode(mac).decode().rstrip('=')}"


def _changed(acme: Provider, asked: dict[str, str]) -> str:
    header, payload, signature = acme.id_token(asked).split(".")
    other = jwt.decode(acme.id_token(asked), acme.key).claims | {"sub": "the boss"}
    payload = urlsafe_b64encode(json.dumps(other).encode()).decode().rstrip("=")
    return f"{header}.{payload}.{signature}"


@each(
    "forge",
    [_unsigned, _signed_by_a_stranger, _with_the_public_key_as_secret, _changed],
)
def test_a_forged_id_token_is_refused(
    client: TestClient,
    acme: Provider,
    forge: Callable[[Provider, dict[str, str]], str],
) -> None:
    mend()
    flow = begun(client)
    at_provider(flow)
    (asked,) = acme.requests
    acme.instead["/token"] = tokens(forge(acme, asked))

    response = try_to_complete(client, answered(flow))

    assert_error(response, 400, "provider_login_failed")


@each(
    "id_token",
    [
        None,
        "",
        "x",
        "a.b.c",
        "a.b.c.d.e",
        "e30.e30.",
        7,
        ["x"],
        "." * 1000,
        "x" * 200_000,
    ],
)
def test_what_is_no_id_token_is_refused(
    client: TestClient, acme: Provider, id_token: Any
) -> None:
    mend()
    acme.instead["/token"] = tokens(id_token)

    assert_error(try_to_log_in(client), 400, "provider_login_failed")


def test_an_id_token_of_another_flow_is_refused(
    client: TestClient, acme: Provider
) -> None:
    other = begun(client)
    at_provider(other)
    acme.instead["/token"] = tokens(acme.id_token(acme.requests[0]))

    assert_error(try_to_log_in(client), 400, "provider_login_failed")


@pytest.mark.parametrize("algorithm", ["RS256", "PS256"])
def test_rsa_keys_are_understood(
    client: TestClient, acme: Provider, algorithm: str
) -> None:
    acme.sign_with(new_key("rsa", "RSA"))
    acme.algorithm = algorithm

    assert newcomer(client)["email"] == "ada@provider.example"


@each(
    "keys",
    [
        [],
        [None, 7, "x", {}, {"kty": "EC"}],
        [{"kty": "EC", "kid": "key-1", "crv": "P-256", "x": "AA", "y": "AA"}],
        [{"kty": "EC", "kid": "key-1", "crv": "P-1", "x": "AA", "y": "AA"}],
        [{"kty": "EC", "kid": "key-1", "crv": 7, "x": [], "y": None}],
        [{"kty": "oct", "kid": "key-1", "k": "AAAA"}],
        [{"kty": "EC", "kid": "key-1"}] * 2,
        [{"kty": "RSA", "kid": "key-1", "n": "AQAB", "e": "AQAB"}],
    ],
)
def test_keys_that_are_none_prove_nobody(
    client: TestClient, acme: Provider, keys: list[Any]
) -> None:
    mend()
    acme.published = keys

    assert_error(try_to_log_in(client), 400, "provider_login_failed")


@pytest.mark.filterwarnings("ignore:Key size")
def test_a_short_rsa_key_signs_nothing(client: TestClient, acme: Provider) -> None:
    acme.sign_with(RSAKey.generate_key(1024, {"kid": "short"}))
    acme.algorithm = "RS256"

    assert_error(try_to_log_in(client), 400, "provider_login_failed")


def test_keys_without_an_id_must_be_one(client: TestClient, acme: Provider) -> None:
    public = acme.key.as_dict(private=False)
    acme.header = {"kid": None}
    acme.published = [public, new_key("other").as_dict(private=False)]

    assert_error(try_to_log_in(client), 400, "provider_login_failed")
