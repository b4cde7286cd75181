"""RateLimit and RateLimit-Policy, and how they agree with Retry-After."""

import re
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from backend.core.config import settings
from backend.core.default_limit import default_limit
from tests.fixtures import Time
from tests.support.accounts import API, PASSWORD, new_email, verified
from tests.support.operations import OPERATIONS

MINUTE = f'"default";q={settings.DEFAULT_LIMIT_PER_MINUTE};w=60'
_STATE = re.compile(r'"([a-z0-9-]+)";r=(\d+);t=(\d+)')


def states(reply: Response) -> dict[str, tuple[int, int]]:
    """Return the calls left and the seconds until reset, by limit."""
    items = _STATE.findall(reply.headers.get("RateLimit", ""))
    return {name: (int(left), int(reset)) for name, left, reset in items}


def test_every_call_with_a_token_tells_what_is_left_of_the_minute(
    client: TestClient, time: Time
) -> None:
    headers = verified(client).headers
    time.travel_to(time.read().replace(second=20, microsecond=0))
    first, second = (client.get(f"{API}/users/me", headers=headers) for _ in range(2))

    assert first.headers["RateLimit-Policy"] == MINUTE
    [(left, reset)] = states(first).values()
    assert 35 <= reset <= 41
    assert left < settings.DEFAULT_LIMIT_PER_MINUTE
    assert states(second)["default"][0] == left - 1


def test_an_operation_tells_all_of_its_limits(client: TestClient) -> None:
    headers = verified(client).headers
    url = f"{API}/documents/upload"

    replies = [client.post(url, headers=headers) for _ in range(3)]

    policies = replies[0].headers["RateLimit-Policy"].split(", ")
    assert sorted(policies) == [MINUTE, '"user-60";q=120;w=60']
    assert [states(reply)["user-60"][0] for reply in replies] == [119, 118, 117]
    assert all(1 <= reset <= 60 for _, reset in states(replies[0]).values())


def test_a_refused_call_has_nothing_left_until_it_may_be_retried(
    client: TestClient,
) -> None:
    body = {"signup_token": "none"}
    url = f"{API}/users/resend-code"
    replies = [client.post(url, json=body) for _ in range(21)]

    left = [states(reply)["network-address-3600"][0] for reply in replies]
    assert left == [*range(19, -1, -1), 0]
    assert replies[-1].status_code == 429
    _, reset = states(replies[-1])["network-address-3600"]
    assert replies[-1].headers["Retry-After"] == str(reset)


def test_the_default_limit_agrees_with_retry_after(
    client: TestClient, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(default_limit, "_calls", 2)
    monkeypatch.setattr(default_limit, "_batch", 1)
    headers = verified(client).headers
    time.travel_to(time.read().replace(second=1) + timedelta(minutes=1))
    for _ in range(3):
        reply = client.get(f"{API}/users/me", headers=headers)

    assert reply.status_code == 429
    left, reset = states(reply)["default"]
    assert (left, str(reset)) == (0, reply.headers["Retry-After"])


def test_what_strangers_used_of_an_address_is_not_told(client: TestClient) -> None:
    body = {"email": new_email(), "password": PASSWORD}

    reply = client.post(f"{API}/users/login", json=body)

    policies = reply.headers["RateLimit-Policy"]
    assert '"failures-known-device-or-e-mail-address-300";q=5;w=300' in policies
    assert {name.rpartition("-")[0] for name in states(reply)} <= {"network-address"}


def test_an_operation_without_a_limit_has_no_header(client: TestClient) -> None:
    reply = client.get(f"{API}/health/live")

    assert not {"ratelimit", "ratelimit-policy"} & set(reply.headers)


def test_the_specification_declares_both_headers_where_there_is_a_limit() -> None:
    declared = {"RateLimit", "RateLimit-Policy"}
    for operation in OPERATIONS:
        for status, response in operation.responses.items():
            limited = 429 in operation.responses and (status < 300 or status == 429)
            found = set(response.get("headers", {})) & declared
            assert found == (declared if limited else set()), (operation, status)


def test_the_limits_of_an_operation_have_different_names() -> None:
    from tests.contract.test_promises import LIMITS

    for name, limits in LIMITS.items():
        names = [limit._name for limit in limits]
        assert len(set(names)) == len(names), name
