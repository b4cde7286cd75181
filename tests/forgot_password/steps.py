"""Steps to a new password."""

from fastapi.testclient import TestClient
from httpx2 import Response

from tests.accounts import API, Account, code_for, post

NEW = "a-quiet-orchard-at-dusk"


def ask(client: TestClient, email: str) -> Response:
    """Ask for a code."""
    return post(client, "/forgot-password/request", email=email)


def code_of(account: Account, *, number: int = 2) -> str:
    """Return the code in the account's newest mail, its nth."""
    return code_for(account.email, number=number)


def verify(
    client: TestClient, email: str, code: str, *, caller: str = "192.0.2.250"
) -> Response:
    """Exchange a code for a ticket."""
    return client.post(
        f"{API}/forgot-password/verify",
        json={"email": email, "code": code},
        headers={"X-Forwarded-For": caller},
    )


def ticket(client: TestClient, account: Account, *, number: int = 2) -> str:
    """Ask for a code, read it in the nth mail, and return the ticket for it."""
    assert ask(client, account.email).status_code == 202
    reply = verify(client, account.email, code_of(account, number=number))
    assert reply.status_code == 200, reply.text
    token: str = reply.json()["reset_token"]
    return token


def reset(client: TestClient, token: str, password: str = NEW) -> Response:
    """Set a new password with a ticket."""
    body = {"reset_token": token, "new_password": password}
    return post(client, "/forgot-password/reset", **body)
