"""Steps of tests of passkeys."""

from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response

from tests.passkey.authenticator import Authenticator
from tests.support.accounts import API, Account

PASSKEYS = API + "/passkeys"


def options_to_add(client: TestClient, account: Account) -> dict[str, Any]:
    """Return the options with which this login session makes a passkey."""
    reply = client.get(f"{PASSKEYS}/options", headers=account.headers)
    assert reply.status_code == 200, reply.text
    options: dict[str, Any] = reply.json()["options"]
    return options


def try_to_add(
    client: TestClient,
    account: Account,
    authenticator: Authenticator,
    options: dict[str, Any] | None = None,
) -> Response:
    """Make a passkey and add it."""
    options = options or options_to_add(client, account)
    body = {"name": "Ada's phone", "credential": authenticator.create(options)}
    return client.post(PASSKEYS, json=body, headers=account.headers)


def added(client: TestClient, account: Account, **fields: Any) -> Authenticator:
    """Return an authenticator whose passkey was added to the account."""
    authenticator = Authenticator(**fields)
    reply = try_to_add(client, account, authenticator)
    assert reply.status_code == 201, reply.text
    return authenticator


def listed(client: TestClient, account: Account) -> list[dict[str, Any]]:
    """Return the passkeys of the account."""
    reply = client.get(PASSKEYS, headers=account.headers)
    items: list[dict[str, Any]] = reply.json()["items"]
    return items


def options_to_log_in(client: TestClient) -> dict[str, Any]:
    """Return the options that any passkey can answer."""
    options: dict[str, Any] = client.get(f"{PASSKEYS}/login/options").json()["options"]
    return options


def log_in_with(
    client: TestClient,
    authenticator: Authenticator,
    options: dict[str, Any] | None = None,
) -> Response:
    """Answer a challenge of the login."""
    answer = authenticator.get(options or options_to_log_in(client))
    return client.post(f"{PASSKEYS}/login", json={"credential": answer})


def factor_options(client: TestClient, pending: dict[str, str]) -> Response:
    """Ask for options to answer a pending login."""
    return client.get(f"{PASSKEYS}/factor/options", headers=pending)


def answer_factor(
    client: TestClient,
    pending: dict[str, str],
    authenticator: Authenticator,
    options: dict[str, Any] | None = None,
    **more: Any,
) -> Response:
    """Answer the challenge of a pending login."""
    options = options or factor_options(client, pending).json()["options"]
    body = {"credential": authenticator.get(options), **more}
    return client.post(f"{PASSKEYS}/factor", json=body, headers=pending)
