"""Steps that set a new password with an e-mailed code."""

from fastapi.testclient import TestClient
from httpx2 import Response

from tests.support.accounts import API, Account, code_for, post

NEW = "a-quiet-orchard-at-dusk"


# The default caller: without a token, a code belongs to the caller that requested it.
OWNER = "192.0.2.250"


def ask(client: TestClient, email: str, *, caller: str = OWNER) -> Response:
    """Request a code."""
    return client.post(
        f"{API}/forgot-password/request",
        json={"email": email},
        headers={"X-Forwarded-For": caller},
    )


def code_of(account: Account, *, number: int = 2) -> str:
    """Return the code in the account's nth e-mail, which must be the newest."""
    return code_for(account.email, number=number)


def verify(
    client: TestClient, email: str, code: str, *, caller: str = OWNER, **more: str
) -> Response:
    """Exchange a code for a ticket."""
    return client.post(
        f"{API}/forgot-password/verify",
        json={"email": email, "code": code, **more},
        headers={"X-Forwarded-For": caller},
    )


def ticket(client: TestClient, account: Account, *, number: int = 2) -> str:
    """Request a code, read it in the nth e-mail, and return its ticket."""
    assert ask(client, account.email).status_code == 202
    reply = verify(client, account.email, code_of(account, number=number))
    assert reply.status_code == 200, reply.text
    token: str = reply.json()["reset_token"]
    return token


def reset(client: TestClient, token: str, password: str = NEW) -> Response:
    """Set a new password with a ticket."""
    body = {"reset_token": token, "new_password": password}
    return post(client, "/forgot-password/reset", **body)
