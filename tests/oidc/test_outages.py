"""A provider that is down, slow or talks nonsense costs a 503 and nobody else's time."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from fastapi.testclient import TestClient

from backend.core import json_client
from backend.core.json_client import MAX_BYTES
from backend.core.threads import slots
from tests.fixtures import Time
from tests.oidc.steps import OIDC, answered, begun, mend, newcomer, try_to_complete
from tests.support.accounts import API, assert_error, verified
from tests.support.each import each
from tests.support.operations import new_caller
from tests.support.provider import Provider, reply, slowly
from tests.support.racing import at_once

DEEP = b"[" * 100_000 + b"]" * 100_000


def try_to_begin(client: TestClient, provider: str = "acme") -> Any:
    """Begin a login."""
    body = {"provider": provider}
    return client.post(f"{OIDC}/begin", json=body, headers=new_caller())


NONSENSE: dict[str, Callable[[], Any]] = {
    "500": lambda: reply({}, 500),
    "429": lambda: reply({}, 429),
    "redirect": lambda: (302, "application/json", b"http://127.0.0.1:1/"),
    "HTML": lambda: (200, "text/html", b"<p>Hello</p>"),
    "no JSON": lambda: (200, "application/json", b"{"),
    "a list": lambda: reply([]),
    "deep": lambda: (200, "application/json", DEEP),
    "not UTF-8": lambda: (200, "application/json", b'{"\xff": 1}'),
    "huge": lambda: reply({"x": "y" * MAX_BYTES}),
}


PATHS = ("/.well-known/openid-configuration", "/keys", "/token")


@each("case", product(PATHS, NONSENSE))
def test_nonsense_is_a_503(
    client: TestClient, acme: Provider, case: tuple[str, str]
) -> None:
    mend()
    path, name = case
    if path == PATHS[0]:
        acme.instead[path] = NONSENSE[name]
        response = try_to_begin(client)
    else:
        body = answered(begun(client))
        acme.instead[path] = NONSENSE[name]
        response = try_to_complete(client, body)

    assert_error(response, 503, "provider_unavailable")
    assert response.headers["retry-after"] == "5"


@each(
    "document",
    [
        {"issuer": "https://evil.example"},
        {"issuer": None},
        {"token_endpoint": None},
        {"token_endpoint": "http://169.254.169.254/latest"},
        {"token_endpoint": "file:///etc/passwd"},
        {"token_endpoint": "https://user:secret@acme.example/token"},
        {"token_endpoint": "https://acme.example:99999/token"},
        {"token_endpoint": ["https://acme.example/token"]},
        {"jwks_uri": "//acme.example/keys"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": "https://acme.example/\n"},
        {"response_types_supported": ["id_token"]},
        {"response_types_supported": "code"},
        {"code_challenge_methods_supported": ["plain"]},
        {"token_endpoint_auth_methods_supported": ["private_key_jwt"]},
        {"userinfo_endpoint": "http://acme.example/userinfo"},
    ],
)
def test_a_discovery_document_that_cannot_be_used_is_a_503(
    client: TestClient, acme: Provider, document: dict[str, Any]
) -> None:
    mend()
    acme.document = document

    assert_error(try_to_begin(client), 503, "provider_unavailable")


def test_a_provider_that_refuses_connections_is_a_503(client: TestClient) -> None:
    assert_error(try_to_begin(client, "gone"), 503, "provider_unavailable")


def test_an_encoded_reply_is_not_unpacked(client: TestClient, acme: Provider) -> None:
    acme.encoding = "gzip"

    assert_error(try_to_begin(client), 503, "provider_unavailable")


def test_an_unknown_provider_is_a_404(client: TestClient) -> None:
    assert_error(try_to_begin(client, "unknown"), 404, "provider_not_found")


def test_the_secret_is_sent_in_the_form_if_the_provider_wants_that(
    client: TestClient, acme: Provider
) -> None:
    acme.document = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}

    assert newcomer(client)["provider_name"] == "Acme"


def test_discovery_and_keys_are_kept_for_an_hour(
    client: TestClient, time: Time, acme: Provider
) -> None:
    for _ in range(3):
        newcomer(client)
    once = [
        acme.asked.count(path)
        for path in ("/.well-known/openid-configuration", "/keys")
    ]
    time.advance(minutes=61)
    newcomer(client)

    assert once == [1, 1]
    assert acme.asked.count("/.well-known/openid-configuration") == 2
    assert acme.asked.count("/keys") == 2


def test_after_a_failure_it_is_not_asked_for_five_seconds(
    client: TestClient, time: Time, acme: Provider
) -> None:
    acme.instead["/.well-known/openid-configuration"] = NONSENSE["500"]
    failed = try_to_begin(client)
    del acme.instead["/.well-known/openid-configuration"]
    asked = len(acme.asked)

    at_once_again = try_to_begin(client)
    asked_again = len(acme.asked)
    time.advance(seconds=6)
    later = try_to_begin(client)

    assert [r.status_code for r in (failed, at_once_again, later)] == [503, 503, 200]
    assert asked_again == asked


def test_no_cookie_of_a_provider_comes_back(client: TestClient, acme: Provider) -> None:
    for _ in range(2):
        newcomer(client)

    assert "with a cookie" not in acme.asked


def test_a_failing_token_endpoint_stops_no_other_login(
    client: TestClient, acme: Provider
) -> None:
    bodies = [answered(begun(client)) for _ in range(2)]
    acme.instead["/token"] = NONSENSE["500"]
    failed = try_to_complete(client, bodies[0])
    del acme.instead["/token"]

    assert_error(failed, 503, "provider_unavailable")
    assert try_to_complete(client, bodies[1]).status_code == 200


def test_a_wrong_client_secret_is_the_operators_fault(
    client: TestClient, acme: Provider
) -> None:
    body = answered(begun(client))
    acme.instead["/token"] = lambda: reply({"error": "invalid_client"}, 401)

    assert_error(try_to_complete(client, body), 503, "provider_unavailable")


def test_a_slow_provider_holds_no_slot(
    client: TestClient, acme: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_client, "SECONDS", 1.0)
    account = verified(client)
    bodies = [answered(begun(client)) for _ in range(slots().total + 2)]
    acme.instead["/token"] = slowly(2.0, reply({}))
    busiest = []

    def ask(number: int) -> int:
        if number < len(bodies):
            return try_to_complete(client, bodies[number]).status_code
        reply = client.get(f"{API}/users/me", headers=account.headers)
        busiest.append(slots().in_use)
        return reply.status_code

    statuses = at_once(len(bodies) + 4, ask)

    assert statuses.count(503) == len(bodies)
    assert statuses.count(200) == 4
    assert max(busiest) < slots().total


def test_a_provider_has_sixteen_calls_at_once(
    client: TestClient, acme: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("backend.modules.oidc.providers._AT_ONCE", 2)
    bodies = [answered(begun(client)) for _ in range(6)]
    acme.instead["/token"] = slowly(0.5, reply({"error": "invalid_grant"}, 400))

    replies = at_once(6, lambda number: try_to_complete(client, bodies[number]))

    statuses = sorted(reply.status_code for reply in replies)
    assert statuses == [400, 400, 503, 503, 503, 503]


def test_the_provider_is_asked_for_nobody_who_may_not(
    client: TestClient, acme: Provider
) -> None:
    account = verified(client)
    client.post(f"{API}/users/logout", headers=account.headers)

    reply = client.post(
        f"{OIDC}/link/begin", json={"provider": "acme"}, headers=account.headers
    )

    assert_error(reply, 401, "invalid_token")
    assert acme.asked == []
