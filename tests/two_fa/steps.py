"""Steps of tests of the second factor."""

from dataclasses import dataclass
from typing import Any

import pyotp
from fastapi.testclient import TestClient
from httpx2 import Response
from redis import Redis

from tests.fixtures import Time
from tests.support import environment
from tests.support.accounts import (
    API,
    PASSWORD,
    Account,
    bearer,
    log_in,
    post,
    verified,
)

STEP_SECONDS = 30


@dataclass(frozen=True)
class Guarded:
    """A verified account with its second factor on."""

    account: Account
    secret: str
    recovery_codes: list[str]

    def code(self, time: Time, *, steps: int = 0) -> str:
        """Return the app's code, this many time steps from now."""
        return code_of(self.secret, time, steps=steps)


def code_of(secret: str, time: Time, *, steps: int = 0) -> str:
    """Return the code that an app shows for this secret."""
    at = int(time.read().timestamp()) + steps * STEP_SECONDS
    return pyotp.TOTP(secret).at(at)


def wrong_code(guarded: Guarded, time: Time) -> str:
    """Return six digits that are no valid code around now."""
    near = {guarded.code(time, steps=steps) for steps in range(-3, 4)}
    return next(c for c in ("000000", "111111", "222222") if c not in near)


def call(client: TestClient, account: Account, path: str, **body: Any) -> Response:
    """POST to a route of the second factor as this account."""
    return client.post(f"{API}/two-fa{path}", json=body, headers=account.headers)


def set_up(client: TestClient, account: Account) -> dict[str, str]:
    """Set up the second factor and return the values that are shown once."""
    reply = call(client, account, "/setup", password=PASSWORD)
    assert reply.status_code == 200, reply.text
    body: dict[str, str] = reply.json()
    return body


def guarded(client: TestClient, time: Time, **more: Any) -> Guarded:
    """Return a new account with its second factor on, a time step after its set-up."""
    account = verified(client, **more)
    secret = set_up(client, account)["secret"]
    reply = call(client, account, "/enable", code=code_of(secret, time))
    assert reply.status_code == 200, reply.text
    time.advance(seconds=2 * STEP_SECONDS)
    return Guarded(account, secret, reply.json()["recovery_codes"])


def pending(client: TestClient, guarded: Guarded) -> dict[str, str]:
    """Log in with the password and return the headers of the pending login."""
    reply = log_in(client, guarded.account.email)
    assert reply["pending_2fa"] is True
    return bearer(reply["access_token"])


def pending_from(client: TestClient, guarded: Guarded, number: int) -> dict[str, str]:
    """Log in like `pending`, but from another address: logins per address are limited."""
    forwarded = {"X-Forwarded-For": f"192.0.2.{number}"}
    reply = client.post(
        f"{API}/users/login",
        json={"email": guarded.account.email, "password": PASSWORD},
        headers=forwarded,
    )
    return bearer(reply.json()["access_token"]) | forwarded


def verify(
    client: TestClient, headers: dict[str, str], code: str, **more: Any
) -> Response:
    """Send the second factor for a pending login, from another network address."""
    return client.post(
        f"{API}/two-fa/verify", json={"code": code, **more}, headers=headers
    )


def status(client: TestClient, account: Account) -> dict[str, Any]:
    """Return the status of the account's second factor."""
    reply = client.get(f"{API}/two-fa/status", headers=account.headers)
    assert reply.status_code == 200, reply.text
    body: dict[str, Any] = reply.json()
    return body


def try_to_log_in(client: TestClient, email: str) -> Response:
    """Log in with the right password."""
    return post(client, "/users/login", email=email, password=PASSWORD)


def clear_limits() -> None:
    """Reset the limits in Redis; those of the second factor are in the database."""
    redis = Redis.from_url(environment.valkey.url)
    redis.flushdb()
    redis.close()
