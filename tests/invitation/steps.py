"""Steps of tests of invitations."""

import re
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response

from tests.support.accounts import API, PASSWORD, Account, new_email, post
from tests.support.environment import mailbox

INVITATIONS = API + "/users/admin/invitations"


def try_to_invite(client: TestClient, admin: Account, **body: Any) -> Response:
    """Invite a person, by default one that no other test uses."""
    body = {"email": new_email()} | body
    return client.post(INVITATIONS, json=body, headers=admin.headers)


def invited(client: TestClient, admin: Account, **body: Any) -> dict[str, Any]:
    """Invite a person and return the invitation."""
    reply = try_to_invite(client, admin, **body)
    assert reply.status_code == 201, reply.text
    invitation: dict[str, Any] = reply.json()
    return invitation


def token_for(email: str, *, count: int = 1) -> str:
    """Return the token in the newest of so many e-mails to an address."""
    text = mailbox.wait_for(email, count=count)[0].text
    found = re.search(r"/invitation#([\w-]+)", text)
    assert found, text
    return found[1]


def resend(client: TestClient, admin: Account, invitation: dict[str, Any]) -> Response:
    """Send an invitation again."""
    path = f"{INVITATIONS}/{invitation['id']}/resend"
    return client.post(path, headers=admin.headers)


def withdraw(
    client: TestClient, admin: Account, invitation: dict[str, Any]
) -> Response:
    """Withdraw an invitation."""
    path = f"{INVITATIONS}/{invitation['id']}"
    return client.delete(path, headers=admin.headers)


def look_up(client: TestClient, token: str) -> Response:
    """Ask whom an invitation is for."""
    return post(client, "/users/invitations/lookup", token=token)


def accept(client: TestClient, token: str, **body: Any) -> Response:
    """Accept an invitation."""
    body = {"password": PASSWORD} | body
    return post(client, "/users/invitations/accept", token=token, **body)


def listed(client: TestClient, admin: Account, **query: str) -> list[dict[str, Any]]:
    """Return the invitations on the first page."""
    reply = client.get(INVITATIONS, params=query, headers=admin.headers)
    assert reply.status_code == 200, reply.text
    items: list[dict[str, Any]] = reply.json()["items"]
    return items
