"""Limits: the callers that they count, their replies, and the loss of Redis."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from pydantic import SecretStr
from redis import Redis

from backend.core import rate_limit
from backend.core.config import settings
from main import app
from tests.support import environment
from tests.support.accounts import (
    API,
    PASSWORD,
    assert_error,
    log_in,
    new_email,
    post,
    sign_up,
    verified,
)

AUTH_ROUTES = {
    "/users/signup": {"email": "a@example.com", "password": PASSWORD},
    "/users/verify-signup": {"signup_token": "none", "code": "123456"},
    "/users/resend-code": {"signup_token": "none"},
    "/users/login": {"email": "a@example.com", "password": PASSWORD},
}


def resend(client: TestClient, address: str) -> int:
    """Spend one of the twenty calls an hour of an address."""
    headers = {"X-Forwarded-For": address}
    reply = client.post(
        API + "/users/resend-code", json={"signup_token": "none"}, headers=headers
    )
    return reply.status_code


def test_an_address_over_its_limit_is_told_when_to_retry(
    client: TestClient,
) -> None:
    for _ in range(20):
        assert resend(client, "192.0.2.1") == 202

    headers = {"X-Forwarded-For": "192.0.2.1"}
    body = {"signup_token": "none"}
    reply = client.post(API + "/users/resend-code", json=body, headers=headers)

    assert_error(reply, 429, "rate_limited")
    assert 3500 < int(reply.headers["Retry-After"]) <= 3600


def test_each_address_has_a_limit_of_its_own(client: TestClient) -> None:
    for _ in range(20):
        resend(client, "192.0.2.1")

    assert resend(client, "192.0.2.1") == 429
    assert resend(client, "192.0.2.2") == 202


def test_forwarded_entries_that_a_client_wrote_are_ignored(
    client: TestClient,
) -> None:
    for number in range(20):
        assert resend(client, f"198.51.100.{number}, 192.0.2.1") == 202

    assert resend(client, "203.0.113.7, 192.0.2.1") == 429


def test_an_ipv6_site_is_one_caller(client: TestClient) -> None:
    for number in range(20):
        assert resend(client, f"2001:db8:1:2::{number:x}") == 202

    assert resend(client, "2001:db8:1:2:ffff::1") == 429
    assert resend(client, "2001:db8:1:3::1") == 202


def test_an_account_has_five_failed_logins_in_five_minutes_from_anywhere(
    client: TestClient,
) -> None:
    known, unknown = verified(client).email, new_email()

    for email in (known, unknown):
        statuses = [
            client.post(
                API + "/users/login",
                json={"email": email.upper(), "password": "wrong-one"},
                headers={"X-Forwarded-For": f"192.0.2.{number}"},
            ).status_code
            for number in range(7)
        ]
        assert statuses == [400] * 5 + [429] * 2


def test_a_successful_login_resets_the_tries_of_the_account(client: TestClient) -> None:
    account = verified(client)

    for number in range(6):
        headers = {"X-Forwarded-For": f"192.0.2.{number}"}
        for secret in ("wrong-one", PASSWORD):
            reply = client.post(
                API + "/users/login",
                json={"email": account.email, "password": secret},
                headers=headers,
            )
        assert reply.status_code == 200


def test_a_request_refused_before_the_check_changes_no_tries(
    client: TestClient,
) -> None:
    account = verified(client)

    def change(new_password: str) -> Response:
        body = {"current_password": "not-this-one", "new_password": new_password}
        return client.post(
            API + "/users/change-password", json=body, headers=account.headers
        )

    for _ in range(5):
        assert_error(change("short"), 422, "invalid_input")
        assert_error(change("long-enough-orchard"), 400, "wrong_password")
    assert_error(change("short"), 429, "rate_limited")


def test_a_successful_login_does_not_reset_the_limit_of_the_address(
    client: TestClient,
) -> None:
    account = verified(client)
    for _ in range(10):
        log_in(client, account.email)

    reply = post(client, "/users/login", email=account.email, password=PASSWORD)

    assert_error(reply, 429, "rate_limited")


def test_a_user_is_one_caller_from_any_address(client: TestClient) -> None:
    account, other = verified(client), verified(client)

    def call(headers: dict[str, str], address: str) -> int:
        return client.post(
            API + "/users/verify-email",
            json={"code": "123456"},
            headers=headers | {"X-Forwarded-For": address},
        ).status_code

    for number in range(20):
        assert call(account.headers, f"192.0.2.{number}") == 400
    assert call(account.headers, "192.0.2.99") == 429
    assert call(other.headers, "192.0.2.99") == 400


def test_a_token_gives_no_second_budget_on_public_routes(client: TestClient) -> None:
    account = verified(client)
    for _ in range(20):
        resend(client, "192.0.2.1")

    reply = client.post(
        API + "/users/resend-code",
        json={"signup_token": "none"},
        headers=account.headers | {"X-Forwarded-For": "192.0.2.1"},
    )

    assert_error(reply, 429, "rate_limited")


def test_a_flushed_script_cache_is_reloaded(client: TestClient) -> None:
    redis = Redis.from_url(environment.valkey.url)
    redis.script_flush()
    redis.close()

    assert resend(client, "192.0.2.1") == 202


@contextmanager
def redis_at(url: str) -> Iterator[None]:
    """Connect the running app to another Redis."""
    real = app.state.redis
    changed = settings.model_copy(update={"REDIS_URL": SecretStr(url)})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rate_limit, "settings", changed)
        app.state.redis = rate_limit.new_client()
    try:
        yield
    finally:
        app.state.redis = real


@pytest.fixture
def hung_server() -> Iterator[int]:
    """Yield a port that accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0), backlog=100) as server:
        kept: list[socket.socket] = []
        done = threading.Event()
        server.settimeout(0.05)

        def accept() -> None:
            while not done.is_set():
                try:
                    kept.append(server.accept()[0])
                except TimeoutError:
                    continue

        thread = threading.Thread(target=accept)
        thread.start()
        yield server.getsockname()[1]
        done.set()
        thread.join()
        for connection in kept:
            connection.close()


@pytest.mark.parametrize("path", AUTH_ROUTES)
def test_without_redis_these_routes_refuse_and_never_run_unlimited(
    client: TestClient, path: str
) -> None:
    with redis_at("redis://127.0.0.1:1/0"):
        reply = client.post(API + path, json=AUTH_ROUTES[path])

    assert_error(reply, 503, "service_unavailable")
    assert int(reply.headers["Retry-After"]) >= 1


def test_a_hung_redis_is_an_error_within_two_seconds(
    client: TestClient, hung_server: int
) -> None:
    started = monotonic()
    with redis_at(f"redis://127.0.0.1:{hung_server}/0"):
        reply = post(client, "/users/login", email="a@example.com", password=PASSWORD)

    assert_error(reply, 503, "service_unavailable")
    assert monotonic() - started < 2


def test_reading_works_without_redis(client: TestClient) -> None:
    account = verified(client)

    with redis_at("redis://127.0.0.1:1/0"):
        reply = client.get(API + "/users/me", headers=account.headers)
        ready = client.get(API + "/health/ready")

    assert reply.status_code == 200
    assert ready.status_code == 200
    assert ready.json()["status"] == "degraded"
    assert "Redis" in ready.json()["problems"][0]


def test_no_email_address_is_stored_in_redis(client: TestClient) -> None:
    email = sign_up(client)
    log_in(client, email)
    post(client, "/users/login", email=email, password="wrong-one")

    redis = Redis.from_url(environment.valkey.url)
    keys = str(redis.keys())
    redis.close()

    assert "login" in keys
    assert email not in keys
