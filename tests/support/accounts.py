"""Steps over HTTP that create an account or log in to one."""

import re
from dataclasses import dataclass
from itertools import count
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response

from tests.support.environment import mailbox

API = "/api/v1"
PASSWORD = "correct-horse-battery"
_numbers = count(1)


@dataclass(frozen=True)
class Account:
    """A verified account, with the headers of its first login."""

    email: str
    password: str
    headers: dict[str, str]
    user: dict[str, Any]


@dataclass(frozen=True)
class Attempt:
    """A sign-up whose address is not verified yet."""

    email: str
    password: str
    token: str


def new_email() -> str:
    """Return an address that no other test uses."""
    return f"person{next(_numbers)}@example.com"


def post(client: TestClient, path: str, **body: Any) -> Response:
    """POST a JSON body to a path under the API prefix."""
    return client.post(API + path, json=body)


def bearer(token: str) -> dict[str, str]:
    """Return the headers that carry a token."""
    return {"Authorization": f"Bearer {token}"}


def code_for(email: str, *, number: int = 1) -> str:
    """Wait for the nth e-mail to an address, and return the code in the newest."""
    return mailbox.wait_for(email, count=number)[0].code


def wrong(code: str) -> str:
    """Return a code that differs from this one."""
    return f"{(int(code) + 1) % 1_000_000:06d}"


def begin(
    client: TestClient, email: str | None = None, *, caller: str = "", **more: Any
) -> Attempt:
    """Sign up, from this network address if one is given."""
    body = {"email": email or new_email(), "password": PASSWORD, **more}
    headers = {"X-Forwarded-For": caller} if caller else {}
    reply = client.post(API + "/users/signup", json=body, headers=headers)
    assert reply.status_code == 202, reply.text
    return Attempt(body["email"], body["password"], reply.json()["signup_token"])


def sign_up(client: TestClient, email: str | None = None, **more: Any) -> str:
    """Sign up and return the address."""
    return begin(client, email, **more).email


def confirm(
    client: TestClient, attempt: Attempt, code: str, *, caller: str = ""
) -> Response:
    """Send the code of a sign-up, from this network address if one is given."""
    body = {"signup_token": attempt.token, "code": code}
    headers = {"X-Forwarded-For": caller} if caller else {}
    return client.post(API + "/users/verify-signup", json=body, headers=headers)


def resend(client: TestClient, attempt: Attempt, *, caller: str = "") -> Response:
    """Request another code for a sign-up, from this network address if one is given."""
    headers = {"X-Forwarded-For": caller} if caller else {}
    body = {"signup_token": attempt.token}
    return client.post(API + "/users/resend-code", json=body, headers=headers)


def verified(client: TestClient, **more: Any) -> Account:
    """Sign up, verify with the e-mailed code, and return the account."""
    attempt = begin(client, **more)
    reply = confirm(client, attempt, code_for(attempt.email))
    assert reply.status_code == 200, reply.text
    auth = reply.json()
    headers = bearer(auth["access_token"])
    return Account(attempt.email, attempt.password, headers, auth["user"])


def log_in(client: TestClient, email: str, password: str = PASSWORD) -> dict[str, Any]:
    """Log in and return the reply's body."""
    reply = post(client, "/users/login", email=email, password=password)
    assert reply.status_code == 200, reply.text
    body: dict[str, Any] = reply.json()
    return body


def assert_error(reply: Response, status: int, code: str) -> None:
    """Check that the reply is this error, in the common error schema."""
    assert reply.status_code == status, reply.text
    body = reply.json()
    assert reply.headers["Content-Type"] == "application/problem+json"
    assert body["code"] == code
    assert set(body) - {"errors"} == {
        *("detail", "code", "request_id"),
        *("type", "title", "status", "instance"),
    }
    assert body["status"] == status
    assert body["type"] == f"urn:problem-type:{code}"
    assert body["instance"] == f"urn:request:{body['request_id']}"
    assert re.fullmatch(r"[A-Za-z0-9._-]{1,64}", body["request_id"])
    assert reply.headers["X-Request-ID"] == body["request_id"]
