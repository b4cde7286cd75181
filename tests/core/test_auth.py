"""Access tokens that must be rejected (RFC 8725)."""

import base64
import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import jwt
import pytest
from fastapi.testclient import TestClient

from backend.core import auth, clock
from backend.core.exceptions import InvalidToken, SecondFactorRequired
from tests.fixtures import Time
from tests.support.accounts import assert_error, bearer, verified
from tests.support.environment import SECRET

ME = "/api/v1/users/me"


def claims_of(headers: dict[str, str]) -> dict[str, Any]:
    """Return the claims of a valid token."""
    token = headers["Authorization"].removeprefix("Bearer ")
    claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    return claims


def unsigned(claims: dict[str, Any]) -> str:
    """Return a token with the algorithm "none"."""
    parts = [{"alg": "none", "typ": "JWT"}, claims]
    encoded = [base64.urlsafe_b64encode(json.dumps(p).encode()) for p in parts]
    return ".".join(part.decode().rstrip("=") for part in encoded) + "."


def test_a_token_names_user_session_type_and_audience(client: TestClient) -> None:
    account = verified(client)

    claims = claims_of(account.headers)

    assert set(claims) == {"sub", "sid", "type", "iat", "exp", "iss", "aud"}
    assert claims["sub"] == account.user["id"]
    assert claims["type"] == "access"


@pytest.mark.parametrize("claim", ["sub", "sid", "type", "iat", "exp", "iss", "aud"])
def test_a_token_without_one_of_its_claims_is_refused(
    client: TestClient, claim: str
) -> None:
    claims = claims_of(verified(client).headers)
    del claims[claim]

    reply = client.get(ME, headers=bearer(jwt.encode(claims, SECRET, "HS256")))

    assert_error(reply, 401, "invalid_token")


@pytest.mark.parametrize(
    "change",
    [
        {"type": "refresh"},
        {"type": None},
        {"iss": "https://elsewhere.example.com"},
        {"aud": "https://elsewhere.example.com"},
        {"exp": 1_000_000_000},
        {"exp": "soon"},
        {"sub": "not-a-uuid"},
        {"sub": 7},
        {"sid": str(uuid4())},
        {"sid": ["a", "b"]},
        {"sub": str(uuid4())},
    ],
)
def test_a_token_with_one_wrong_claim_is_refused(
    client: TestClient, change: dict[str, Any]
) -> None:
    claims = claims_of(verified(client).headers) | change

    reply = client.get(ME, headers=bearer(jwt.encode(claims, SECRET, "HS256")))

    assert_error(reply, 401, "invalid_token")


def test_only_our_key_and_algorithm_are_accepted(client: TestClient) -> None:
    claims = claims_of(verified(client).headers)
    claims["exp"] = clock.now() + timedelta(hours=1)
    right = jwt.encode(claims, SECRET, "HS256")
    assert client.get(ME, headers=bearer(right)).status_code == 200
    claims["exp"] = claims["exp"].timestamp()
    forged = [
        jwt.encode(claims, "another-key-of-more-than-32-bytes!!", "HS256"),
        jwt.encode(claims, SECRET * 2, "HS512"),
        unsigned(claims),
        right[:-2],
        right + "x",
    ]

    for token in forged:
        assert_error(client.get(ME, headers=bearer(token)), 401, "invalid_token")


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic YTpi", "Bearer a b", "bearer \u00e9.x.y"]
)
def test_a_malformed_authorization_header_is_refused(
    client: TestClient, header: str
) -> None:
    headers = {"Authorization": header.encode("latin-1")}

    reply = client.get(ME, headers=headers)  # type: ignore[arg-type]

    assert_error(reply, 401, "invalid_token")
    assert reply.headers["WWW-Authenticate"] == "Bearer"


def test_a_users_own_session_does_not_serve_another_user(client: TestClient) -> None:
    first, second = verified(client), verified(client)
    mixed = claims_of(first.headers) | {"sid": claims_of(second.headers)["sid"]}

    reply = client.get(ME, headers=bearer(jwt.encode(mixed, SECRET, "HS256")))

    assert_error(reply, 401, "invalid_token")


def token_of(type_: auth.Type = "access") -> str:
    """Return a new valid token for nobody."""
    named = auth.AccessToken(uuid4(), uuid4())
    return auth.encode(
        named, expires_at=clock.now() + timedelta(minutes=5), type_=type_
    )


def test_a_token_is_checked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    token = token_of()
    first = auth.decode(token)
    monkeypatch.setattr(auth, "_claims", None)  # a call of it would be a TypeError

    assert auth.decode(token) == first


def test_a_token_that_was_checked_expires(time: Time) -> None:
    token = token_of()
    auth.decode(token)

    time.advance(minutes=6)

    with pytest.raises(InvalidToken):
        auth.decode(token)


def test_a_token_that_was_checked_keeps_its_type() -> None:
    token = token_of("pending_2fa")
    auth.decode(token, type_="pending_2fa")

    with pytest.raises(SecondFactorRequired):
        auth.decode(token)


def test_a_changed_token_is_checked_again() -> None:
    token = token_of()
    auth.decode(token)
    claims, signature = token.rsplit(".", 1)

    for changed in (f"{claims}.{signature[::-1]}", f"{claims}.", f"{token}x"):
        for _ in range(2):
            with pytest.raises(InvalidToken):
                auth.decode(changed)


def test_the_checked_tokens_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auth, "_MAX_CHECKED", 3)
    auth._checked.clear()

    for _ in range(10):
        auth.decode(token_of())

    assert 1 <= len(auth._checked) <= 3


def test_a_token_with_half_a_character_is_refused() -> None:
    with pytest.raises(InvalidToken):
        auth.decode("\ud800")
