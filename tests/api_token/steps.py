"""Steps of tests of API tokens."""

from dataclasses import replace
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response

from tests.support.accounts import API, Account, bearer

TOKENS = API + "/api-tokens"


def try_to_make(
    client: TestClient, account: Account, *scopes: str, **more: Any
) -> Response:
    """Ask for an API token with these scopes."""
    body = {"name": "Backup", "scopes": scopes, **more}
    return client.post(TOKENS, json=body, headers=account.headers)


def made(
    client: TestClient, account: Account, *scopes: str, **more: Any
) -> dict[str, Any]:
    """Make an API token and return the reply."""
    reply = try_to_make(client, account, *scopes, **more)
    assert reply.status_code == 201, reply.text
    body: dict[str, Any] = reply.json()
    return body


def program(client: TestClient, account: Account, *scopes: str, **more: Any) -> Account:
    """Return the account as a program has it, with an API token with these scopes."""
    text = made(client, account, *scopes, **more)["token"]
    return replace(account, headers=bearer(text))


def listed(client: TestClient, account: Account) -> list[dict[str, Any]]:
    """Return the API tokens of the account."""
    reply = client.get(TOKENS, headers=account.headers)
    assert reply.status_code == 200, reply.text
    items: list[dict[str, Any]] = reply.json()["items"]
    return items


def revoke(client: TestClient, account: Account, token_id: str) -> Response:
    """Revoke an API token."""
    return client.delete(f"{TOKENS}/{token_id}", headers=account.headers)


def read(client: TestClient, account: Account) -> Response:
    """List the documents of the account."""
    return client.get(API + "/documents", headers=account.headers)
